import { asPageId, asPsid } from '../../src/domain/ids.ts'
import test from 'ava'
import { hop } from '../../queues/define-queue.ts'
import { enrichQueue } from '../../queues/enrich.ts'
import { nlpQueue } from '../../queues/nlp.ts'
import { createParseJob, type ParseJob, parseQueue } from '../../queues/parse.ts'
import { receiptsQueue, type ReceiptsJob } from '../../queues/receipts.ts'
import { respondQueue } from '../../queues/respond.ts'
import { keepForQueueMonitor } from '../../queues/retention.ts'
import { stageNames } from '../../src/domain/stage-name.ts'
import { createStitchJob, stitchQueue } from '../../queues/stitch.ts'
import type { PageEvent, Receipt } from '../../src/domain/event.ts'
import { unreadThreadEvents } from '../../src/domain/thread-event.ts'
import { threadEventsOf } from '../../src/facebook/thread-events.ts'
import { decodeDelivery } from '../../src/facebook/webhook-payload.ts'
import { at, comment, decodeAll, echo, message, ownEcho } from '../helpers/decoded.ts'
import { livelyDay } from '../helpers/lively-day.ts'
import { conversationId, tapOf } from '../helpers/worker-ports.ts'

const key = '0123456789abcdef0123456789abcdef'

function eventOf(mid: string, text = 'hi'): PageEvent {
  const item = {
    sender: { id: '2' },
    recipient: { id: '1' },
    timestamp: 1_761_900_000_123,
    message: { mid, text },
  }
  const [event] = decodeDelivery(
    JSON.stringify({ object: 'page', entry: [{ id: '1', time: 1, messaging: [item] }] }),
  ).events
  if (event === undefined) throw new Error('no event')
  return event
}

function receiptOf(watermark: number): Receipt {
  return { pageId: asPageId('1'), psid: asPsid('2'), kind: 'read', watermark }
}

const parseJob: ParseJob = {
  v: 1,
  group: key,
  deliveries: [
    { body: '{"a":1}', at: 1 },
    { body: '/w==', base64: true, at: 2 },
    { body: 'ä', at: 3 },
  ],
}
const stitchJob = createStitchJob({ receivedAt: 7, events: ['a', 'b', 'c'].map((mid) => eventOf(mid)) })
const receiptsJob: ReceiptsJob = { v: 1, receivedAt: 7, receipts: [1, 2, 3].map(receiptOf) }

/** As BullMQ brings it back. */
function throughRedis(job: unknown): unknown {
  return JSON.parse(JSON.stringify(job))
}

const { id: turnId, pageId, psid, pId } = tapOf()
const enrichJob = { v: 1, turnId, conversationId, pageId, psid, pId } as const
const logInJob = { v: 1, logIn: { pageId, psid, eventKey: key, ts: 1, code: 'a code' } } as const
const queues = [parseQueue, stitchQueue, enrichQueue, nlpQueue, respondQueue, receiptsQueue]

test('decodes a job from a queue to the same job', (t) => {
  t.deepEqual(parseQueue.decode(throughRedis(parseJob)), parseJob)
  t.is(JSON.stringify(stitchQueue.decode(throughRedis(stitchJob))), JSON.stringify(stitchJob))
  t.deepEqual(receiptsQueue.decode(throughRedis(receiptsJob)), receiptsJob)
  t.deepEqual(enrichQueue.decode(throughRedis(enrichJob)), enrichJob)
  t.deepEqual(enrichQueue.decode(throughRedis(logInJob)), logInJob)
  for (const recordedBy of [{}, { recordedBy: ['stitch-1'] }]) {
    const [nlpJob, respondJob] = [
      { v: 1, turnId, conversationId, ...recordedBy },
      { v: 1, conversationId, ...recordedBy },
    ]
    t.deepEqual(nlpQueue.decode(throughRedis(nlpJob)), nlpJob)
    t.deepEqual(respondQueue.decode(throughRedis(respondJob)), respondJob)
  }
})

test('a hint of another shape is left out, and the job is decoded', (t) => {
  for (const recordedBy of ['stitch-1', [7], null])
    t.deepEqual(respondQueue.decode({ v: 1, conversationId, recordedBy }), { v: 1, conversationId })
})

