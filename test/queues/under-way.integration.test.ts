import test from 'ava'
import { Queue, Worker } from 'bullmq'
import { type Hop, hop } from '../../queues/define-queue.ts'
import { createParseJob, parseQueue } from '../../queues/parse.ts'
import { createPublisher } from '../../queues/publish.ts'
import { createStitchJob, stitchQueue } from '../../queues/stitch.ts'
import { createUnderWay } from '../../queues/under-way.ts'
import type { PageEvent } from '../../src/domain/event.ts'
import { toMetadata } from '../../src/domain/outbound.ts'
import { threadEventsOf } from '../../src/facebook/thread-events.ts'
import { decodeDelivery } from '../../src/facebook/webhook-payload.ts'
import {
  decodeAll,
  delivery,
  echo,
  feedBody,
  fromPage,
  fromPerson,
  message,
  messengerBody,
  read,
} from '../helpers/decoded.ts'
import { createTestRedis } from '../helpers/redis.ts'

const redis = await createTestRedis()
const { connection, prefix } = redis
const publisher = createPublisher(connection, prefix)
const underWay = createUnderWay(connection, prefix)
test.after.always(async () => {
  await publisher.close()
  await redis.close()
})

/** When they were written. */
const at = 1_795_000_000_000
const later = at + 1

/** As the receiver stores them. */
const parseJob = (bodies: readonly string[], arrival = 1): Hop =>
  hop(
    parseQueue,
    createParseJob(bodies.map((body) => ({ body, at: arrival, threadEvents: threadEventsOf(body) }))),
  )

const stitchJob = (events: readonly PageEvent[], receivedAt = 1): Hop =>
  hop(stitchQueue, createStitchJob({ receivedAt, events }))

const bodyOf = (psid: string, timestamp: unknown = at): string =>
  messengerBody({ ...fromPerson(psid), timestamp, message: { mid: psid, text: 'hi' } })

test.serial(
  'names the customer of a message that waits, is worked on or waits for another try, until its job is done',
  async (t) => {
    t.false(await underWay.mentions('241539507127001', later))
    await publisher.publish([parseJob([bodyOf('241539507127001')])])
    t.true(await underWay.mentions('241539507127001', later), 'waiting')
    t.false(await underWay.mentions('241539507127002', later), 'another customer')

    const worker = new Worker(parseQueue.name, null, { connection, prefix })
    t.teardown(() => worker.close(true))
    const job = await worker.getNextJob('token')
    t.true(await underWay.mentions('241539507127001', later), 'with a worker, that may be dead')
    await job?.moveToDelayed(Date.now() + 600_000, 'token')
    t.true(await underWay.mentions('241539507127001', later), 'waiting for another try')
    await job?.remove()
    t.false(await underWay.mentions('241539507127001', later))
  },
)

test.serial(
  'counts earlier messages only, whenever they arrived, and messages whose time cannot be told',
  async (t) => {
    const bodies = { 241539507127101: at, 241539507127102: String(at), 241539507127103: null }
    for (const [psid, timestamp] of Object.entries(bodies))
      await publisher.publish([parseJob([bodyOf(psid, timestamp)], Date.now() + 60_000)])
    t.deepEqual(
      [await underWay.mentions('241539507127101', later), await underWay.mentions('241539507127101', at)],
      [true, false],
    )
    t.deepEqual(
      [await underWay.mentions('241539507127102', later), await underWay.mentions('241539507127102', at)],
      [true, false],
    )
    t.true(await underWay.mentions('241539507127103', at))
    const together = [bodyOf('241539507127104', later), bodyOf('241539507127105', at)]
    await publisher.publish([parseJob(together)])
    t.false(await underWay.mentions('241539507127104', later), 'the earlier message is of another customer')
    t.true(await underWay.mentions('241539507127105', later))
    const large = JSON.stringify({ object: 'page', note: 'x'.repeat(100_000) })
    await publisher.publish([parseJob([...together, large])])
    t.true(
      await underWay.mentions('241539507127104', later),
      'a large body is not read: it may hold an earlier one',
    )
  },
)

const changes: Readonly<Record<string, (psid: string) => string>> = {
  edit: (psid) =>
    messengerBody({ ...fromPerson(psid, later), message_edit: { mid: 'm', text: 'ho', num_edit: 1 } }),
  unsend: (psid) => messengerBody({ ...fromPerson(psid, later), message: { mid: 'm', is_deleted: true } }),
  "agent's message": (psid) => echo(psid, 'm', later),
  'taken thread': (psid) =>
    messengerBody({ ...fromPerson(psid, later), take_thread_control: { previous_owner_app_id: '5' } }),
}

for (const [index, [name, toBody]] of Object.entries(changes).entries()) {
  const idOf = (number: number): string => `24153950713${index}${number}`
  test.serial(`an event that changes an earlier reply counts whenever it happened: ${name}`, async (t) => {
    const recent = createUnderWay(connection, prefix, () => at - 1_000)
    await publisher.publish([parseJob([toBody(idOf(1000))])])
    t.true(await recent.mentions(idOf(1000), at), 'in parse')
    await publisher.publish([stitchJob(decodeAll([toBody(idOf(1001))]).events)])
    t.true(await recent.mentions(idOf(1001), at), 'in stitch')
    await publisher.publish([parseJob([toBody(idOf(1002))])])
    const old = Array.from({ length: 1_100 }, (_, number) =>
      parseJob([bodyOf(idOf(2000 + number), at - 2_000)]),
    )
    await publisher.publish(old)
    t.true(await recent.mentions(idOf(1002), at), 'in the middle of a long queue')
    t.false(await recent.mentions(idOf(2005), at), 'too old for a reply')
  })
}

