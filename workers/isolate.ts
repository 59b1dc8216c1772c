import { type ChildProcess, fork } from 'node:child_process'
import { PipelineError, type Disposition } from '../src/errors.ts'
import { type Culprit, culpritOf, type Isolate, type IsolatedResult, type Stage } from './stage.ts'
import type { Outcome } from './step.ts'

/** Above this a job that hangs is taken for one that kills. */
const deadlineMs = 20_000

interface Answer {
  readonly outcome?: Outcome
  readonly failed?: Culprit & { readonly disposition: Disposition }
}

/** What a step threw in its own process, as far as it may be told. */
class IsolatedStepError extends PipelineError {
  readonly code: string
  readonly disposition: Disposition

  constructor({ reason, detail, disposition }: NonNullable<Answer['failed']>) {
    super(detail)
    this.code = reason
    this.disposition = disposition
  }
}

/**
 * Runs jobs, one at a time, in a child process that may die or hang without harm. `program` is a script that calls
 * `serveIsolated`; a child serves until it dies or `close` is called.
 */
export function createIsolate(
  program: string,
  args: readonly string[] = [],
): { isolate: Isolate; close(): void } {
  let child: ChildProcess | undefined
  let queue: Promise<unknown> = Promise.resolve()

  async function run(stage: string, raw: unknown): Promise<IsolatedResult> {
    child ??= fork(program, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    const answer = await ask(child, { stage, raw })
    if (typeof answer === 'string') {
      child = undefined
      return { culprit: { reason: 'process_died', detail: answer, crashes: 2 } }
    }
    if (answer.outcome !== undefined) return { outcome: answer.outcome }
    if (answer.failed?.disposition === 'dead') return { culprit: answer.failed }
    throw new IsolatedStepError(answer.failed ?? { reason: 'bug', detail: 'no answer', disposition: 'retry' })
  }

  return {
    isolate(stage, raw) {
      const result = queue.then(() => run(stage, raw))
      queue = result.catch(() => undefined)
      return result
    },
    close() {
      child?.disconnect()
      child = undefined
    },
  }
}

/** The child's answer, or how it ended. */
function ask(child: ChildProcess, request: object): Promise<Answer | string> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), deadlineMs)
    const settle = (answer: Answer | string): void => {
      clearTimeout(timer)
      child.off('exit', onExit)
      child.off('message', onMessage)
      resolve(answer)
    }
    const onExit = (code: number | null, signal: string | null): void =>
      settle(`process ended with ${signal ?? code}`)
    const onMessage = (answer: Answer): void => settle(answer)
    child.on('exit', onExit)
    child.on('message', onMessage)
    child.send(request, (error) => {
      if (error !== null && child.exitCode !== null) settle(`process ended with ${child.exitCode}`)
    })
  })
}

/** The child's side: answers one job after the other until its parent is gone. */
export function serveIsolated(stages: readonly Stage[]): void {
  process.on('message', (request: { stage: string; raw: unknown }) => {
    const stage = stages.find(({ name }) => name === request.stage)
    const work = stage?.runWhole(request.raw) ?? Promise.reject(new Error(`no stage ${request.stage}`))
    work.then(
      (outcome) => process.send?.({ outcome }),
      (error: unknown) => {
        const disposition = error instanceof PipelineError ? error.disposition : 'dead'
        process.send?.({ failed: { ...culpritOf(error), disposition } })
      },
    )
  })
  process.on('disconnect', () => process.exit(0))
}
