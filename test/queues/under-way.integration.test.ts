import test from 'ava'
import { Queue, Worker } from 'bullmq'
import { hop } from '../../queues/define-queue.ts'
import { createParseJob, parseQueue } from '../../queues/parse.ts'
import { createPublisher } from '../../queues/publish.ts'
import { stitchQueue } from '../../queues/stitch.ts'
import { createUnderWay } from '../../queues/under-way.ts'
import { toMetadata } from '../../src/domain/outbound.ts'
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

const bodyOf = (psid: string, timestamp: unknown = at): string =>
  messengerBody({ ...fromPerson(psid), timestamp, message: { mid: psid, text: 'hi' } })

test.serial(
  'tells whose words wait, are worked on or wait for another try, until the job is done',
  async (t) => {
    t.false(await underWay.mentions('241539507127001', later))
    await publisher.publish([hop(parseQueue, createParseJob([{ body: bodyOf('241539507127001'), at: 1 }]))])
    t.true(await underWay.mentions('241539507127001', later), 'waiting')
    t.false(await underWay.mentions('241539507127002', later), 'somebody else')

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
  'counts earlier words only, whenever they reached us, and any whose time it cannot tell',
  async (t) => {
    const bodies = { 241539507127101: at, 241539507127102: String(at), 241539507127103: null }
    for (const [psid, timestamp] of Object.entries(bodies))
      await publisher.publish([
        hop(parseQueue, createParseJob([{ body: bodyOf(psid, timestamp), at: Date.now() + 60_000 }])),
      ])
    t.deepEqual(
      [await underWay.mentions('241539507127101', later), await underWay.mentions('241539507127101', at)],
      [true, false],
    )
    t.deepEqual(
      [await underWay.mentions('241539507127102', later), await underWay.mentions('241539507127102', at)],
      [true, false],
    )
    t.true(await underWay.mentions('241539507127103', at))
    const together = [bodyOf('241539507127104', later), bodyOf('241539507127105', at)].map((body) => ({
      body,
      at: 1,
    }))
    await publisher.publish([hop(parseQueue, createParseJob(together))])
    t.false(await underWay.mentions('241539507127104', later), 'the earlier words are of somebody else')
    t.true(await underWay.mentions('241539507127105', later))
    const large = { body: JSON.stringify({ object: 'page', note: 'x'.repeat(100_000) }), at: 1 }
    await publisher.publish([hop(parseQueue, createParseJob([...together, large]))])
    t.true(
      await underWay.mentions('241539507127104', later),
      'in a large job it does not look whose they are',
    )
  },
)

test.serial('knows the events of a later stage, and which of its jobs have done their part', async (t) => {
  const { events } = decodeDelivery(bodyOf('241539507127003'))
  const job = { v: 1, receivedAt: 1_700_000_000_000, events } as const
  await publisher.publish([hop(stitchQueue, job)])
  t.true(await underWay.mentions('241539507127003', later))
  t.false(await underWay.mentions('241539507127003', at))
  t.false(await underWay.mentions('241539507127003', later, ['other', stitchQueue.jobId(job)]))
  t.true(await underWay.mentions('241539507127003', later, ['another']))
})

test.serial('takes no heed of receipts, and of echoes of what we sent', async (t) => {
  const psid = '241539507127201'
  const ours = (mid: string): string =>
    messengerBody({
      ...fromPage(psid, at),
      message: { mid, text: 'hi', is_echo: true, metadata: toMetadata({ id: '7', claimedTs: at }) },
    })
  const quiet = [delivery(psid, at), delivery(psid, at, ['m1']), read(psid, at), ours('m2')]
  await publisher.publish(quiet.map((body) => hop(parseQueue, createParseJob([{ body, at: 1 }]))))
  await publisher.publish([hop(parseQueue, createParseJob(quiet.map((body) => ({ body, at: 1 }))))])
  const { events } = decodeAll(quiet)
  t.is(events.length, quiet.length)
  await publisher.publish([hop(stitchQueue, { v: 1, receivedAt: 1, events })])
  t.false(await underWay.mentions(psid, later))

  const foreign = echo(psid, 'm3', at)
  await publisher.publish([hop(stitchQueue, { v: 1, receivedAt: 2, events: decodeAll([foreign]).events })])
  t.true(await underWay.mentions(psid, later), 'a person of the Page has the word')
})

test.serial('heeds a receipt that comes with words, and what is not as expected', async (t) => {
  const withWords = (psid: string): string =>
    messengerBody({ ...fromPerson(psid, at), read: { watermark: at }, message: { mid: psid, text: 'hi' } })
  const odd = [
    withWords('241539507127301'),
    `{"object":"page","entry":7,"note":"241539507127302"}`,
    '241539507127303',
    bodyOf('241539507127304').replace('"message":{', '"message":null,"other":{'),
    feedBody({ item: 'comment', from: { id: '241539507127305' } }, at),
  ]
  await publisher.publish(odd.map((body) => hop(parseQueue, createParseJob([{ body, at: 1 }]))))
  for (let last = 1; last <= odd.length; last += 1)
    t.true(await underWay.mentions(`24153950712730${last}`, later), odd[last - 1])
})

test.serial('knows whose the events of a later stage are', async (t) => {
  const { events } = decodeAll([
    message('241539507127401', 'm1', at),
    message('241539507127402', 'm2', later, 'I am not 241539507127403'),
  ])
  await publisher.publish([hop(stitchQueue, { v: 1, receivedAt: 1, events })])
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

test.serial('sees who was put to the end of a long line, as one is who waited for another try', async (t) => {
  const late = hop(parseQueue, createParseJob([{ body: bodyOf('241539507127004'), at: 1 }]))
  const ahead = Array.from({ length: 600 }, (_, index) =>
    hop(parseQueue, createParseJob([{ body: bodyOf(`8${index}`), at: 1 }])),
  )
  await publisher.publish(ahead)
  t.false(await underWay.mentions('241539507127004', later))
  await publisher.publish([late])
  t.true(await underWay.mentions('241539507127004', later))
})

test.serial('sees what waits in a queue that somebody paused', async (t) => {
  await publisher.publish([hop(parseQueue, createParseJob([{ body: bodyOf('241539507127005'), at: 2 }]))])
  const queue = new Queue(parseQueue.name, { connection, prefix })
  t.teardown(() => queue.close())
  await queue.pause()
  t.true(await underWay.mentions('241539507127005', later))
  await queue.resume()
})
