import type { Hop, QueueDefinition } from '../queues/define-queue.ts'

/** The result of a step: jobs for the next stages, and the number of dead letters that it stored itself. */
export interface Outcome<Next extends string = string> {
  readonly hops: readonly Hop<Next>[]
  readonly deadLettered: number
  /** Work that is still going on. The hops may leave before it ends, but the job is done only after it. */
  readonly meanwhile?: Promise<void>
}

/** The work of one stage on one job. It is safe to repeat; the docstring of each step says why. */
export type Step<Queue> =
  Queue extends QueueDefinition<string, infer Job, infer Next> ? (job: Job) => Promise<Outcome<Next>> : never

export function forward<Next extends string>(...hops: Hop<Next>[]): Outcome<Next> {
  return { hops, deadLettered: 0 }
}

export const done: Outcome<never> = { hops: [], deadLettered: 0 }