test('refuses data that are no job of its version, and quotes nothing of them', (t) => {
  const marker = 'marker-5d20'
  const wrong: readonly (readonly [(raw: unknown) => unknown, unknown])[] = [
    ...queues.flatMap(({ decode }) =>
      [
        undefined,
        null,
        marker,
        7,
        [],
        {},
        { v: 2, group: key, deliveries: [], events: [], receipts: [] },
      ].map((raw) => [decode, raw] as const),
    ),
    [parseQueue.decode, { v: 1, group: key }],
    [parseQueue.decode, { v: 1, deliveries: [] }],
    [parseQueue.decode, { v: 1, group: marker, deliveries: [] }],
    [parseQueue.decode, { v: 1, group: key, deliveries: [null] }],
    [parseQueue.decode, { v: 1, group: key, deliveries: [{ body: marker }] }],
    [parseQueue.decode, { v: 1, group: key, deliveries: [{ body: { marker }, at: 1 }] }],
    [parseQueue.decode, { v: 1, group: key, deliveries: [{ body: marker, at: '1' }] }],
    [stitchQueue.decode, { v: 1, receivedAt: 1, events: [marker] }],
    [stitchQueue.decode, { v: 1, receivedAt: 1, events: [{ ...eventOf('a'), key: marker }] }],
    [stitchQueue.decode, { v: 1, receivedAt: 1, events: [{ ...eventOf('a'), ts: null }] }],
    [stitchQueue.decode, { v: 1, receivedAt: 1, events: [{ ...eventOf('a'), messenger: undefined }] }],
    [receiptsQueue.decode, { v: 1, receipts: [{ ...receiptOf(1), kind: marker }] }],
    [receiptsQueue.decode, { v: 1, receipts: [{ ...receiptOf(1), watermark: 1.5 }] }],
    [receiptsQueue.decode, { v: 1, receipts: [{ ...receiptOf(1), psid: 2 }] }],
    ...Object.keys(enrichJob).flatMap((field) =>
      [undefined, '', 7, { marker }, marker.repeat(30)].map(
        (value) => [enrichQueue.decode, { ...enrichJob, [field]: value }] as const,
      ),
    ),
    ...Object.keys(logInJob.logIn).flatMap((field) =>
      [undefined, '', { marker }].map(
        (value) => [enrichQueue.decode, { v: 1, logIn: { ...logInJob.logIn, [field]: value } }] as const,
      ),
    ),
    [enrichQueue.decode, { v: 1, logIn: marker }],
    [nlpQueue.decode, { v: 1, conversationId }],
    [nlpQueue.decode, { v: 1, turnId, conversationId: 7 }],
    [respondQueue.decode, { v: 1 }],
    [respondQueue.decode, { v: 1, conversationId: '' }],
  ]
  for (const [decode, raw] of wrong) {
    const error = t.throws(() => decode(raw), { code: 'job_malformed' }, JSON.stringify(raw))
    t.false(error?.message.includes(marker))
  }
})

test('names a job by its content, in a way that BullMQ takes', (t) => {
  const ids = [
    parseQueue.jobId(parseJob),
    parseQueue.jobId({ ...parseJob, group: key.replace('0', '1') }),
    stitchQueue.jobId(stitchJob),
    stitchQueue.jobId({ ...stitchJob, events: stitchJob.events.slice(1) }),
    stitchQueue.jobId({ ...stitchJob, events: stitchJob.events.toReversed() }),
    receiptsQueue.jobId(receiptsJob),
    receiptsQueue.jobId({ ...receiptsJob, receipts: [receiptOf(9)] }),
    receiptsQueue.jobId({ ...receiptsJob, receipts: [{ ...receiptOf(9), mids: [key] }] }),
    receiptsQueue.jobId({ ...receiptsJob, receipts: [{ ...receiptOf(9), kind: 'delivery' }] }),
  ]
  t.is(new Set(ids).size, ids.length)
  for (const id of ids) t.regex(id, /^(?:parse|stitch|receipts)-(?:[0-9a-f]{12}-)?[0-9a-f]{32,40}$/)
  t.is(stitchQueue.jobId({ ...stitchJob }), stitchQueue.jobId(stitchJob))
  t.is(receiptsQueue.jobId({ ...receiptsJob }), receiptsQueue.jobId(receiptsJob))
})

test('a redelivery is another job: the tables decide what is known, not a finished job that BullMQ still holds', (t) => {
  t.not(stitchQueue.jobId({ ...stitchJob, receivedAt: 8 }), stitchQueue.jobId(stitchJob))
  t.not(receiptsQueue.jobId({ ...receiptsJob, receivedAt: 8 }), receiptsQueue.jobId(receiptsJob))
})

test('gives every commit of the receiver a group of its own, in the order of time', (t) => {
  const groups = Array.from({ length: 1000 }, () => createParseJob(parseJob.deliveries).group)
  t.is(new Set(groups).size, 1000)
  for (const group of groups) t.regex(group, /^[0-9a-f]{32}$/)
  const times = groups.map((group) => group.slice(0, 12))
  t.deepEqual(times, times.toSorted())
})

