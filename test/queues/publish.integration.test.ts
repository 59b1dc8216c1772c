import test from 'ava'
import { asPageId, asPsid } from '../../src/domain/ids.ts'
import { producerConnection } from '../../queues/connection.ts'
import { hop } from '../../queues/define-queue.ts'
import { createParseJob, parseQueue } from '../../queues/parse.ts'
import { createPublisher, defaultPrefix, openQueue } from '../../queues/publish.ts'
import { receiptsQueue } from '../../queues/receipts.ts'
import { stitchQueue } from '../../queues/stitch.ts'
import { type MessengerEvent, messengerChannel } from '../../src/domain/event.ts'
import { eachAlone } from '../../workers/isolate.ts'
import type { Outcome } from '../../workers/step.ts'
import { inTime } from '../helpers/until.ts'
import { startOwnRedis } from '../receiver/own-redis.ts'

const redis = await startOwnRedis()
const connection = producerConnection(redis.url, { commandTimeoutMs: 60_000 })
await inTime('the connection is ready', event('ready'))
const publisher = createPublisher(connection)
const queue = openQueue(parseQueue.name, connection)
test.after.always(async () => {
  await Promise.all([publisher.close(), queue.close()])
  connection.disconnect()
  await redis.stop()
})

function jobOf(
  body: string,
): ReturnType<typeof hop<'parse', ReturnType<typeof createParseJob>, 'stitch' | 'receipts'>> {
  return hop(parseQueue, createParseJob([{ body, at: 1 }]))
}

test.serial(
  'puts every hop into its queue, with attempts without end and few finished jobs kept',
  async (t) => {
    const job = jobOf('a')
    const receipts = hop(receiptsQueue, {
      v: 1,
      receipts: [{ pageId: asPageId('1'), psid: asPsid('2'), kind: 'read', watermark: 3 }],
    })
    await publisher.publish([job, receipts])
    const stored = await queue.getJob(job.jobId)
    t.deepEqual(stored?.data, job.job)
    t.like(stored?.opts, {
      removeOnComplete: { count: 100, age: 86_400 },
      removeOnFail: { count: 100, age: 86_400 },
    })
    t.true((stored?.opts.attempts ?? 0) > 1e15)
    const other = openQueue(receiptsQueue.name, connection)
    t.is(await other.getWaitingCount(), 1)
    await other.close()
  },
)

test.serial('a job that is published twice is one job', async (t) => {
  const before = await queue.getWaitingCount()
  const job = jobOf('twice')
  await publisher.publish([job])
  await publisher.publish([job, job])
  t.is(await queue.getWaitingCount(), before + 1)
})

test.serial('throws when Redis is full, and stores nothing of that job', async (t) => {
  const before = await queue.getWaitingCount()
  await redis.command('CONFIG', 'SET', 'maxmemory', '1')
  await t.throwsAsync(publisher.publish([jobOf('full')]), { message: /OOM/ })
  const many = Array.from({ length: 20 }, (_, index) => jobOf(`full ${index}`))
  await t.throwsAsync(publisher.publish(many), { message: /OOM/ })
  await redis.command('CONFIG', 'SET', 'maxmemory', '0')
  t.is(await queue.getWaitingCount(), before)
  await publisher.publish(many)
  t.is(await queue.getWaitingCount(), before + 20)
})

test.serial('throws at once when Redis is down, and works again when it is back', async (t) => {
  const gone = event('close')
  await redis.control.kill()
  await inTime('the connection is closed', gone)
  await t.throwsAsync(publisher.publish([jobOf('down')]))
  const back = event('ready')
  await redis.control.restart()
  await inTime('the connection is ready', back)
  const job = jobOf('back')
  await publisher.publish([job])
  t.deepEqual((await queue.getJob(job.jobId))?.data, job.job)
})

test.serial('publishes the hops of a step in an isolated process, also several at once', async (t) => {
  const stitch = openQueue(stitchQueue.name, connection)
  t.teardown(() => stitch.close())
  const before = await stitch.getWaitingCount()
  const hops = ['a', 'b'].map((key) =>
    hop(stitchQueue, { v: 1, receivedAt: 1, events: [eventOf(key.repeat(32))] }),
  )
  // As JSON, as they come from the isolated process.
  const { hops: told } = eachAlone(JSON.parse(JSON.stringify({ hops, deadLettered: 0 })) as Outcome)
  await publisher.publish(told)
  t.is(await stitch.getWaitingCount(), before + 2)
})

const receipt = (watermark: number, receivedAt?: number) =>
  hop(receiptsQueue, {
    v: 1,
    ...(receivedAt === undefined ? {} : { receivedAt }),
    receipts: [{ pageId: asPageId('1'), psid: asPsid('2'), kind: 'read', watermark }],
  })

test.serial('receipts that are published at the same time are one job', async (t) => {
  const receiptsOf = openQueue(receiptsQueue.name, connection)
  t.teardown(() => receiptsOf.close())
  await receiptsOf.drain()
  await publisher.publish([receipt(1)])
  await Promise.all([2, 3, 4].map((watermark) => publisher.publish([receipt(watermark)])))
  const jobs = await receiptsOf.getWaiting()
  const marks = jobs.map(({ data }) => data.receipts.map(({ watermark }: { watermark: number }) => watermark))
  t.deepEqual(
    marks.toSorted((a, b) => a.length - b.length),
    [[1], [2, 3, 4]],
  )
})

test.serial('what has waited for long is not merged with what came now, which may overtake it', async (t) => {
  const receiptsOf = openQueue(receiptsQueue.name, connection)
  t.teardown(() => receiptsOf.close())
  await receiptsOf.drain()
  const now = Date.now()
  const times = [now - 60_000, now, now - 61_000, now]
  await Promise.all(times.map((receivedAt, index) => publisher.publish([receipt(index, receivedAt)])))
  const jobs = await receiptsOf.getWaiting()
  const marks = jobs.map(({ data }) => data.receipts.map(({ watermark }: { watermark: number }) => watermark))
  t.deepEqual(
    marks.toSorted((a, b) => a[0] - b[0]),
    [
      [0, 2],
      [1, 3],
    ],
  )
})

test.serial('a job that carries events waits for room in Redis', async (t) => {
  const receiptsOf = openQueue(receiptsQueue.name, connection)
  const room = Promise.withResolvers<void>()
  const asked: number[] = []
  const waiting = createPublisher(connection, defaultPrefix, {
    waitFor: async (bytes) => {
      asked.push(bytes)
      await room.promise
    },
  })
  t.teardown(async () => {
    await waiting.close()
    await receiptsOf.close()
  })
  await receiptsOf.drain()
  const published = waiting.publish([receipt(1)])
  await publisher.publish([receipt(2, Date.now())]) // without a room it is there at once
  t.is(asked.length, 1)
  t.is(await receiptsOf.getWaitingCount(), 1)
  room.resolve()
  await published
  t.is(await receiptsOf.getWaitingCount(), 2)
})

function eventOf(key: string): MessengerEvent {
  return {
    key,
    ts: 1,
    pageId: asPageId('1'),
    channel: messengerChannel,
    type: 'message',
    direction: 'in',
    actor: { is: 'anonymous' },
    messenger: { valueRaw: '{}' },
  }
}

/** The next event of the connection. Node's `once` would reject at the first attempt to connect that fails. */
function event(name: 'close' | 'ready'): Promise<void> {
  return inTime(
    `the connection emits ${name}`,
    new Promise((resolve) => connection.once(name, () => resolve())),
  )
}
