import test from 'ava'
import { type HousekeepingDeps, startHousekeeping } from '../../workers/housekeeping.ts'
import type { Round } from '../../workers/shared-rounds.ts'
import { unexpected } from '../helpers/worker-ports.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

function housekeepingOf(ports: Partial<HousekeepingDeps> = {}) {
  const logged: unknown[] = []
  const rounds = new Map<string, Round>()
  startHousekeeping(
    { start: (round) => void rounds.set(round.name, round) },
    {
      ledger: { purgeBefore: unexpected },
      purgeReceipts: unexpected,
      ledgerDays: 30,
      receiptDays: 20,
      log: { info: (...given: unknown[]) => void logged.push(given) },
      ...ports,
    },
  )
  return { logged, rounds, make: async (name: string) => void (await rounds.get(name)?.make()) }
}

const none = async (): Promise<number> => 0

/** Whole days, as the clock runs on between the call and the comparison. */
const ageInDays = (before: Date): number => Math.round((Date.now() - before.getTime()) / dayMs)

test('each kind of data has a round of its own', (t) => {
  const { rounds } = housekeepingOf({
    retention: [{ rowsOf: 'outbound messages', days: 400, purge: none }],
    cleanFinished: none,
    maskUnsent: none,
    resolveCustomers: none,
  })
  t.deepEqual(Object.fromEntries([...rounds].map(([name, { everyMs }]) => [name, everyMs])), {
    'delete-raw-deliveries': 10 * minuteMs,
    'delete-receipts': dayMs,
    'delete-outbound-messages': 60 * minuteMs,
    'delete-finished-jobs': 60 * minuteMs,
    'mask-unsent': 20_000,
    'follow-links': 20_000,
  })
  t.is(rounds.get('delete-receipts')?.failed, 'cannot delete old receipts: the next round tries again')
})

test('deletes some old rows at a time until none is left, and logs their number', async (t) => {
  const left = [500, 500, 17]
  const asked: string[] = []
  const { logged, make } = housekeepingOf({
    ledger: {
      async purgeBefore(before, limit) {
        asked.push(`${ageInDays(before)} days, ${limit}`)
        return left.shift() ?? 0
      },
    },
  })
  await make('delete-raw-deliveries')
  t.deepEqual(
    asked,
    Array.from({ length: 3 }, () => '30 days, 500'),
  )
  t.deepEqual(logged, [[{ rows: 1_017 }, 'deleted old raw deliveries']])
})

test('removes each kind of data by its own age, and logs nothing where none is old', async (t) => {
  const purged: string[] = []
  const purge = (name: string, rows: number) => async (before: Date) => {
    purged.push(`${name} ${ageInDays(before)}`)
    return rows
  }
  const { logged, make } = housekeepingOf({
    purgeReceipts: purge('receipts', 0),
    retention: [{ rowsOf: 'turns', days: 400, purge: purge('turns', 3) }],
  })
  await make('delete-receipts')
  await make('delete-turns')
  t.deepEqual(purged, ['receipts 20', 'turns 400'])
  t.deepEqual(logged, [[{ rows: 3 }, 'deleted old turns']])
})

test('follows links that a crash left, and logs for how many customers', async (t) => {
  const { logged, make } = housekeepingOf({ resolveCustomers: async () => 3 })
  await make('follow-links')
  t.deepEqual(logged, [[{ customers: 3 }, 'followed links of customers']])
})
