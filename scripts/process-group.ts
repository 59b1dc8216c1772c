import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process'

/** A program and all processes that it starts, but for those that leave the group (our supervisors do). */
export interface ProcessGroup {
  readonly child: ChildProcess
  /** True when the program ended with status 0. All of its output has been read by then. */
  readonly ended: Promise<boolean>
  /** The whole group gets SIGTERM, and SIGKILL if one of them still runs after `patienceMs`. */
  stop(): void
}

const patienceMs = 6_000

/** The program runs in a group of its own. A terminal's Ctrl-C does not reach it, so its parent has to call `stop`. */
export function startGroup(command: string, args: readonly string[], options: SpawnOptions): ProcessGroup {
  const child = spawn(command, [...args], { ...options, detached: true })
  const { promise: ended, resolve, reject } = Promise.withResolvers<boolean>()
  child.on('error', reject)
  child.on('close', (code) => resolve(code === 0))

  function signal(what: NodeJS.Signals): void {
    if (child.pid === undefined) return
    try {
      process.kill(-child.pid, what)
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
    }
  }

  return {
    child,
    ended,
    stop() {
      signal('SIGTERM')
      setTimeout(() => signal('SIGKILL'), patienceMs).unref()
    },
  }
}
