import { feedChannel, messengerChannel } from '../src/domain/event.ts'
import { type ConversationId, isConversationId } from '../src/domain/ids.ts'
import { replyChannels } from '../src/domain/turn.ts'
import { MalformedJobError } from '../src/errors.ts'
import { channelOf, decodeJobV1, isOnFeed, isTexts, type OfChannel, timeOf } from './decode-job.ts'
import { defineQueue } from './define-queue.ts'
import { contentId } from './group.ts'
import { keepForQueueMonitor } from './retention.ts'

/**
 * A wake-up for one channel of a conversation. Its open turns are in MySQL, so a wake-up that is lost or doubled does no
 * harm. Produced by nlp and by the sweeper.
 */
export interface RespondJob extends OfChannel {
  readonly v: 1
  readonly conversationId: ConversationId
  /** See `EnrichJob.ts`. Absent for a conversation that no new event wakes. */
  readonly ts?: number
  /**
   * Jobs whose messages are all stored, though the jobs may still be active: the reply need not wait for them. A hint:
   * where BullMQ drops this wake-up for an earlier one, the reply waits until these jobs are done.
   */
  readonly recordedBy?: readonly string[]
}

export const respondQueue = defineQueue({
  name: 'respond',
  decode: (raw: unknown): RespondJob => {
    const { conversationId, channel = messengerChannel, recordedBy, ts } = decodeJobV1(raw, 'respond')
    if (!isConversationId(conversationId)) throw new MalformedJobError('conversationId is no id')
    if (!replyChannels.some((known) => known === channel))
      throw new MalformedJobError('channel is none of a reply')
    return {
      v: 1,
      conversationId,
      ...channelOf(channel),
      ...timeOf(ts),
      ...(isTexts(recordedBy) ? { recordedBy } : {}),
    }
  },
  jobId: ({ conversationId, channel }) =>
    contentId('respond', [conversationId, ...(channel === feedChannel ? [channel] : [])]),
  wakes: ({ conversationId, channel }) =>
    channel === feedChannel ? `${conversationId} feed` : conversationId,
  yields: isOnFeed,
  split: () => undefined,
  count: () => 1,
  chars: () => 150,
  arrivedAt: ({ ts }) => ts,
  retention: keepForQueueMonitor,
  next: [],
})
