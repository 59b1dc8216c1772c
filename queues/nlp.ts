import { type ConversationId, isConversationId, isTurnId, type TurnId } from '../src/domain/ids.ts'
import { MalformedJobError } from '../src/errors.ts'
import { channelOf, decodeJobV1, isOnFeed, isTexts, type OfChannel, timeOf } from './decode-job.ts'
import { defineQueue } from './define-queue.ts'
import { contentId } from './group.ts'
import { respondQueue } from './respond.ts'
import { keepForQueueMonitor } from './retention.ts'

/** A turn whose text is to be understood. The text stays in MySQL. Produced by stitch and by enrich. */
export interface NlpJob extends OfChannel {
  readonly v: 1
  readonly turnId: TurnId
  readonly conversationId: ConversationId
  /** See `EnrichJob.ts`. */
  readonly ts?: number
  /** See `RespondJob.recordedBy`. */
  readonly recordedBy?: readonly string[]
  /** The turn's text was edited at this time, ms: it is to be understood again. */
  readonly editedTs?: number
}

export const nlpQueue = defineQueue({
  name: 'nlp',
  decode: (raw: unknown): NlpJob => {
    const { turnId, conversationId, channel, recordedBy, ts, editedTs } = decodeJobV1(raw, 'nlp')
    if (!isTurnId(turnId) || !isConversationId(conversationId))
      throw new MalformedJobError('turnId or conversationId is no id')
    return {
      v: 1,
      turnId,
      conversationId,
      ...channelOf(channel),
      ...timeOf(ts),
      ...(isTexts(recordedBy) ? { recordedBy } : {}),
      ...(typeof editedTs === 'number' ? { editedTs } : {}),
    }
  },
  jobId: ({ turnId, editedTs }) =>
    contentId('nlp', [turnId, ...(editedTs === undefined ? [] : [String(editedTs)])]),
  split: () => undefined,
  count: () => 1,
  chars: () => 100,
  arrivedAt: ({ ts }) => ts,
  yields: isOnFeed,
  retention: keepForQueueMonitor,
  next: [respondQueue],
})
