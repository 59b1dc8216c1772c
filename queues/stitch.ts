import { type FeedEvent, isFeedEvent, type MessengerEvent, type PageEvent } from '../src/domain/event.ts'
import { fromMetadata } from '../src/domain/outbound.ts'
import { anyTime, type ThreadEventRef, unreadThreadEvents } from '../src/domain/thread-event.ts'
import { defineQueue } from './define-queue.ts'
import { enrichQueue } from './enrich.ts'
import { nlpQueue } from './nlp.ts'
import { arrivalId, halves } from './group.ts'
import { decodeJobV1, decodeList } from './decode-job.ts'
import { keepForQueueMonitor } from './retention.ts'

/** Decoded events in the order of arrival, their customers not looked up yet. Produced by parse. */
export interface StitchJob {
  readonly v: 1
  /** When the first of their deliveries reached the receiver, ms since the epoch: for the metric of the lag. */
  readonly receivedAt: number
  /** Parse jobs whose thread events are all in this job. The parse jobs may still be active, for other events. */
  readonly parsedBy?: readonly string[]
  /** The thread events among `events`, for `under-way.lua`. Absent: a job of an earlier version. */
  readonly threadEvents?: readonly ThreadEventRef[]
  readonly events: readonly PageEvent[]
}

export const stitchQueue = defineQueue({
  name: 'stitch',
  decode: (raw: unknown): StitchJob => {
    const job = decodeJobV1(raw, 'stitch')
    return createStitchJob({
      receivedAt: Number(job['receivedAt']) || 0,
      parsedBy: Array.isArray(job['parsedBy']) ? job['parsedBy'].map(String) : [],
      events: decodeList(job, 'events', isEvent),
    })
  },
  jobId: (job) => arrivalId('stitch', job.receivedAt, job.events.map(nameOf)),
  split: (job) => {
    const parts = halves(job.events)
    return (
      parts && [createStitchJob({ ...job, events: parts[0] }), createStitchJob({ ...job, events: parts[1] })]
    )
  },
  merge: (jobs) =>
    createStitchJob({
      receivedAt: Math.min(...jobs.map(({ receivedAt }) => receivedAt)),
      parsedBy: jobs.flatMap((job) => job.parsedBy ?? []),
      events: jobs.flatMap(({ events }) => events),
    }),
  isDeferrable: ({ events }) => events.every(isDeferrable),
  waitsBesideMessenger: ({ events }) => events.every(isFeedEvent),
  count: (job) => job.events.length,
  chars: (job) => job.events.reduce((chars, event) => chars + eventChars(event), 0),
  arrivedAt: ({ receivedAt }) => receivedAt,
  retention: keepForQueueMonitor,
  next: [enrichQueue, nlpQueue],
})

export function createStitchJob({
  receivedAt,
  parsedBy = [],
  events,
}: Pick<StitchJob, 'receivedAt' | 'parsedBy' | 'events'>): StitchJob {
  return {
    v: 1,
    receivedAt,
    ...(parsedBy.length === 0 ? {} : { parsedBy }),
    threadEvents: events.flatMap(threadEventsOf),
    events,
  }
}

/** The same as the receiver finds in a body (src/facebook/thread-events.ts). A comment is its author's event. */
function threadEventsOf(event: PageEvent): readonly ThreadEventRef[] {
  if (isDeferrable(event)) return []
  if (isFeedEvent(event)) return event.actor.is === 'person' ? [[event.actor.id, event.ts]] : []
  const { senderId, recipientId } = event.messenger
  const customers = [senderId, recipientId].filter((id) => id !== undefined && id !== event.pageId)
  const ts = changing.has(event.type) ? anyTime : event.ts
  return customers.length === 0 ? unreadThreadEvents : customers.map((id) => [id ?? '', ts])
}

/** They change the reply to an earlier message, whenever they happened. */
const changing: ReadonlySet<string> = new Set([
  'edit',
  'unsend',
  'echo',
  'pass_thread_control',
  'take_thread_control',
  'request_thread_control',
])

/** No reply depends on a receipt, or on an echo of the bot's own message. Any other echo silences the bot. */
export function isDeferrable(event: PageEvent): boolean {
  if (isFeedEvent(event)) return false
  if (event.type === 'echo') return fromMetadata(event.messenger.metadata) !== undefined
  return event.type === 'delivery' || event.type === 'read'
}

/** An event under standby and the same one elsewhere are two jobs: only the second may get a reply. */
function nameOf(event: PageEvent): string {
  return 'standby' in event ? `${event.key}s` : event.key
}

/** About the length of an event's JSON, in characters. Its facts are in it twice: as columns and in `valueRaw`. */
export function eventChars(event: PageEvent): number {
  const raw = isFeedEvent(event) ? event.feed.valueRaw : event.messenger.valueRaw
  return 400 + 2 * (raw?.length ?? 0)
}

function isEvent(value: Partial<FeedEvent & MessengerEvent>): boolean {
  const named = /^[0-9a-f]{32}$/.test(value.key ?? '') && typeof value.pageId === 'string'
  const areObjects = [value.actor, value.feed ?? value.messenger].every(isObject)
  return named && areObjects && Number.isSafeInteger(value.ts) && typeof value.type === 'string'
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}