test('cuts a job in halves with the same items, down to single items', (t) => {
  const leavesOf = <Job>(
    queue: { split: (job: Job) => readonly [Job, Job] | undefined },
    job: Job,
  ): readonly Job[] => queue.split(job)?.flatMap((part) => leavesOf(queue, part)) ?? [job]
  const parses = leavesOf(parseQueue, parseJob)
  t.deepEqual(
    parses.map(({ deliveries }) => deliveries),
    parseJob.deliveries.map((delivery) => [delivery]),
  )
  t.is(new Set([key, ...parses.map(({ group }) => group)]).size, 4)
  t.deepEqual(leavesOf(parseQueue, parseJob), parses) // a repeat finds the same halves in the ledger
  for (const job of parses) t.deepEqual(parseQueue.decode(throughRedis(job)), job)
  t.deepEqual(
    leavesOf(stitchQueue, stitchJob).map(({ events }) => events),
    stitchJob.events.map((event) => [event]),
  )
  t.deepEqual(
    leavesOf(receiptsQueue, receiptsJob).map(({ receipts }) => receipts),
    receiptsJob.receipts.map((one) => [one]),
  )
  t.deepEqual(
    [parseQueue.count(parseJob), stitchQueue.count(stitchJob), receiptsQueue.count(receiptsJob)],
    [3, 3, 3],
  )
})

test('keeps finished jobs of moderate size for the queue monitor, and no large one', (t) => {
  const { count, keepBelowChars } = keepForQueueMonitor
  t.is(hop(parseQueue, parseJob).keepFinished, count)
  t.is(
    hop(parseQueue, { ...parseJob, deliveries: [{ body: 'x'.repeat(keepBelowChars), at: 1 }] }).keepFinished,
    0,
  )
  t.is(hop(stitchQueue, { ...stitchJob, events: [eventOf('a', 'x'.repeat(keepBelowChars))] }).keepFinished, 0)
  for (const job of [stitchJob, { ...stitchJob, events: [eventOf('a', 'ä"\\\u0000'.repeat(500))] }])
    t.true(stitchQueue.chars(job) >= JSON.stringify(job.events).length / 3)
  t.true(receiptsQueue.chars(receiptsJob) >= JSON.stringify(receiptsJob.receipts).length)
})

test('names the queues that data may go on to', (t) => {
  t.deepEqual(
    queues.map(({ name }) => name),
    stageNames,
  )
  t.deepEqual(
    queues.map(({ name, next }) => [name, next.map((queue: { name: string }) => queue.name)]),
    [
      ['parse', ['stitch', 'receipts']],
      ['stitch', ['enrich', 'nlp']],
      ['enrich', ['nlp']],
      ['nlp', ['respond']],
      ['respond', []],
      ['receipts', []],
    ],
  )
})

const isDeferrable = (...bodies: string[]): boolean | undefined =>
  hop(stitchQueue, { v: 1, receivedAt: 1, events: decodeAll(bodies).events }).merging?.isDeferrable

test('messages of customers are published at once, own echoes and receipts may wait to be merged', (t) => {
  const [written, sent] = [message('1', 'theirs', at(0)), ownEcho('1', 'ours', at(1))]
  t.deepEqual([isDeferrable(written), isDeferrable(sent), isDeferrable(sent, written)], [false, true, false])
  t.false(isDeferrable(echo('1', 'of an agent', at(1))))
  const receipts: Receipt[] = [{ pageId: asPageId('1'), psid: asPsid('2'), kind: 'read', watermark: 3 }]
  t.true(hop(receiptsQueue, { v: 1, receipts }).merging?.isDeferrable)
})

const waits = (...bodies: string[]): boolean | undefined =>
  hop(stitchQueue, { v: 1, receivedAt: 1, events: decodeAll(bodies).events }).merging?.waitsBesideMessenger

test('events of the feed may wait for each other beside Messenger, and no message waits with them', (t) => {
  const [written, commented] = [message('1', 'theirs', at(0)), comment('1', at(1))]
  t.deepEqual([waits(written), waits(commented), waits(commented, written)], [false, true, false])
})

test('a stitch job names the thread events that the receiver finds in the same bodies', (t) => {
  const unread = JSON.stringify(unreadThreadEvents)
  const bodies = livelyDay.map(String).filter((body) => JSON.stringify(threadEventsOf(body)) !== unread)
  t.true(bodies.length > 5)
  for (const body of bodies) {
    const { threadEvents } = createStitchJob({ receivedAt: 1, events: decodeAll([body]).events })
    t.deepEqual(threadEvents, threadEventsOf(body), body)
  }
})
