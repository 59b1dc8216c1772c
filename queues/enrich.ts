import { MalformedJobError } from '../src/errors.ts'
import { decodeJobV1 } from './decode-job.ts'
import { defineQueue } from './define-queue.ts'
import { contentId } from './group.ts'
import { nlpQueue } from './nlp.ts'
import { keepForTheBoard } from './retention.ts'

/** One person who waits for an answer: is their profile fresh? Produced by stitch. */
export interface EnrichJob {
  readonly v: 1
  readonly turnId: string
  readonly conversationId: string
  readonly pageId: string
  readonly psid: string
  readonly pId: string
}

export const enrichQueue = defineQueue({
  name: 'enrich',
  decode: (raw: unknown): EnrichJob => {
    const job = decodeJobV1(raw, 'enrich')
    return { v: 1, ...ids(job, ['turnId', 'conversationId', 'pageId', 'psid', 'pId']) }
  },
  jobId: ({ turnId }) => contentId('enrich', [turnId]),
  split: () => undefined,
  count: () => 1,
  chars: () => 250,
  retention: keepForTheBoard,
  next: [nlpQueue],
})

function ids<const Name extends string>(
  job: Readonly<Record<string, unknown>>,
  names: readonly Name[],
): Record<Name, string> {
  const found: Partial<Record<Name, string>> = {}
  for (const name of names) {
    const value = job[name]
    if (typeof value !== 'string' || value === '') throw new MalformedJobError(`${name} is no id`)
    found[name] = value
  }
  return found as Record<Name, string>
}
