import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { Ended } from './command.ts'

const pagebeat = fileURLToPath(new URL('../../bin/pagebeat.ts', import.meta.url))

/** Runs a `pagebeat` command to its end, with `input` on its standard input. */
export async function runWithInput(
  args: readonly string[],
  { env, input = '' }: { readonly env: Readonly<Record<string, string>>; readonly input?: string },
): Promise<Ended> {
  // Compiled once for all of the many commands of a test.
  const { PATH, NODE_COMPILE_CACHE } = process.env
  const child = spawn(process.execPath, [pagebeat, ...args], { env: { PATH, NODE_COMPILE_CACHE, ...env } })
  child.stdin.on('error', () => undefined) // the command may end before it has read everything
  child.stdin.end(input)
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { status: child.exitCode, stdout, stderr }
}
