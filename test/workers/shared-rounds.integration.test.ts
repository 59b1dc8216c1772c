import { mock } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import test from 'ava'
import { Redis } from 'ioredis'
import type { DatabaseWatch } from '../../src/db/mysql/database-watch.ts'
import { createSharedRounds, type Round, type SharedRoundsDeps } from '../../workers/shared-rounds.ts'
import { createTestRedis } from '../helpers/redis.ts'
import { minuteMs } from '../helpers/worker-ports.ts'

const redis = await createTestRedis()
const everyMs = minuteMs

test.beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }))
test.afterEach.always(() => mock.timers.reset())
test.after.always(() => redis.close())

function workersOf(prefix: string, more: Partial<SharedRoundsDeps> = {}) {
  const made: string[] = []
  const logged: unknown[] = []
  const start = (name: string, make?: Round['make']) => {
    const rounds = createSharedRounds({
      redis: redis.connection,
      prefix: `${redis.prefix}:${prefix}`,
      log: { warn: (...given: unknown[]) => void logged.push(given) },
      ...more,
    })
    rounds.start({
      name: 'sweep',
      everyMs,
      failed: 'the sweep failed',
      make: make ?? (async () => void made.push(name)),
    })
    return rounds
  }
  return { made, logged, start, key: `${redis.prefix}:${prefix}:round:sweep` }
}

/** The timers of all workers fire, and Redis has responded to each. */
async function pass(ms: number): Promise<void> {
  mock.timers.tick(ms)
  await redis.connection.ping()
  await nextTurn()
}

/** As the time of the key passes at the server. */
async function expire(key: string): Promise<void> {
  await redis.connection.pexpire(key, 0)
}

test.serial('one of two workers makes a round, and the other one the next when it has died', async (t) => {
  const { made, start, key } = workersOf('two')
  const first = start('first')
  const second = start('second')
  await pass(everyMs - 1)
  t.deepEqual(made, [])
  await pass(1)
  t.deepEqual(made, ['first'])
  const leftMs = await redis.connection.pttl(key)
  t.true(leftMs > 0 && leftMs < everyMs, `${leftMs} ms: the key expires before the next round is due`)
  await first.stop()
  await pass(everyMs)
  t.deepEqual(made, ['first'], 'the key of the dead worker is still there')
  await expire(key)
  await pass(everyMs)
  t.deepEqual(made, ['first', 'second'])
  await second.stop()
})

test.serial('of a frequent round, those who had not the first turn ask every ten seconds', async (t) => {
  const asked = { first: 0, second: 0 }
  const { key } = workersOf('frequent')
  const workers = (['first', 'second'] as const).map((name) => {
    const counting = new Proxy(redis.connection, {
      get(connection, property) {
        if (property === 'set') asked[name] += 1
        const value: unknown = Reflect.get(connection, property)
        return typeof value === 'function' ? value.bind(connection) : value
      },
    })
    const rounds = workersOf('frequent', { redis: counting }).start('unused')
    rounds.start({ name: 'look', everyMs: 1_000, failed: 'the look failed', make: async () => {} })
    return rounds
  })
  for (let second = 0; second < 10; second += 1) {
    await pass(1_000)
    await expire(key.replace('sweep', 'look'))
  }
  t.deepEqual(asked, { first: 10, second: 1 })
  await pass(1_000)
  t.deepEqual(asked, { first: 11, second: 2 })
  await Promise.all(workers.map((rounds) => rounds.stop()))
})

test.serial('a round of a day is made by whichever worker runs then', async (t) => {
  const { made, start } = workersOf('day')
  const rounds = start('unused')
  rounds.start({
    name: 'purge',
    everyMs: 24 * 60 * minuteMs,
    failed: 'the purge failed',
    make: async () => void made.push('purge'),
  })
  for (let tens = 0; tens < 3; tens++) await pass(10 * minuteMs)
  t.is(made.filter((name) => name === 'purge').length, 1)
  await rounds.stop()
})

test.serial('a worker makes no second round while one is under way, and none after its stop', async (t) => {
  const begun: (() => void)[] = []
  const { start, key } = workersOf('slow')
  const rounds = start('slow', () => new Promise<void>((resolve) => void begun.push(resolve)))
  await pass(everyMs)
  await expire(key)
  await pass(everyMs)
  t.is(begun.length, 1)
  begun[0]?.()
  await nextTurn()
  await pass(everyMs)
  t.is(begun.length, 2)
  begun[1]?.()
  await rounds.stop()
  await expire(key)
  await pass(2 * everyMs)
  t.is(begun.length, 2)
})

test.serial('a round that fails is logged unless the state of the database explains it', async (t) => {
  const ofServer = new RangeError('the database is down')
  const database: Pick<DatabaseWatch, 'explains' | 'refusesBecause'> = {
    explains: (error) => error === ofServer,
    refusesBecause: () => undefined,
  }
  const { logged, start, key } = workersOf('failing', { database })
  const errors = [ofServer, new TypeError('a statement with a text')]
  const rounds = start('failing', () => Promise.reject(errors.shift() ?? new Error('a third round')))
  await pass(everyMs)
  t.deepEqual(logged, [])
  await expire(key)
  await pass(everyMs)
  t.deepEqual(logged, [[{ reason: 'TypeError' }, 'the sweep failed']])
  await rounds.stop()
})

test.serial('no round is made without Redis, or while the database refuses work', async (t) => {
  const database: Pick<DatabaseWatch, 'explains' | 'refusesBecause'> = {
    explains: () => false,
    refusesBecause: () => 'read-only',
  }
  const notConnected = new Redis(redis.url, { lazyConnect: true })
  t.teardown(() => notConnected.disconnect())
  for (const deps of [{ database }, { redis: notConnected }]) {
    const { made, start } = workersOf('refused', deps)
    const rounds = start('refused')
    await pass(everyMs)
    t.deepEqual(made, [])
    await rounds.stop()
  }
})
