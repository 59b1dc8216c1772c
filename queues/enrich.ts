import type { Key } from '../src/domain/event.ts'
import { recordOf } from '../src/domain/event-json.ts'
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
import { channelOf, decodeJobV1, isOnFeed, type OfChannel, timeOf } from './decode-job.ts'
import { defineQueue } from './define-queue.ts'
import { contentId } from './group.ts'
import { nlpQueue } from './nlp.ts'
import { keepForQueueMonitor } from './retention.ts'

/** A turn of a customer whose profile is stale. Produced by stitch. */
export interface TurnToEnrich extends OfChannel {
  readonly v: 1
  readonly turnId: TurnId
  readonly conversationId: ConversationId
  readonly pageId: PageId
  readonly psid: Psid
  readonly pId: ProfileId
  /** When the turn's event happened, ms since the epoch. Absent in jobs of an earlier version. */
  readonly ts?: number
}

/** A log-in of Messenger's account linking, whose customer the brand's service knows. Produced by stitch. */
export interface LogInToResolve {
  readonly v: 1
  readonly logIn: {
    readonly pageId: PageId
    readonly psid: Psid
    readonly eventKey: Key
    readonly ts: number
    /** A secret. The finished job is removed at once. */
    readonly code: string
  }
}

/**
 * A wake-up for a row of `lead` that is due. Produced by stitch for a new lead, and by the rounds for one that is due
 * again. A lost or doubled one is harmless.
 */
export interface LeadToFetch {
  readonly v: 1
  readonly leadId: string
  /** Tries that failed before: each retry is a job of its own. */
  readonly attempts: number
}

export type EnrichJob = TurnToEnrich | LogInToResolve | LeadToFetch

export const enrichQueue = defineQueue({
  name: 'enrich',
  decode: (raw: unknown): EnrichJob => {
    const job = decodeJobV1(raw, 'enrich')
    const { logIn, leadId, turnId, conversationId, channel, pageId, psid, pId, ts } = job
    if (logIn !== undefined) return { v: 1, logIn: decodeLogIn(logIn) }
    if (leadId !== undefined) return decodeLead(job)
    if (!isTurnId(turnId)) throw new MalformedJobError('turnId is no id')
    if (!isConversationId(conversationId)) throw new MalformedJobError('conversationId is no id')
    if (!isPageId(pageId)) throw new MalformedJobError('pageId is no id')
    if (!isPsid(psid)) throw new MalformedJobError('psid is no id')
    if (!isProfileId(pId)) throw new MalformedJobError('pId is no id')
    return { v: 1, turnId, conversationId, ...channelOf(channel), pageId, psid, pId, ...timeOf(ts) }
  },
  jobId: (job) => contentId('enrich', [nameOf(job)]),
  split: () => undefined,
  count: () => 1,
  chars: (job) => ('logIn' in job ? keepForQueueMonitor.keepBelowChars : 250),
  arrivedAt: (job) => (isLeadJob(job) ? undefined : 'logIn' in job ? job.logIn.ts : job.ts),
  yields: (job) => 'turnId' in job && isOnFeed(job),
  retention: keepForQueueMonitor,
  next: [nlpQueue],
})

export function isLeadJob(job: EnrichJob): job is LeadToFetch {
  return 'leadId' in job
}

function nameOf(job: EnrichJob): string {
  if (isLeadJob(job)) return `lead ${job.leadId} ${job.attempts}`
  return 'logIn' in job ? `login ${job.logIn.eventKey}` : job.turnId
}

function decodeLead({ leadId, attempts }: Readonly<Record<string, unknown>>): LeadToFetch {
  if (typeof leadId !== 'string' || leadId === '' || leadId.length > 100)
    throw new MalformedJobError('leadId is no id')
  if (!Number.isSafeInteger(attempts)) throw new MalformedJobError('attempts is no number')
  return { v: 1, leadId, attempts: Number(attempts) }
}

function decodeLogIn(raw: unknown): LogInToResolve['logIn'] {
  const { pageId, psid, eventKey, ts, code } = recordOf(raw)
  if (!isPageId(pageId)) throw new MalformedJobError('logIn.pageId is no id')
  if (!isPsid(psid)) throw new MalformedJobError('logIn.psid is no id')
  if (typeof eventKey !== 'string' || !/^[0-9a-f]{32}$/.test(eventKey))
    throw new MalformedJobError('logIn.eventKey is no key')
  if (typeof ts !== 'number') throw new MalformedJobError('logIn.ts is no time')
  if (typeof code !== 'string' || code === '') throw new MalformedJobError('logIn.code is no text')
  return { pageId, psid, eventKey, ts, code }
}
