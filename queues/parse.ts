import { randomUUID } from 'node:crypto'
import { keyOf } from '../src/domain/event-key.ts'
import type { ThreadEventRef } from '../src/domain/thread-event.ts'
import { MalformedJobError } from '../src/errors.ts'
import { defineQueue } from './define-queue.ts'
import { arrivalTime, halves } from './group.ts'
import { decodeJobV1, decodeList } from './decode-job.ts'
import { receiptsQueue } from './receipts.ts'
import { keepForQueueMonitor } from './retention.ts'
import { stitchQueue } from './stitch.ts'

/** One signed POST with its body, byte for byte: text where the bytes are UTF-8 (Facebook sends ASCII), else base64. */
export interface Delivery {
  readonly body: string
  readonly base64?: true
  /** When it reached the receiver, ms since the epoch. */
  readonly at: number
  /** Its events that a reply may depend on, for `under-way.lua`. Absent: the body was not read. */
  readonly threadEvents?: readonly ThreadEventRef[]
}

/** The deliveries of one commit of the receiver. `group` (32 hex digits) is their id in the raw ledger. */
export interface ParseJob {
  readonly v: 1
  readonly group: string
  readonly deliveries: readonly Delivery[]
}

export const parseQueue = defineQueue({
  name: 'parse',
  decode: (raw: unknown): ParseJob => {
    const job = decodeJobV1(raw, 'parse')
    const group = job['group']
    if (typeof group !== 'string' || !/^[0-9a-f]{32}$/.test(group))
      throw new MalformedJobError('group is not 32 hex digits')
    return { v: 1, group, deliveries: decodeList(job, 'deliveries', isDelivery) }
  },
  jobId: (job) => `parse-${job.group}`,
  split: (job) => {
    const parts = halves(job.deliveries)
    return parts && [half(job, 0, parts[0]), half(job, 1, parts[1])]
  },
  count: (job) => job.deliveries.length,
  chars: (job) => job.deliveries.reduce((chars, { body }) => chars + body.length, 0),
  arrivedAt: ({ deliveries }) => Math.min(...deliveries.map(({ at }) => at)),
  retention: keepForQueueMonitor,
  next: [stitchQueue, receiptsQueue],
})

/** A job with a new group. */
export function createParseJob(deliveries: readonly Delivery[]): ParseJob {
  const time = arrivalTime(Date.now()) // the time comes first: new rows are at the end of the ledger's index
  const random = randomUUID() // 80 random bits are used; Node draws the bits of many UUIDs at a time
  return { v: 1, group: time + random.slice(0, 8) + random.slice(-12), deliveries }
}

/** A half has its own group, which is the same on every repeat. */
function half(job: ParseJob, which: 0 | 1, deliveries: readonly Delivery[]): ParseJob {
  return { v: 1, group: keyOf(job.group, which), deliveries }
}

function isDelivery(value: Partial<Delivery>): boolean {
  return typeof value.body === 'string' && Number.isSafeInteger(value.at)
}
