import test from 'ava'
import { Queue, Worker } from 'bullmq'
import { hop } from '../../queues/define-queue.ts'
import { createParseJob, parseQueue } from '../../queues/parse.ts'
import { createPublisher } from '../../queues/publish.ts'
import { stitchQueue } from '../../queues/stitch.ts'
import { createUnderWay } from '../../queues/under-way.ts'
import { decodeDelivery } from '../../src/facebook/webhook-payload.ts'
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
  JSON.stringify({
    object: 'page',
    entry: [
      {
        id: '1',
        time: 1,
        messaging: [
          { sender: { id: psid }, recipient: { id: '1' }, timestamp, message: { mid: psid, text: 'hi' } },
        ],
      },
    ],
  })

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
    t.true(await underWay.mentions('241539507127104', later), 'which of them is earlier it does not look at')
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
