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

const bodyOf = (psid: string): string =>
  JSON.stringify({
    object: 'page',
    entry: [
      {
        id: '1',
        time: 1,
        messaging: [
          { sender: { id: psid }, recipient: { id: '1' }, timestamp: 1, message: { mid: psid, text: 'hi' } },
        ],
      },
    ],
  })

test.serial(
  'tells whose words wait, are worked on or wait for another try, until the job is done',
  async (t) => {
    const before = Date.now() - 60_000
    const soon = Date.now() + 60_000
    t.false(await underWay.mentions('7001', soon))
    await publisher.publish([hop(parseQueue, createParseJob([{ body: bodyOf('7001'), at: 1 }]))])
    t.true(await underWay.mentions('7001', soon), 'waiting')
    t.false(await underWay.mentions('7002', soon), 'somebody else')
    t.false(await underWay.mentions('7001', before), 'it reached us later')

    const worker = new Worker(parseQueue.name, null, { connection, prefix })
    t.teardown(() => worker.close(true))
    const job = await worker.getNextJob('token')
    t.true(await underWay.mentions('7001', soon), 'with a worker, that may be dead')
    await job?.moveToDelayed(Date.now() + 600_000, 'token')
    t.true(await underWay.mentions('7001', soon), 'waiting for another try')
    await job?.remove()
    t.false(await underWay.mentions('7001', soon))
  },
)

test.serial('knows when the events of a later stage reached us', async (t) => {
  const { events } = decodeDelivery(bodyOf('7003'))
  await publisher.publish([hop(stitchQueue, { v: 1, receivedAt: 1_700_000_000_000, events })])
  t.true(await underWay.mentions('7003', 1_700_000_000_000))
  t.false(await underWay.mentions('7003', 1_699_999_999_999))
  const itself = stitchQueue.jobId({ v: 1, receivedAt: 1_700_000_000_000, events })
  t.false(
    await underWay.mentions('7003', 1_700_000_000_000, ['other', itself]),
    'the job that asks has done its part',
  )
  t.true(await underWay.mentions('7003', 1_700_000_000_000, ['another']))
})

test.serial('sees who was put to the end of a long line, as one is who waited for another try', async (t) => {
  const late = hop(parseQueue, createParseJob([{ body: bodyOf('7004'), at: 1 }]))
  const by = Date.now()
  const ahead = Array.from({ length: 600 }, (_, index) =>
    hop(parseQueue, createParseJob([{ body: bodyOf(`8${index}`), at: 1 }])),
  )
  await publisher.publish(ahead)
  t.false(await underWay.mentions('7004', by))
  await publisher.publish([late])
  t.true(await underWay.mentions('7004', by))
})

test.serial('sees what waits in a queue that somebody paused', async (t) => {
  await publisher.publish([hop(parseQueue, createParseJob([{ body: bodyOf('7005'), at: 2 }]))])
  const queue = new Queue(parseQueue.name, { connection, prefix })
  t.teardown(() => queue.close())
  await queue.pause()
  t.true(await underWay.mentions('7005', Date.now()))
  await queue.resume()
})
