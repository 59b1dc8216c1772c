import { setImmediate as moment } from 'node:timers/promises'
import test from 'ava'
import { createRoom } from '../../queues/room.ts'
import { until } from '../helpers/until.ts'

const limit = 1_000_000_000

/** Room in a Redis that uses this share of its memory, and more with each job. `readings` counts how often it was asked. */
function roomAt(share: number) {
  const redis = { share, readings: 0 }
  const room = createRoom({
    status: 'ready',
    async info() {
      redis.readings += 1
      await moment()
      return `used_memory:${Math.round(redis.share * limit)}\r\nmaxmemory:${limit}\r\n`
    },
  })
  /** A job that takes this share of the memory. */
  function add(size: number): { isIn: boolean } {
    const job = { isIn: false }
    void enter()
    return job
    async function enter(): Promise<void> {
      await room.waitFor((size * limit) / 2)
      job.isIn = true
      redis.share += size
    }
  }
  return { redis, add }
}

/** Redis has told its memory, and jobs that need not wait are in. */
async function oneReading(): Promise<void> {
  await moment()
  await moment()
}

test('jobs are added at once up to 80% of the memory, with those of this process that are on their way', async (t) => {
  const { redis, add } = roomAt(0.75)
  const jobs = [0.02, 0.02, 0.02].map(add)
  await oneReading()
  t.deepEqual(
    jobs.map(({ isIn }) => isIn),
    [true, true, false],
  )
  redis.share = 0.5
  await until('the third is in, too', () => jobs[2]?.isIn)
})

test('up to 92% jobs are added one after the other, above it none, until memory is free', async (t) => {
  const { redis, add } = roomAt(0.9)
  const [first, second] = [add(0.01), add(0.01)]
  await oneReading()
  t.false(first.isIn)
  await until('the first is in', () => first.isIn)
  t.false(second.isIn)
  redis.share = 0.915
  const from = redis.readings
  await until('the second has waited longer than the first', () => redis.readings > from + 6)
  t.false(second.isIn)
  redis.share = 0.5
  await until('the second is in', () => second.isIn)
})

test('the memory is read again after half a percent of it was added', async (t) => {
  const { redis, add } = roomAt(0.5)
  add(0.004)
  await oneReading()
  add(0.004)
  await oneReading()
  t.is(redis.readings, 1)
  add(0.004)
  await oneReading()
  add(0.004)
  await oneReading()
  t.is(redis.readings, 2)
})

test('a Redis that tells no memory has no limit', async (t) => {
  const room = createRoom({ status: 'ready', info: async () => Promise.reject(new Error('NOPERM')) })
  await t.notThrowsAsync(room.waitFor(limit))
})
