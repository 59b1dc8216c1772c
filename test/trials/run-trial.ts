import type { ChildProcess } from 'node:child_process'
import { startProgram } from '../helpers/running-program.ts'

export interface RunningTrial {
  readonly child: ChildProcess
  /** Its status and all that it wrote. It may take minutes: the test sets `t.timeout`. */
  readonly ended: Promise<{ readonly status: number | null; readonly output: string }>
}

/** A program of trials/ as npm runs it, with this process's environment. */
export function runTrial(program: string, args: readonly string[]): RunningTrial {
  const env = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  )
  const { child, exited, output } = startProgram(
    [process.execPath, program, ...args],
    Object.fromEntries(env),
  )
  return { child, ended: exited.then((status) => ({ status, output: output() })) }
}
