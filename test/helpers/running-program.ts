import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { pagebeatFile } from '../../sandbox/pagebeat-file.ts'
import { killWithUs } from './kill-with-us.ts'
import { inTime } from './until.ts'

/** A program as a process of its own. It ends, at the latest, with this process, also when that is killed. */
export interface RunningProgram {
  readonly child: ChildProcess
  /** Everything it has written to standard output and standard error so far. */
  output(): string
  /** Its exit status, once it has ended; null when a signal ended it. */
  readonly exited: Promise<number | null>
  /** Resolves when its output matches. Rejects, with the output, when it ends before, or after a minute. */
  until(pattern: RegExp | string): Promise<RegExpExecArray>
  /** SIGTERM, then its exit status. */
  stop(): Promise<number | null>
}

/** A `pagebeat` command. Nothing of this process's environment reaches it but PATH, TMPDIR and compiled code. */
export function startPagebeat(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): RunningProgram {
  return startProgram([process.execPath, pagebeatFile, ...args], env)
}

/** The same for any program. */
export function startProgram(
  [command, ...args]: readonly [string, ...string[]],
  env: Readonly<Record<string, string>>,
): RunningProgram {
  const { PATH, TMPDIR, NODE_COMPILE_CACHE } = process.env // a worker's health socket is in TMPDIR
  const child = spawn(command, args, {
    env: {
      PATH,
      ...(TMPDIR === undefined ? {} : { TMPDIR }),
      ...(NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE }),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  let ended = false
  const watchers = new Set<() => void>()
  const notify = (): void => {
    for (const watch of watchers) watch()
  }
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
      notify()
    })
  killWithUs(child)
  const exited = once(child, 'close').then(() => {
    ended = true
    notify()
    return child.exitCode
  })
  const name = [command, ...args].join(' ')
  const seen = (): string => `its output is:\n${output}`
  return {
    child,
    output: () => output,
    exited,
    async until(pattern) {
      const found = Promise.withResolvers<RegExpExecArray>()
      const wanted =
        typeof pattern === 'string'
          ? new RegExp(pattern.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
          : pattern
      const watch = (): void => {
        const match = wanted.exec(output)
        if (match !== null) found.resolve(match)
        else if (ended)
          found.reject(new Error(`${name} ended with ${child.exitCode} before ${wanted}: ${output}`))
      }
      watchers.add(watch)
      watch()
      return inTime(`${name} prints ${wanted}`, found.promise, { seen }).finally(() => watchers.delete(watch))
    },
    stop() {
      child.kill('SIGTERM')
      return inTime(`${name} ends after SIGTERM`, exited, { seen })
    },
  }
}
