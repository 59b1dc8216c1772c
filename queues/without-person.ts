/** What is left of a job's data without one customer. */
import { isFeedEvent, type PageEvent } from '../src/domain/event.ts'
import type { StageName } from '../src/domain/stage-name.ts'
import { names, type PersonTraces, withoutPerson } from '../src/facebook/without-person.ts'
import { enrichQueue, isLeadJob } from './enrich.ts'
import { nlpQueue } from './nlp.ts'
import { type Delivery, parseQueue } from './parse.ts'
import { receiptsQueue } from './receipts.ts'
import { respondQueue } from './respond.ts'
import { createStitchJob, stitchQueue } from './stitch.ts'

export interface JobTraces extends PersonTraces {
  readonly conversationIds: ReadonlySet<string>
}

/** The same object where nothing of the customer is in the job; undefined where nothing else is. Throws MalformedJobError. */
export function jobWithoutPerson(stage: StageName, raw: unknown, traces: JobTraces): unknown {
  return withoutPersonIn[stage](raw, traces)
}

const withoutPersonIn: Readonly<Record<StageName, (raw: unknown, traces: JobTraces) => unknown>> = {
  parse(raw, traces) {
    const job = parseQueue.decode(raw)
    const deliveries = job.deliveries.flatMap((delivery) => deliveryWithout(delivery, traces))
    const isSame = deliveries.every((delivery, at) => delivery === job.deliveries[at])
    return isSame && deliveries.length === job.deliveries.length
      ? raw
      : listOr(deliveries, { ...job, deliveries })
  },
  stitch(raw, traces) {
    const job = stitchQueue.decode(raw)
    const events = job.events.filter((event) => !isAbout(event, traces))
    return events.length === job.events.length ? raw : listOr(events, createStitchJob({ ...job, events }))
  },
  receipts(raw, traces) {
    const job = receiptsQueue.decode(raw)
    const receipts = job.receipts.filter(({ psid }) => !traces.ids.has(psid))
    return receipts.length === job.receipts.length ? raw : listOr(receipts, { ...job, receipts })
  },
  enrich(raw, traces) {
    const job = enrichQueue.decode(raw)
    if (isLeadJob(job)) return traces.ids.has(job.leadId) ? undefined : raw
    if (!('logIn' in job)) return unlessOf(job, raw, traces)
    return traces.ids.has(job.logIn.psid) ? undefined : raw
  },
  nlp: (raw, traces) => unlessOf(nlpQueue.decode(raw), raw, traces),
  respond: (raw, traces) => unlessOf(respondQueue.decode(raw), raw, traces),
}

function listOr<T>(list: readonly unknown[], job: T): T | undefined {
  return list.length === 0 ? undefined : job
}

function unlessOf(
  { conversationId }: { readonly conversationId: string },
  raw: unknown,
  { conversationIds }: JobTraces,
): unknown {
  return conversationIds.has(conversationId) ? undefined : raw
}

function deliveryWithout(delivery: Delivery, traces: JobTraces): Delivery[] {
  if (delivery.base64 === true)
    return names(Buffer.from(delivery.body, 'base64').toString('latin1'), traces.ids) ? [] : [delivery]
  const body = withoutPerson(delivery.body, traces)
  if (body === delivery.body) return [delivery]
  if (body === undefined) return []
  const threadEvents = delivery.threadEvents?.filter(([id]) => !traces.ids.has(id))
  return [{ ...delivery, body, ...(threadEvents === undefined ? {} : { threadEvents }) }]
}

function isAbout(event: PageEvent, traces: JobTraces): boolean {
  if (event.actor.is === 'person') return traces.ids.has(event.actor.id)
  const { feed } = isFeedEvent(event) ? event : { feed: undefined }
  const contents = [feed?.comment_id, feed?.parent_id, feed?.post_id]
  if (contents.some((id) => id !== undefined && traces.contents.has(id))) return true
  const raw = isFeedEvent(event) ? event.feed.valueRaw : event.messenger.valueRaw
  return raw !== null && names(raw, traces.ids)
}
