import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

export interface RunningProgram {
  readonly process: ChildProcess
  /** What it wrote on either stream, and its status. */
  readonly ended: Promise<{ readonly status: number | null; readonly output: string }>
}

/** A program of this project as a command line starts it. */
export function runProgram(program: string, args: readonly string[]): RunningProgram {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8')
    stream.on('data', (text: string) => {
      output += text
    })
  }
  return { process: child, ended: once(child, 'close').then(() => ({ status: child.exitCode, output })) }
}
