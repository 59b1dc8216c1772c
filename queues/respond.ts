import { MalformedJobError } from '../src/errors.ts'
import { decodeJobV1 } from './decode-job.ts'
import { defineQueue } from './define-queue.ts'
import { contentId } from './group.ts'
import { keepForTheBoard } from './retention.ts'

/**
 * A wake-up for one conversation, with no data but its key: what is to be answered stands in MySQL. A lost or doubled one is
 * harmless. Produced by nlp, and by the sweeper.
 */
export interface RespondJob {
  readonly v: 1
  readonly conversationId: string
}

export const respondQueue = defineQueue({
  name: 'respond',
  decode: (raw: unknown): RespondJob => {
    const { conversationId } = decodeJobV1(raw, 'respond')
    if (typeof conversationId !== 'string') throw new MalformedJobError('conversationId is no id')
    return { v: 1, conversationId }
  },
  jobId: ({ conversationId }) => contentId('respond', [conversationId]),
  wakes: ({ conversationId }) => conversationId,
  split: () => undefined,
  count: () => 1,
  chars: () => 60,
  retention: keepForTheBoard,
  next: [],
})
