import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import type { Launch, Report, Request } from './supervisor.ts'

export type { Launch } from './supervisor.ts'

/** The owner's connection to a supervisor process (supervisor.ts). */
export interface Supervisor {
  /** The run folder exists, and is removed when this process ends. */
  open(): Promise<void>
  /** The server's process runs. It may not answer yet. */
  launch(name: string, launch: Launch): Promise<void>
  /** The server has received the signal. After SIGTERM, SIGINT and SIGKILL it has ended. Does nothing if none runs. */
  signal(name: string, signal: NodeJS.Signals): Promise<void>
  /** The pid, or undefined when the server does not run. */
  pidOf(name: string): number | undefined
  /** Calls `crashed` each time the server ends without having been asked to; `how` is `SIGSEGV` or `status 1`. */
  onCrash(name: string, crashed: (how: string) => void): void
  /** All servers have ended and the run folder is gone. */
  close(): Promise<void>
}

/** A MariaDB that ends in order under load takes seconds; a supervisor that hangs is not waited for. */
const answerMs = 60_000

type Wish = Request extends infer R ? (R extends Request ? Omit<R, 'id'> : never) : never

/**
 * Starts a supervisor. It has a session of its own, so the terminal's Ctrl-C does not reach it. It does not keep the
 * owner alive. When the owner ends, in whatever way, the supervisor ends the servers and itself.
 */
export function startSupervisor(runFolder: string, fate: 'removed' | 'kept'): Supervisor {
  const file = path.join(import.meta.dirname, 'supervisor.ts')
  const { NODE_OPTIONS: _, NODE_V8_COVERAGE: __, ...env } = process.env
  const child = spawn(process.execPath, [file, runFolder, fate], {
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env,
  })
  const pids = new Map<string, number>()
  const waiting = new Map<number, { readonly wish: Wish; readonly answer: PromiseWithResolvers<void> }>()
  const crashListeners = new Map<string, (how: string) => void>()
  let lastId = 0
  child.on('message', (report: Report) => {
    if ('exited' in report) {
      if (pids.get(report.exited) === report.pid) pids.delete(report.exited)
      if (report.crash !== undefined) crashListeners.get(report.exited)?.(report.crash)
      return
    }
    const asked = waiting.get(report.id)
    if (report.error !== undefined) return asked?.answer.reject(new Error(report.error))
    if (asked?.wish.do === 'launch' && report.pid !== undefined) pids.set(asked.wish.name, report.pid)
    asked?.answer.resolve()
  })
  child.on('exit', () => {
    pids.clear()
    for (const { answer } of waiting.values())
      answer.reject(new Error('The supervisor of the servers has ended'))
  })
  child.on('error', () => undefined)
  child.unref()
  child.channel?.unref()

  function ask(wish: Wish): Promise<void> {
    const answer = Promise.withResolvers<void>()
    const id = ++lastId
    waiting.set(id, { wish, answer })
    child.channel?.ref()
    const limit = setTimeout(
      () =>
        answer.reject(
          new Error(`The supervisor of the servers did not ${wish.do} within ${answerMs / 1000} s`),
        ),
      answerMs,
    )
    if (!child.connected) answer.reject(new Error('The supervisor of the servers has ended'))
    else child.send({ id, ...wish }, (error) => error === null || answer.reject(error))
    return answer.promise.finally(() => {
      clearTimeout(limit)
      waiting.delete(id)
      if (waiting.size === 0) child.channel?.unref()
    })
  }

  return {
    pidOf: (name) => pids.get(name),
    onCrash: (name, crashed) => void crashListeners.set(name, crashed),
    open: () => ask({ do: 'open' }),
    launch: (name, launch) => ask({ do: 'launch', name, launch }),
    signal: (name, signal) => ask({ do: 'signal', name, signal }),
    async close() {
      if (!child.connected) return
      const ended = once(child, 'exit')
      child.ref()
      await ask({ do: 'close' })
      await ended
    },
  }
}
