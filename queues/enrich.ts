import {
  type ConversationId,
  isConversationId,
  isPageId,
  isProfileId,
  isPsid,
  isTurnId,
  type PageId,
  type ProfileId,
  type Psid,
  type TurnId,
} from '../src/domain/ids.ts'
import { MalformedJobError } from '../src/errors.ts'
import { decodeJobV1, timeOf } from './decode-job.ts'
import { defineQueue } from './define-queue.ts'
import { contentId } from './group.ts'
import { nlpQueue } from './nlp.ts'
import { keepForQueueMonitor } from './retention.ts'

/** A turn of a customer whose profile is stale. Produced by stitch. */
export interface EnrichJob {
  readonly v: 1
  readonly turnId: TurnId
  readonly conversationId: ConversationId
  readonly pageId: PageId
  readonly psid: Psid
  readonly pId: ProfileId
  /** When the turn's event happened, ms since the epoch. Absent in jobs of an earlier version. */
  readonly ts?: number
}

export const enrichQueue = defineQueue({
  name: 'enrich',
  decode: (raw: unknown): EnrichJob => {
    const { turnId, conversationId, pageId, psid, pId, ts } = decodeJobV1(raw, 'enrich')
    if (!isTurnId(turnId)) throw new MalformedJobError('turnId is no id')
    if (!isConversationId(conversationId)) throw new MalformedJobError('conversationId is no id')
    if (!isPageId(pageId)) throw new MalformedJobError('pageId is no id')
    if (!isPsid(psid)) throw new MalformedJobError('psid is no id')
    if (!isProfileId(pId)) throw new MalformedJobError('pId is no id')
    return { v: 1, turnId, conversationId, pageId, psid, pId, ...timeOf(ts) }
  },
  jobId: ({ turnId }) => contentId('enrich', [turnId]),
  split: () => undefined,
  count: () => 1,
  chars: () => 250,
  arrivedAt: ({ ts }) => ts,
  retention: keepForQueueMonitor,
  next: [nlpQueue],
})
