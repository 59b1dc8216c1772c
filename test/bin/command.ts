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

/** Runs a `pagebeat` command to its end. */
export async function runToEnd(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Ended> {
  const child = spawn(process.execPath, [pagebeat, ...args], { env: { PATH: process.env['PATH'], ...env } })
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
