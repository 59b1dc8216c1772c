import { setTimeout as pause } from 'node:timers/promises'
import test, { type ExecutionContext } from 'ava'
import { type Job, Worker } from 'bullmq'
import { hop, type Hop } from '../../queues/define-queue.ts'
import { nlpQueue } from '../../queues/nlp.ts'
import { createPublisher, openQueue } from '../../queues/publish.ts'
import { stitchQueue } from '../../queues/stitch.ts'
import { apartMs, createYielding } from '../../queues/yielding.ts'
import { feedChannel } from '../../src/domain/event.ts'
import { asTurnId } from '../../src/domain/ids.ts'
import { longestYieldMs } from '../../src/domain/turn.ts'
import { comment as commentBody, decodeAll } from '../helpers/decoded.ts'
import { createTestRedis } from '../helpers/redis.ts'
import { until } from '../helpers/until.ts'
import { conversationId } from '../helpers/worker-ports.ts'

const redis = await createTestRedis()
test.after.always(() => redis.close())

const inMessenger = (id: number): Hop =>
  hop(nlpQueue, { v: 1, turnId: asTurnId(String(id)), conversationId, ts: Date.now() })
const onFeed = (id: number): Hop =>
  hop(nlpQueue, {
    v: 1,
    turnId: asTurnId(String(id)),
    conversationId,
    channel: feedChannel,
    ts: Date.now(),
  })

function delaysAt(...times: readonly (readonly [number, Hop])[]): number[] {
  let now = 0
  const { delayOf } = createYielding(
    () => ({ getPrioritized: async () => [] }),
    () => now,
  )
  return times.map(([at, each]) => {
    now = at
    return delayOf(each)
  })
}

test('comments come one after the other while customers write in Messenger', (t) => {
  const burst = (at: number) => [1, 2, 3].map((id) => [at, onFeed(id)] as const)
  t.deepEqual(delaysAt(...burst(0)), [0, 0, 0], 'nobody writes')
  t.deepEqual(delaysAt([0, inMessenger(9)], ...burst(10), [70, onFeed(4)]), [
    0,
    0,
    apartMs,
    2 * apartMs,
    3 * apartMs - 60,
  ])
  t.deepEqual(
    delaysAt([0, inMessenger(9)], ...burst(60_001)),
    [0, 0, 0, 0],
    'nobody has written for a minute',
  )
})

test('customers write in Messenger for a minute after each message', (t) => {
  let now = 0
  const { delayOf, othersWrite } = createYielding(
    () => ({ getPrioritized: async () => [] }),
    () => now,
  )
  const seen = (at: number, each?: Hop): boolean => {
    now = at
    if (each !== undefined) delayOf(each)
    return othersWrite()
  }
  t.deepEqual([seen(0), seen(1, onFeed(1)), seen(2, inMessenger(2))], [false, false, true])
  t.deepEqual([seen(60_002, onFeed(3)), seen(60_003), seen(60_004, inMessenger(4))], [true, false, true])
})

test('comments of a burst are few jobs of stitch while customers write in Messenger', async (t) => {
  const stitch = openQueue(stitchQueue.name, redis.connection)
  const publisher = createPublisher(redis.connection)
  t.teardown(async () => {
    await Promise.all([publisher.close(), stitch.close()])
  })
  await publisher.publish([inMessenger(1)])
  const started = performance.now()
  const published: Promise<void>[] = []
  for (let id = 0; id < 30; id += 1) {
    const { events } = decodeAll([commentBody(String(id), Date.now())])
    published.push(publisher.publish([hop(stitchQueue, { v: 1, receivedAt: Date.now(), events })]))
    await pause(1)
  }
  await Promise.all(published)
  const jobs = await stitch.getWaiting()
  t.is(jobs.flatMap(({ data }) => data.events).length, 30)
  t.true(jobs.length <= 2 + (performance.now() - started) / 60, `${jobs.length} jobs`)
})

test('each queue has places of its own, and jobs of queues without a feed have none', (t) => {
  const [comment, other] = [onFeed(1), { ...onFeed(2), to: 'respond' }]
  const events = hop(stitchQueue, { v: 1, receivedAt: 1, events: [] })
  const delays = delaysAt(
    [0, inMessenger(9)],
    [0, comment],
    [0, other],
    [0, comment],
    [0, other],
    [0, events],
  )
  t.deepEqual(delays, [0, 0, 0, apartMs, apartMs, 0])
})

test('no comment is put off for longer than the limit, however many there are', (t) => {
  const many = Array.from({ length: 1_000 }, (_, id) => [0, onFeed(id)] as const)
  const delays = delaysAt([0, inMessenger(9)], ...many)
  t.is(Math.max(...delays), longestYieldMs)
  t.deepEqual(
    delays,
    delays.toSorted((a, b) => a - b),
  )
})

test('a worker takes a comment after all messages that wait', async (t) => {
  const { publisher, taken, work } = openNlp(t, 'order')
  await publisher.publish([onFeed(1)])
  await publisher.publish([inMessenger(2), inMessenger(3)])
  work()
  await until('all are done', async () => taken.length === 3)
  t.deepEqual(taken.slice(0, 2).toSorted(), ['2', '3'])
  t.is(taken[2], '1')
})

test('a comment that has waited for long gets its turn, though messages never end', async (t) => {
  const { publisher, queue, taken, work } = openNlp(t, 'starving')
  const [waiting, recent] = [onFeed(1), onFeed(2)]
  for (const [{ to, job, jobId }, timestamp] of [
    [waiting, Date.now() - 60_000],
    [recent, Date.now()],
  ] as const)
    await queue.add(to, job, { jobId, timestamp, priority: 1 })
  let id = 10
  const write = () => publisher.publish([inMessenger((id += 1)), inMessenger((id += 1))])
  await write()
  await until('it yields no more', async () => (await queue.getJob(waiting.jobId))?.priority === 0)
  work(write) // two messages come for each one that is done
  await until('the comment is taken', async () => taken.includes('1'))
  t.false(taken.includes('2'))
  t.deepEqual(
    (await queue.getPrioritized()).map((job) => job.id),
    [recent.jobId],
  )
})

/** A queue whose jobs one worker takes one by one. */
function openNlp(t: ExecutionContext, name: string) {
  const prefix = `${redis.prefix}-${name}`
  const publisher = createPublisher(redis.connection, prefix)
  const queue = openQueue(nlpQueue.name, redis.connection, prefix)
  const connection = redis.connection.duplicate({ maxRetriesPerRequest: null })
  const taken: string[] = []
  const workers: Worker[] = []
  t.teardown(async () => {
    await Promise.all([...workers, publisher, queue].map((each) => each.close()))
    connection.disconnect()
  })
  const work = (meanwhile: () => Promise<void> = async () => undefined): void => {
    const take = async ({ data }: Job): Promise<void> => {
      taken.push(nlpQueue.decode(data).turnId)
      await meanwhile()
    }
    workers.push(new Worker(nlpQueue.name, take, { connection, prefix }))
  }
  return { publisher, queue, taken, work }
}
