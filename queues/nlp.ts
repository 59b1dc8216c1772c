import { MalformedJobError } from '../src/errors.ts'
import { decodeJobV1 } from './decode-job.ts'
import { defineQueue } from './define-queue.ts'
import { contentId } from './group.ts'
import { respondQueue } from './respond.ts'
import { keepForTheBoard } from './retention.ts'

/** One turn that is to be understood; its text stays in MySQL. Produced by stitch, and by enrich. */
export interface NlpJob {
  readonly v: 1
  readonly turnId: string
  readonly conversationId: string
  /** Jobs that have done all they have to for the turn's person, though they may not be done: see `StitchJob.parsedBy`. */
  readonly recordedBy?: readonly string[]
}

export const nlpQueue = defineQueue({
  name: 'nlp',
  decode: (raw: unknown): NlpJob => {
    const { turnId, conversationId, recordedBy } = decodeJobV1(raw, 'nlp')
    if (typeof turnId !== 'string' || typeof conversationId !== 'string')
      throw new MalformedJobError('turnId or conversationId is no id')
    return { v: 1, turnId, conversationId, ...(isTexts(recordedBy) ? { recordedBy } : {}) }
  },
  jobId: ({ turnId }) => contentId('nlp', [turnId]),
  split: () => undefined,
  count: () => 1,
  chars: () => 100,
  retention: keepForTheBoard,
  next: [respondQueue],
})

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string')
}
