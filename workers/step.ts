import type { Hop, QueueDefinition } from '../queues/define-queue.ts'

/** What a step did: what goes on to the next stages, and how many things it found bad and put in quarantine itself. */
export interface Outcome<Next extends string = string> {
  readonly hops: readonly Hop<Next>[]
  readonly quarantined: number
  /** What must be done before the job is, but need not be before its hops leave. */
  readonly meanwhile?: Promise<void>
}

/** One stage's work on one job. Repeating it is safe; its docstring says why. */
export type Step<Queue> =
  Queue extends QueueDefinition<string, infer Job, infer Next> ? (job: Job) => Promise<Outcome<Next>> : never

export function forward<Next extends string>(...hops: Hop<Next>[]): Outcome<Next> {
  return { hops, quarantined: 0 }
}

export const done: Outcome<never> = { hops: [], quarantined: 0 }
