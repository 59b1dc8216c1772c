import test from 'ava'
import { type Job, Queue, Worker } from 'bullmq'
import { createGathering } from '../../queues/gather.ts'
import { type Delivery, type ParseJob, parseQueue } from '../../queues/parse.ts'
import { createUnderWay } from '../../queues/under-way.ts'
import { echo } from '../helpers/decoded.ts'
import { createTestRedis } from '../helpers/redis.ts'
import { inTime } from '../helpers/until.ts'

const redis = await createTestRedis()
const { connection, prefix } = redis
const queue = new Queue(parseQueue.name, { connection, prefix })
const worker = new Worker(parseQueue.name, null, { connection, prefix })
const never = { prefix, gatherMs: 600_000 }
test.after.always(async () => {
  await Promise.all([queue.close(), worker.close(true)])
  await redis.close()
})
test.beforeEach(() => queue.obliterate({ force: true }))

const delivery = (body: string): Delivery => ({ body, at: 1 })

function bodiesOf(job: Job<ParseJob> | undefined): string[] {
  return parseQueue.decode(job?.data).deliveries.map(({ body }) => body)
}

async function takeAll(): Promise<Job<ParseJob>[]> {
  for (const job of await queue.getDelayed()) await job.promote()
  const taken: Job<ParseJob>[] = []
  for (let job = await worker.getNextJob('token'); job; job = await worker.getNextJob('token'))
    taken.push(job)
  return taken
}

test.serial('a delivery that comes while the job is delayed is added to it, byte for byte', async (t) => {
  const gathering = createGathering(connection, never)
  t.teardown(() => gathering.close())
  await gathering.add([delivery('{"a":"\\u00e4 \\"]}"}')])
  await gathering.add([delivery(']}'), { body: '/w==', base64: true, at: 2 }])
  const [job, ...more] = await takeAll()
  t.deepEqual(more, [])
  t.deepEqual(parseQueue.decode(job?.data).deliveries, [
    delivery('{"a":"\\u00e4 \\"]}"}'),
    delivery(']}'),
    { body: '/w==', base64: true, at: 2 },
  ])
  t.is(job?.id, parseQueue.jobId(parseQueue.decode(job?.data)))
})

test.serial('the job goes to a worker when its delay is over', async (t) => {
  const gathering = createGathering(connection, { prefix })
  t.teardown(() => gathering.close())
  await gathering.add([delivery('a')])
  const found = Promise.withResolvers<string[]>()
  const own = new Worker(parseQueue.name, async (job: Job<ParseJob>) => found.resolve(bodiesOf(job)), {
    connection,
    prefix,
  })
  t.teardown(() => own.close(true))
  t.deepEqual(await inTime('a worker gets the job', found.promise), ['a'])
})

test.serial('a job that a worker has begun stays as it is, also while it waits for a retry', async (t) => {
  const gathering = createGathering(connection, never)
  t.teardown(() => gathering.close())
  await gathering.add([delivery('a')])
  const [first] = await takeAll()
  await gathering.add([delivery('b')])
  await first?.moveToDelayed(Date.now() + 600_000, 'token')
  const other = createGathering(connection, never)
  t.teardown(() => other.close())
  await other.add([delivery('c')])
  const [second] = (await takeAll()).filter((job) => bodiesOf(job)[0] === 'c')
  await second?.moveToDelayed(Date.now() + 600_000, 'token')
  await other.add([delivery('d')]) // the one it knows is delayed again, but not as before
  const jobs = await queue.getJobs(['delayed', 'active', 'waiting'])
  t.deepEqual(
    jobs.map(bodiesOf).toSorted((x, y) => String(x).localeCompare(String(y))),
    [['a'], ['b'], ['c'], ['d']],
  )
})

test.serial('begins another job when one is full, or when its delay is over', async (t) => {
  const gathering = createGathering(connection, never)
  t.teardown(() => gathering.close())
  const many = Array.from({ length: 60 }, (_, index) => delivery(`${index}`))
  await gathering.add(many)
  await gathering.add(many)
  await gathering.add([delivery('x'.repeat(33_000))])
  const late = createGathering(connection, { prefix, gatherMs: 0 })
  t.teardown(() => late.close())
  await late.add([delivery('y')])
  await late.add([delivery('z')])
  t.deepEqual(
    (await takeAll()).map((job) => bodiesOf(job).length).toSorted((x, y) => x - y),
    [1, 1, 1, 60, 60],
  )
})

test.serial('after a lost response from Redis, the next deliveries go into another job', async (t) => {
  const lossy = new Proxy(connection, {
    get: (target, name) =>
      name === 'evalsha' ? () => Promise.reject(new Error('Command timed out')) : Reflect.get(target, name),
  })
  const gathering = createGathering(lossy, never)
  t.teardown(() => gathering.close())
  await gathering.add([delivery('a')])
  await t.throwsAsync(gathering.add([delivery('b')]), { message: /timed out/ })
  await gathering.add([delivery('b')])
  t.deepEqual(
    (await takeAll()).flatMap(bodiesOf).toSorted((x, y) => x.localeCompare(y)),
    ['a', 'b'],
  )
})

test.serial('a gathered delivery counts as under way', async (t) => {
  const gathering = createGathering(connection, never)
  t.teardown(() => gathering.close())
  await gathering.add([delivery(echo('241539507127601', 'm1', 1_795_000_000_000))])
  const underWay = createUnderWay(connection, prefix)
  t.true(await underWay.mentions('241539507127601', 1_795_000_000_001))
  t.false(await underWay.mentions('241539507127602', 1_795_000_000_001))
})
