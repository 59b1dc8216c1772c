import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { ExecutionContext } from 'ava'

const pagebeat = fileURLToPath(new URL('../../bin/pagebeat.ts', import.meta.url))

/** What a `pagebeat` command said, and how it ended. */
export interface Ended {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs a `pagebeat` command to its end, with `input` on its standard input. */
export async function runToEnd(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  input = '',
): Promise<Ended> {
  // Compiled once for all commands of a test.
  const { PATH, NODE_COMPILE_CACHE } = process.env
  const child = spawn(process.execPath, [pagebeat, ...args], { env: { PATH, NODE_COMPILE_CACHE, ...env } })
  child.stdin.on('error', () => undefined) // the command may end before it has read everything
  child.stdin.end(input)
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { status: child.exitCode, stdout, stderr }
}

/** A `pagebeat work` process of all stages; killed when the test ends. */
export function startWork(t: ExecutionContext, env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [pagebeat, 'work'], {
    env: { PATH: process.env['PATH'], PAGEBEAT_ALLOW_VOLATILE: '1', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  let output = ''
  child.stdout.on('data', (bytes: Buffer) => {
    output += bytes.toString()
  })
  t.teardown(async () => {
    child.kill('SIGKILL')
    await exited
  })
  return {
    async logged(part: string): Promise<void> {
      while (!output.includes(part)) await once(child.stdout, 'data')
    },
    async stop(): Promise<number | null> {
      child.kill('SIGTERM')
      await exited
      return child.exitCode
    },
  }
}
