import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import type { ExecutionContext } from 'ava'
import { pagebeatFile } from '../../sandbox/pagebeat-file.ts'
import { type RunningProgram, startPagebeat } from '../helpers/running-program.ts'
import { inTime } from '../helpers/until.ts'

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
  const child = spawn(process.execPath, [pagebeatFile, ...args], {
    env: { PATH, NODE_COMPILE_CACHE, ...env },
  })
  child.stdin.on('error', () => undefined) // the command may end before it has read everything
  child.stdin.end(input)
  const closed = Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  const [stdout, stderr] = await inTime(`pagebeat ${args.join(' ')} ends`, closed)
  return { status: child.exitCode, stdout, stderr }
}

/** A `pagebeat work` process of all stages; killed when the test ends. */
export function startWork(t: ExecutionContext, env: Readonly<Record<string, string>>): RunningProgram {
  const work = startPagebeat(['work'], { PAGEBEAT_ALLOW_VOLATILE: '1', ...env })
  t.teardown(async () => {
    work.child.kill('SIGKILL')
    await work.exited
  })
  return work
}
