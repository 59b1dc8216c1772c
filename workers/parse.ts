import { hop, type Hop } from '../queues/define-queue.ts'
import { inGroups } from '../queues/group.ts'
import { type Delivery, type ParseJob, parseQueue } from '../queues/parse.ts'
import { receiptChars, receiptsQueue } from '../queues/receipts.ts'
import { createStitchJob, eventChars, isDeferrable, stitchQueue } from '../queues/stitch.ts'
import type { DeadLetters, NewDeadLetter } from '../src/db/events/dead-letters.ts'
import type { Ledger } from '../src/db/events/ledger.ts'
import { isMessengerEvent, type PageEvent, type Receipt, timeless } from '../src/domain/event.ts'
import { MalformedDeliveryError } from '../src/errors.ts'
import { decodeDelivery, type Reject } from '../src/facebook/webhook-payload.ts'
import type { Outcome, Step } from './step.ts'

export interface ParseDeps {
  readonly ledger: Pick<Ledger, 'record'>
  readonly deadLetters: Pick<DeadLetters, 'record'>
}

/** Bounds of one stitch or receipts job: its transaction takes well under a second. */
const batch = { maxItems: 500, maxChars: 1024 * 1024 }

/**
 * Every delivery of the group is in the raw ledger, byte for byte. Every item in it is an event in a job for stitch, or
 * a dead letter with its reason. The events do not wait for the ledger, but the job is done only after it.
 * Repeat-safe: the group's id is unique in the ledger, and the bytes are unique in `deadLetter`. The ids of the jobs
 * are made of their content.
 * Throws DatabaseBusyError (retry).
 */
export function createParseStep({ ledger, deadLetters }: ParseDeps): Step<typeof parseQueue> {
  return async function parse(job): Promise<Outcome<'stitch' | 'receipts'>> {
    const meanwhile = ledger.record(job.group, job.deliveries)
    meanwhile.catch(() => undefined) // the caller of the step awaits it
    const { events, receipts, rejected } = decodeGroup(job)
    if (rejected.length > 0) await deadLetters.record(rejected)
    const hops = [...stitchHops(job, events), ...receiptHops(job, receipts)]
    return { hops, deadLettered: rejected.length, meanwhile }
  }
}

interface Decoded {
  readonly events: PageEvent[]
  readonly receipts: Receipt[]
  readonly rejected: NewDeadLetter[]
}

function decodeGroup({ deliveries }: ParseJob): Decoded {
  const decoded: Decoded = { events: [], receipts: [], rejected: [] }
  for (const delivery of deliveries) {
    try {
      const { events, receipts, rejects } = decodeDelivery(bodyText(delivery))
      for (const event of events) decoded.events.push(withArrival(event, delivery))
      for (const receipt of receipts) decoded.receipts.push(receipt)
      for (const reject of rejects) decoded.rejected.push(toDeadLetter(reject))
    } catch (error) {
      if (!(error instanceof MalformedDeliveryError)) throw error
      decoded.rejected.push({
        stage: 'parse',
        reason: error.code,
        detail: error.message,
        payload: bodyBytes(delivery),
      })
    }
  }
  return decoded
}

/**
 * Customers get their replies in order: that needs the time at which each of their messages arrived. An event without
 * any time happened when it arrived. Its row is unique under the same day as ever, so a redelivery is no second event.
 */
function withArrival(event: PageEvent, { at }: Delivery): PageEvent {
  const dated = event.ts === 0 ? { ...event, ts: at, dayTs: timeless } : event
  return isMessengerEvent(dated) && dated.direction === 'in' ? { ...dated, receivedAt: at } : dated
}

function stitchHops(job: ParseJob, events: readonly PageEvent[]): Hop<'stitch'>[] {
  const receivedAt = arrivalOf(job)
  const urgent = inStitchGroups(events.filter((event) => !isDeferrable(event)))
  const deferrable = inStitchGroups(events.filter(isDeferrable))
  const parsedBy = urgent.length === 1 ? [parseQueue.jobId(job)] : []
  return [
    ...urgent.map((group) => hop(stitchQueue, createStitchJob({ receivedAt, parsedBy, events: group }))),
    ...deferrable.map((group) => hop(stitchQueue, createStitchJob({ receivedAt, events: group }))),
  ]
}

function inStitchGroups(events: readonly PageEvent[]): PageEvent[][] {
  return inGroups(events, { ...batch, sizeOf: eventChars })
}

function receiptHops(job: ParseJob, receipts: readonly Receipt[]): Hop<'receipts'>[] {
  const receivedAt = arrivalOf(job)
  return inGroups(receipts, { ...batch, sizeOf: receiptChars }).map((group) =>
    hop(receiptsQueue, { v: 1, receivedAt, receipts: group }),
  )
}

/**
 * A part of the ids of the next jobs: a repeat of this job makes the same ids, a redelivery days later makes others.
 */
function arrivalOf({ deliveries }: ParseJob): number {
  return Math.min(...deliveries.map(({ at }) => at))
}

function toDeadLetter({ reason, detail, payload, pageId }: Reject): NewDeadLetter {
  return { stage: 'parse', reason, detail, payload: Buffer.from(payload), pageId }
}

/** Bytes that are no UTF-8 become a replacement character in the events. The ledger has the bytes as they came. */
function bodyText(delivery: Delivery): string {
  return delivery.base64 === true ? bodyBytes(delivery).toString() : delivery.body
}

function bodyBytes({ body, base64 }: Delivery): Buffer {
  return Buffer.from(body, base64 === true ? 'base64' : 'utf8')
}
