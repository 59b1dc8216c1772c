import { type ChildProcess, fork } from 'node:child_process'
import type { Hop } from '../queues/define-queue.ts'
import type { ErrorCode } from '../src/domain/reasons.ts'
import { PipelineError, type Disposition } from '../src/errors.ts'
import { type Failure, failureOf, type Isolate, type IsolatedResult, type Stage } from './stage.ts'
import { endWithParent } from './end-with-parent.ts'
import type { Outcome } from './step.ts'

/** A child without a heartbeat for this long hangs in its job. */
const hungAfterMs = 20_000

/** A step that takes longer, while its process sends heartbeats, waits for a server. The job is tried again. */
const deadlineMs = 180_000

/** A machine under load may take long to start a process. */
const startMs = 60_000

const heartbeatMs = 500

/** A message from the child to its parent. */
type Report =
  | { readonly is: 'ready' | 'heartbeat' }
  | { readonly is: 'done'; readonly outcome: Outcome }
  | { readonly is: 'failed'; readonly failed: Failure & { readonly disposition: Disposition } }

type Ended = { readonly is: 'died'; readonly how: string } | { readonly is: 'late' }

/** The error of a step in a child process, with its code and its message. */
class IsolatedStepError extends PipelineError {
  readonly code: ErrorCode
  readonly disposition: Disposition

  constructor({ reason, detail, disposition }: Failure & { readonly disposition: Disposition }) {
    super(detail)
    this.code = reason
    this.disposition = disposition
  }
}

/**
 * Runs jobs, one at a time, in a child process that may die or hang without harm. `program` is a script that calls
 * `serveIsolated`. A child runs jobs until it dies or `close` is called. A child that had started, and was not told to
 * stop, died of its job. After every other error the job is tried again.
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
    started.on('error', () => undefined) // `nextReport` sees an exit, or no report
    started.on('exit', () => {
      if (child === started) child = undefined
    })
    child = started
    const first = await nextReport(started, { hungMs: startMs, isWanted: ({ is }) => is === 'ready' })
    if (first.is === 'ready') return started
    started.kill('SIGKILL')
    throw retryLater('the isolated process did not start')
  }

  async function run(stage: string, raw: unknown): Promise<IsolatedResult> {
    if (closed) throw retryLater('this worker stops')
    const running = await start()
    const reported = nextReport(running, { hungMs, isWanted: ({ is }) => is === 'done' || is === 'failed' })
    running.send({ stage, raw }, () => undefined) // where it fails, `nextReport` sees an exit
    const report = await reported
    if (report.is === 'done') return { outcome: eachAlone(report.outcome) }
    if (report.is === 'failed') {
      if (report.failed.disposition === 'dead') return { failure: report.failed }
      throw new IsolatedStepError(report.failed)
    }
    if (closed || report.is !== 'died') throw retryLater('the isolated process was stopped')
    return { failure: { reason: 'process_died', detail: report.how, crashes: 2 } }
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

/** A function merges hops, and no function comes from another process: these hops are published one by one. */
export function eachAlone(outcome: Outcome): Outcome {
  return { ...outcome, hops: outcome.hops.map(withoutMerging) }
}

function withoutMerging(hop: Hop): Hop {
  const { to, jobId, job, keepFinished, wakes, yields, arrivedAt } = hop
  return {
    to,
    jobId,
    job,
    keepFinished,
    ...(wakes === undefined ? {} : { wakes }),
    ...(yields === undefined ? {} : { yields }),
    ...(arrivedAt === undefined ? {} : { arrivedAt }),
  }
}

function retryLater(detail: string): IsolatedStepError {
  return new IsolatedStepError({ reason: 'isolation_failed', detail, disposition: 'retry' })
}

/**
 * The next report of the wanted kind, or how the child ended. A child that hangs, or is past its deadline, is killed.
 */
function nextReport(
  child: ChildProcess,
  { hungMs, isWanted }: { hungMs: number; isWanted: (report: Report) => boolean },
): Promise<Report | Ended> {
  return new Promise((resolve) => {
    let isHung = false
    const kill = (): void => void child.kill('SIGKILL')
    const hangs = setTimeout(() => {
      isHung = true
      kill()
    }, hungMs)
    let isLate = false
    const deadline = setTimeout(() => {
      isLate = true
      kill()
    }, deadlineMs)
    const settle = (report: Report | Ended): void => {
      clearTimeout(hangs)
      clearTimeout(deadline)
      child.off('exit', onExit)
      child.off('message', onMessage)
      resolve(report)
    }
    const onExit = (code: number | null, signal: string | null): void =>
      settle(
        isLate
          ? { is: 'late' }
          : { is: 'died', how: isHung ? 'process hung' : `process ended with ${signal ?? code}` },
      )
    const onMessage = (report: Report): void => {
      hangs.refresh()
      if (isWanted(report)) settle(report)
    }
    child.on('exit', onExit)
    child.on('message', onMessage)
    if (child.exitCode !== null || child.signalCode !== null) onExit(child.exitCode, child.signalCode)
  })
}

/** To a parent that was killed nothing is sent: `disconnect` ends this process. */
function send(report: Report): void {
  if (process.connected) process.send?.(report, undefined, undefined, () => undefined)
}

/**
 * The child's side: runs one job after the other until its parent ends. It ignores signals: the parent acts on them.
 */
export function serveIsolated(stages: readonly Stage[]): void {
  process.on('message', (request: { stage: string; raw: unknown }) => {
    const stage = stages.find(({ name }) => name === request.stage)
    const work = stage?.runWhole(request.raw) ?? Promise.reject(new Error(`no stage ${request.stage}`))
    work.then(
      (outcome) => send({ is: 'done', outcome }),
      (error: unknown) => {
        const disposition = error instanceof PipelineError ? error.disposition : 'dead'
        send({ is: 'failed', failed: { ...failureOf(error), disposition } })
      },
    )
  })
  endWithParent()
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => undefined)
  setInterval(() => send({ is: 'heartbeat' }), heartbeatMs).unref()
  send({ is: 'ready' })
}