test.serial('a message whose time cannot be told counts, although old ones do not', async (t) => {
  const recent = createUnderWay(connection, prefix, () => at - 1_000)
  await publisher.publish([
    parseJob([bodyOf('241539507128001', null), bodyOf('241539507128002', at - 2_000)]),
  ])
  t.true(await recent.mentions('241539507128001', at))
  t.false(await recent.mentions('241539507128002', at))
})

test.serial('knows the events of a later stage, and leaves out jobs that have recorded theirs', async (t) => {
  const { events } = decodeDelivery(bodyOf('241539507127003'))
  const job = createStitchJob({ receivedAt: 1_700_000_000_000, events })
  await publisher.publish([hop(stitchQueue, job)])
  t.true(await underWay.mentions('241539507127003', later))
  t.false(await underWay.mentions('241539507127003', at))
  t.false(await underWay.mentions('241539507127003', later, ['other', stitchQueue.jobId(job)]))
  t.true(await underWay.mentions('241539507127003', later, ['another']))
})

test.serial('ignores receipts and echoes of the bot', async (t) => {
  const psid = '241539507127201'
  const ours = (mid: string): string =>
    messengerBody({
      ...fromPage(psid, at),
      message: {
        mid,
        text: 'hi',
        is_echo: true,
        metadata: toMetadata({ id: '7', claimedTs: at, echoMark: '0123456789abcdef' }),
      },
    })
  const quiet = [delivery(psid, at), delivery(psid, at, ['m1']), read(psid, at), ours('m2')]
  await publisher.publish(quiet.map((body) => parseJob([body])))
  await publisher.publish([parseJob(quiet)])
  const { events } = decodeAll(quiet)
  t.is(events.length, quiet.length)
  await publisher.publish([stitchJob(events)])
  t.false(await underWay.mentions(psid, later))

  const foreign = echo(psid, 'm3', at)
  await publisher.publish([stitchJob(decodeAll([foreign]).events, 2)])
  t.true(await underWay.mentions(psid, later), 'an agent wrote: the bot may have to be silent')
})

test.serial('counts a receipt beside a message, and content that cannot be read', async (t) => {
  const withWords = (psid: string): string =>
    messengerBody({ ...fromPerson(psid, at), read: { watermark: at }, message: { mid: psid, text: 'hi' } })
  const odd = [
    withWords('241539507127301'),
    `{"object":"page","entry":7,"note":"241539507127302"}`,
    '241539507127303',
    bodyOf('241539507127304').replace('"message":{', '"message":null,"other":{'),
    feedBody({ item: 'comment', from: { id: '241539507127305' } }, at),
  ]
  await publisher.publish(odd.map((body) => parseJob([body])))
  for (let last = 1; last <= odd.length; last += 1)
    t.true(await underWay.mentions(`24153950712730${last}`, later), odd[last - 1])
})

test.serial('knows the customers of events in the stitch queue', async (t) => {
  const { events } = decodeAll([
    message('241539507127401', 'm1', at),
    message('241539507127402', 'm2', later, 'I am not 241539507127403'),
  ])
  await publisher.publish([stitchJob(events)])
  const mentioned = async (psid: string): Promise<boolean> => await underWay.mentions(psid, later)
  t.deepEqual(
    [
      await mentioned('241539507127401'),
      await mentioned('241539507127402'),
      await mentioned('241539507127403'),
    ],
    [true, false, false],
  )
})

test.serial('finds a job at the far end of a long queue, where a second try is put', async (t) => {
  const late = parseJob([bodyOf('241539507127004')])
  const ahead = Array.from({ length: 600 }, (_, index) => parseJob([bodyOf(`8${index}`)]))
  await publisher.publish(ahead)
  t.false(await underWay.mentions('241539507127004', later))
  await publisher.publish([late])
  t.true(await underWay.mentions('241539507127004', later))
})

test.serial('finds a job in a paused queue', async (t) => {
  await publisher.publish([parseJob([bodyOf('241539507127005')])])
  const queue = new Queue(parseQueue.name, { connection, prefix })
  t.teardown(() => queue.close())
  await queue.pause()
  t.true(await underWay.mentions('241539507127005', later))
  await queue.resume()
})

test.serial(
  'a job of an earlier version, without its thread events, counts if it names the customer',
  async (t) => {
    const psid = '241539507127006'
    await publisher.publish([hop(parseQueue, createParseJob([{ body: bodyOf(psid, later), at: 1 }]))])
    t.true(await underWay.mentions(psid, at))
    t.false(await underWay.mentions('241539507127007', at))
  },
)

test.serial('an id with signs that Lua patterns use is taken literally', async (t) => {
  for (const psid of ['comment:1%d+', 'a"]b[', '%']) await publisher.publish([parseJob([bodyOf(psid)])])
  for (const psid of ['comment:1%d+', 'a"]b[', '%']) t.true(await underWay.mentions(psid, later), psid)
  t.false(await underWay.mentions('comment:11', later))
})
