import { type ConversationId, isConversationId } from '../src/domain/ids.ts'
import { MalformedJobError } from '../src/errors.ts'
import { decodeJobV1, isTexts } from './decode-job.ts'
import { defineQueue } from './define-queue.ts'
import { contentId } from './group.ts'
import { keepForQueueMonitor } from './retention.ts'

/**
 * A wake-up for one conversation. Its open turns are in MySQL, so a wake-up that is lost or doubled does no harm.
 * Produced by nlp and by the sweeper.
 */
export interface RespondJob {
  readonly v: 1
  readonly conversationId: ConversationId
  /**
   * Jobs whose messages are all stored, though the jobs may still be active: the reply need not wait for them. A hint:
   * where BullMQ drops this wake-up for an earlier one, the reply waits until these jobs are done.
   */
  readonly recordedBy?: readonly string[]
}

export const respondQueue = defineQueue({
  name: 'respond',
  decode: (raw: unknown): RespondJob => {
    const { conversationId, recordedBy } = decodeJobV1(raw, 'respond')
    if (!isConversationId(conversationId)) throw new MalformedJobError('conversationId is no id')
    return { v: 1, conversationId, ...(isTexts(recordedBy) ? { recordedBy } : {}) }
  },
  jobId: ({ conversationId }) => contentId('respond', [conversationId]),
  wakes: ({ conversationId }) => conversationId,
  split: () => undefined,
  count: () => 1,
  chars: () => 150,
  retention: keepForQueueMonitor,
  next: [],
})
