import { type ChildProcess, fork } from 'node:child_process'
import type { Hop } from '../queues/define-queue.ts'
import type { ErrorCode } from '../src/domain/reasons.ts'
import { PipelineError, type Disposition } from '../src/errors.ts'
import { type Culprit, culpritOf, type Isolate, type IsolatedResult, type Stage } from './stage.ts'
import { endWithParent } from './end-with-parent.ts'
import type { Outcome } from './step.ts'

/** A child whose event loop stands still this long is taken for one that the job killed. */
const hungAfterMs = 20_000

/** A step that waits longer, with a living event loop, waits for somebody else: it is tried again, and is no culprit. */
const deadlineMs = 180_000

/** A machine under load may take long to start a process. */
const startMs = 60_000

const beatMs = 500

type Answer =
  | { readonly is: 'ready' | 'beat' }
  | { readonly is: 'done'; readonly outcome: Outcome }
  | { readonly is: 'failed'; readonly failed: Culprit & { readonly disposition: Disposition } }

type Ended = { readonly is: 'died'; readonly how: string } | { readonly is: 'late' }

/** What a step threw in its own process, as far as it may be told. */
class IsolatedStepError extends PipelineError {
  readonly code: ErrorCode
  readonly disposition: Disposition

  constructor({ reason, detail, disposition }: Culprit & { readonly disposition: Disposition }) {
    super(detail)
    this.code = reason
    this.disposition = disposition
  }
}

/**
 * Runs jobs, one at a time, in a child process that may die or hang without harm. `program` is a script that calls
 * `serveIsolated`; a child serves until it dies or `close` is called. Only a child that had started, and was not told to
 * stop, died of its job: everything else is tried again.
 */
export function createIsolate(
  program: string,
  args: readonly string[] = [],
  hungMs = hungAfterMs,
): { isolate: Isolate; close(): void } {
  let child: ChildProcess | undefined
  let closed = false
  let queue: Promise<unknown> = Promise.resolve()

  async function start(): Promise<ChildProcess> {
    if (child !== undefined) return child
    const started = fork(program, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    started.on('error', () => undefined) // also seen as an exit, or as no answer
    started.on('exit', () => {
      if (child === started) child = undefined
    })
    child = started
    const first = await nextAnswer(started, { hungMs: startMs, isWanted: ({ is }) => is === 'ready' })
    if (first.is === 'ready') return started
    started.kill('SIGKILL')
    throw retryLater('the isolated process did not start')
  }

  async function run(stage: string, raw: unknown): Promise<IsolatedResult> {
    if (closed) throw retryLater('this worker stops')
    const running = await start()
    const answered = nextAnswer(running, { hungMs, isWanted: ({ is }) => is === 'done' || is === 'failed' })
    running.send({ stage, raw }, () => undefined) // a failure to send is seen as an exit
    const answer = await answered
    if (answer.is === 'done') return { outcome: eachAlone(answer.outcome) }
    if (answer.is === 'failed') {
      if (answer.failed.disposition === 'dead') return { culprit: answer.failed }
      throw new IsolatedStepError(answer.failed)
    }
    if (closed || answer.is !== 'died') throw retryLater('the isolated process was stopped')
    return { culprit: { reason: 'process_died', detail: answer.how, crashes: 2 } }
  }

  return {
    isolate(stage, raw) {
      const result = queue.then(() => run(stage, raw))
      queue = result.catch(() => undefined)
      return result
    },
    close() {
      closed = true
      child?.disconnect()
      child = undefined
    },
  }
}

/** How a hop goes together with others is a function, and functions do not come from another process: these go each by itself. */
export function eachAlone(outcome: Outcome): Outcome {
  return { ...outcome, hops: outcome.hops.map(withoutMerging) }
}

function withoutMerging({ to, jobId, job, keepFinished, wakes }: Hop): Hop {
  return { to, jobId, job, keepFinished, ...(wakes === undefined ? {} : { wakes }) }
}

function retryLater(detail: string): IsolatedStepError {
  return new IsolatedStepError({ reason: 'isolation_failed', detail, disposition: 'retry' })
}

/** The next answer of the wanted kind, or how the child ended. A child that stands still or is far too late is killed. */
function nextAnswer(
  child: ChildProcess,
  { hungMs, isWanted }: { hungMs: number; isWanted: (answer: Answer) => boolean },
): Promise<Answer | Ended> {
  return new Promise((resolve) => {
    let hung = false
    const kill = (): void => void child.kill('SIGKILL')
    const standsStill = setTimeout(() => {
      hung = true
      kill()
    }, hungMs)
    let isLate = false
    const tooLate = setTimeout(() => {
      isLate = true
      kill()
    }, deadlineMs)
    const settle = (answer: Answer | Ended): void => {
      clearTimeout(standsStill)
      clearTimeout(tooLate)
      child.off('exit', onExit)
      child.off('message', onMessage)
      resolve(answer)
    }
    const onExit = (code: number | null, signal: string | null): void =>
      settle(
        isLate
          ? { is: 'late' }
          : { is: 'died', how: hung ? 'process hung' : `process ended with ${signal ?? code}` },
      )
    const onMessage = (answer: Answer): void => {
      standsStill.refresh()
      if (isWanted(answer)) settle(answer)
    }
    child.on('exit', onExit)
    child.on('message', onMessage)
    if (child.exitCode !== null || child.signalCode !== null) onExit(child.exitCode, child.signalCode)
  })
}

/** A parent that was killed meanwhile is no mistake of this process: `disconnect` ends it. */
function tell(answer: Answer): void {
  if (process.connected) process.send?.(answer, undefined, undefined, () => undefined)
}

/** The child's side: answers one job after the other until its parent is gone. Signals are for the parent to act on. */
export function serveIsolated(stages: readonly Stage[]): void {
  process.on('message', (request: { stage: string; raw: unknown }) => {
    const stage = stages.find(({ name }) => name === request.stage)
    const work = stage?.runWhole(request.raw) ?? Promise.reject(new Error(`no stage ${request.stage}`))
    work.then(
      (outcome) => tell({ is: 'done', outcome }),
      (error: unknown) => {
        const disposition = error instanceof PipelineError ? error.disposition : 'dead'
        tell({ is: 'failed', failed: { ...culpritOf(error), disposition } })
      },
    )
  })
  endWithParent()
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => undefined)
  setInterval(() => tell({ is: 'beat' }), beatMs).unref()
  tell({ is: 'ready' })
}
