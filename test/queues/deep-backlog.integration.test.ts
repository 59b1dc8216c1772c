import test, { type ExecutionContext } from 'ava'
import { Queue } from 'bullmq'
import { type Hop, hop } from '../../queues/define-queue.ts'
import { createParseJob, parseQueue } from '../../queues/parse.ts'
import { createPublisher } from '../../queues/publish.ts'
import { createUnderWay } from '../../queues/under-way.ts'
import { threadEventsOf } from '../../src/facebook/thread-events.ts'
import { message } from '../helpers/decoded.ts'
import { createTestRedis } from '../helpers/redis.ts'

const at = 1_795_000_000_000
const later = at + 1
const customer = '241539507127501'

function jobOf(psid: string, ts = at): Hop {
  const body = message(psid, `m-${psid}`, ts)
  return hop(parseQueue, createParseJob([{ body, at: 1, threadEvents: threadEventsOf(body) }]))
}

const others = (count: number, from: string): Hop[] =>
  Array.from({ length: count }, (_, index) => jobOf(`${from}${index}`))

/** Jobs of other customers, in a queue of this test alone, and a reading of them all. */
async function longQueue(t: ExecutionContext, jobs = 600, since = 0) {
  const own = await createTestRedis()
  const publish = createPublisher(own.connection, own.prefix)
  const queue = new Queue(parseQueue.name, { connection: own.connection, prefix: own.prefix })
  t.teardown(async () => {
    await Promise.all([publish.close(), queue.close()])
    await own.close()
  })
  const { mentions } = createUnderWay(own.connection, own.prefix, () => since)
  const add = async (hops: readonly Hop[], options: object): Promise<void> => {
    for (const { to, job, jobId } of hops) await queue.add(to, job, { jobId, ...options })
  }
  await publish.publish(others(jobs, '8'))
  t.false(await mentions(customer, later))
  return { mentions, add, queue }
}

const wanted = (): Hop => jobOf(customer)

test('finds a job that was added to a long queue after it was read', async (t) => {
  const { mentions, add } = await longQueue(t)
  await add([wanted(), ...others(150, '90')], {})
  t.true(await mentions(customer, later))
})

test('finds a job behind many that were added to a long queue after it was read', async (t) => {
  const { mentions, add } = await longQueue(t)
  await add([wanted(), ...others(1_100, '91')], {})
  t.true(await mentions(customer, later))
})

test('finds a fresh job behind many fresh ones that went before a long queue', async (t) => {
  const { mentions, add } = await longQueue(t)
  await add([wanted(), ...others(150, '92')], { lifo: true })
  t.true(await mentions(customer, later))
})

test('finds a job behind many that wait for a time', async (t) => {
  const { mentions, add } = await longQueue(t, 10)
  await add(others(150, '93'), { delay: 60_000 })
  t.false(await mentions(customer, later))
  await add([wanted()], { delay: 600_000 })
  t.true(await mentions(customer, later))
})

test('finds the events of a long queue that are not too old for a reply, whatever else their job carries', async (t) => {
  const limit = at - 15 * 60_000
  const { mentions, add } = await longQueue(t, 600, limit)
  const [old, fresh] = [limit - 1, limit]
  const bodies = [message(customer, 'old', old), message('2415395071275', 'new', fresh)]
  const both = bodies.map((body) => ({ body, at: 1, threadEvents: threadEventsOf(body) }))
  await add([hop(parseQueue, createParseJob(both)), ...others(1_100, '95')], {})
  t.false(await mentions(customer, later))
  t.true(await mentions('2415395071275', later))
  await add([jobOf(customer, fresh), ...others(1_100, '96')], {})
  t.true(await mentions(customer, later))
})

test('a job of a long queue whose content was not read may be of any customer that it names', async (t) => {
  const { mentions, add } = await longQueue(t, 600, at)
  const body = message(customer, 'old', at - 1)
  await add([hop(parseQueue, createParseJob([{ body, at: 1 }])), ...others(1_100, '97')], {})
  t.true(await mentions(customer, later))
})

test('a job that has left a long queue since it was read does not count', async (t) => {
  const { mentions, add, queue } = await longQueue(t)
  const gone = wanted()
  await add([gone, ...others(150, '94')], {})
  t.true(await mentions(customer, later))
  await (await queue.getJob(gone.jobId))?.remove()
  t.false(await mentions(customer, later))
})
