import { type FeedEvent, isFeedEvent, type MessengerEvent, type PageEvent } from '../src/domain/event.ts'
import { fromMetadata } from '../src/domain/outbound.ts'
import { defineQueue } from './define-queue.ts'
import { enrichQueue } from './enrich.ts'
import { nlpQueue } from './nlp.ts'
import { arrivalId, halves } from './group.ts'
import { decodeJobV1, decodeList } from './decode-job.ts'
import { keepForTheBoard } from './retention.ts'

/** Events whose actors are not yet known people, in the order they arrived. Produced by parse. */
export interface StitchJob {
  readonly v: 1
  /** When the first of their deliveries reached us, ms since the epoch: for the end-to-end lag. */
  readonly receivedAt: number
  /** Jobs of parse all of whose events that somebody waits for are in this one; they may still be busy with the others. */
  readonly parsedBy?: readonly string[]
  readonly events: readonly PageEvent[]
}

export const stitchQueue = defineQueue({
  name: 'stitch',
  decode: (raw: unknown): StitchJob => {
    const job = decodeJobV1(raw, 'stitch')
    return {
      v: 1,
      receivedAt: Number(job['receivedAt']) || 0,
      ...parsedBy(Array.isArray(job['parsedBy']) ? job['parsedBy'].map(String) : []),
      events: decodeList(job, 'events', isEvent),
    }
  },
  jobId: (job) => arrivalId('stitch', job.receivedAt, job.events.map(nameOf)),
  split: (job) => {
    const parts = halves(job.events)
    return (
      parts && [
        { ...job, events: parts[0] },
        { ...job, events: parts[1] },
      ]
    )
  },
  merge: (jobs): StitchJob => ({
    v: 1,
    receivedAt: Math.min(...jobs.map(({ receivedAt }) => receivedAt)),
    ...parsedBy(jobs.flatMap((job) => job.parsedBy ?? [])),
    events: jobs.flatMap(({ events }) => events),
  }),
  isPatient: ({ events }) => events.every(isPatient),
  count: (job) => job.events.length,
  chars: (job) => job.events.reduce((chars, event) => chars + eventChars(event), 0),
  retention: keepForTheBoard,
  next: [enrichQueue, nlpQueue],
})

/** Nobody waits for it: receipts, and echoes of what the bot sent. Somebody else's say that the bot is to be silent. */
export function isPatient(event: PageEvent): boolean {
  if (isFeedEvent(event)) return false
  if (event.type === 'echo') return fromMetadata(event.messenger.metadata) !== undefined
  return event.type === 'delivery' || event.type === 'read'
}

/** Left out where it is none. */
export function parsedBy(jobIds: readonly string[]): Pick<StitchJob, 'parsedBy'> {
  return jobIds.length === 0 ? {} : { parsedBy: jobIds }
}

/** The same event under standby and not are two jobs: the second tells that another app does not hold the thread. */
function nameOf(event: PageEvent): string {
  return 'standby' in event ? `${event.key}s` : event.key
}

/** About how long an event's JSON is: its facts stand in it twice, as columns and in `valueRaw`. */
export function eventChars(event: PageEvent): number {
  const raw = isFeedEvent(event) ? event.feed.valueRaw : event.messenger.valueRaw
  return 400 + 2 * (raw?.length ?? 0)
}

function isEvent(value: Partial<FeedEvent & MessengerEvent>): boolean {
  const named = /^[0-9a-f]{32}$/.test(value.key ?? '') && typeof value.pageId === 'string'
  return named && Number.isSafeInteger(value.ts) && (value.feed ?? value.messenger) !== undefined
}
