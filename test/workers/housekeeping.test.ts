import { mock } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import test from 'ava'
import { type HousekeepingDeps, startHousekeeping } from '../../workers/housekeeping.ts'
import { minuteMs, now } from '../helpers/worker-ports.ts'

const dayMs = 24 * 60 * minuteMs

test.beforeEach(() => mock.timers.enable({ apis: ['setInterval', 'Date'], now }))
test.afterEach.always(() => mock.timers.reset())

function housekeepingOf(ports: Partial<HousekeepingDeps> = {}) {
  const calls: string[] = []
  const logged: unknown[] = []
  const log = (...given: unknown[]): void => void logged.push(given)
  const running = startHousekeeping({
    ledger: {
      purgeBefore: async (before, limit) => {
        calls.push(`ledger ${before.getTime() - Date.now()} ${limit}`)
        return 0
      },
    },
    purgeReceipts: async (before) => {
      calls.push(`receipts ${before.getTime() - Date.now()}`)
      return 0
    },
    ledgerDays: 30,
    receiptDays: 20,
    log: { info: log, warn: log },
    ...ports,
  })
  return { calls, logged, running }
}

async function pass(ms: number): Promise<void> {
  mock.timers.tick(ms)
  await nextTurn()
}

test.serial('deletes old raw deliveries every ten minutes and old receipts once a day', async (t) => {
  const { calls, logged, running } = housekeepingOf()
  await pass(10 * minuteMs - 1)
  t.deepEqual(calls, [])
  await pass(1)
  t.deepEqual(calls, [`ledger ${-30 * dayMs} 500`])
  await pass(dayMs - 10 * minuteMs)
  t.is(calls.filter((call) => call.startsWith('ledger')).length, 144)
  t.deepEqual(
    calls.filter((call) => call.startsWith('receipts')),
    [`receipts ${-20 * dayMs}`],
  )
  t.deepEqual(logged, [], 'nothing was deleted')
  running.stop()
})

test.serial('deletes some rows at a time until none is left, and logs their number', async (t) => {
  const left = [500, 500, 17]
  const { logged, running } = housekeepingOf({ ledger: { purgeBefore: async () => left.shift() ?? 0 } })
  await pass(10 * minuteMs)
  t.deepEqual(left, [])
  t.deepEqual(logged, [[{ rows: 1_017 }, 'deleted old raw deliveries']])
  running.stop()
})

test.serial('a failure is logged, and the next round tries again', async (t) => {
  let rounds = 0
  const { logged, running } = housekeepingOf({
    ledger: {
      purgeBefore: () => {
        rounds += 1
        return Promise.reject(new TypeError('a statement with a text'))
      },
    },
  })
  await pass(10 * minuteMs)
  await pass(10 * minuteMs)
  t.is(rounds, 2)
  t.deepEqual(logged[0], [
    { reason: 'TypeError' },
    'cannot delete old raw deliveries: the next round tries again',
  ])
  running.stop()
})

test.serial('deletes nothing after it was stopped', async (t) => {
  const { calls, running } = housekeepingOf()
  running.stop()
  await pass(2 * dayMs)
  t.deepEqual(calls, [])
})

test.serial('removes other kinds of data by their own age, and finished jobs, every hour', async (t) => {
  const purged: string[] = []
  const { logged, running } = housekeepingOf({
    retention: [
      {
        rowsOf: 'turns',
        days: 400,
        purge: async (before) => {
          purged.push(`turns ${before.getTime() - Date.now()}`)
          return 3
        },
      },
    ],
    cleanFinished: async () => {
      purged.push('jobs')
      return 0
    },
  })
  await pass(60 * minuteMs)
  t.deepEqual(purged, [`turns ${-400 * dayMs}`, 'jobs'])
  t.deepEqual(logged, [[{ rows: 3 }, 'deleted old turns']])
  running.stop()
})

test.serial('follows links that a crash left every ten seconds, one round at a time', async (t) => {
  const rounds: (() => void)[] = []
  const { logged, running } = housekeepingOf({
    resolveCustomers: () =>
      new Promise((resolve) => {
        rounds.push(() => resolve(3))
      }),
  })
  await pass(10_000)
  await pass(10_000)
  t.is(rounds.length, 1, 'the first round is not over')
  rounds[0]?.()
  await pass(0)
  t.deepEqual(logged, [[{ customers: 3 }, 'followed links of customers']])
  await pass(10_000)
  t.is(rounds.length, 2)
  running.stop()
})
