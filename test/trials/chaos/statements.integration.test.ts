import test from 'ava'
import type { Kysely } from 'kysely'
import { compareDatabases } from '../../../trials/chaos/compare-tables.ts'
import { decodeFaults } from '../../../sandbox/facebook/faults.ts'
import { createRandomWorld } from '../../../sandbox/facebook/world/random-world.ts'
import { createDatabase } from '../../../src/db/mysql/connect.ts'
import { createEventRecorder } from '../../../src/db/record-events.ts'
import { createReceipts } from '../../../src/db/events/receipts.ts'
import type { Database } from '../../../src/db/mysql/schema.ts'
import type { PageEvent, Receipt } from '../../../src/domain/event.ts'
import { decodeDelivery } from '../../../src/facebook/webhook-payload.ts'
import { createTestDatabase } from '../../helpers/database.ts'
import { createDyingDatabase, type DyingDatabase } from '../../helpers/dying-database.ts'

const [calm, crashed] = await Promise.all([createTestDatabase(), createTestDatabase()])
test.after.always(() => Promise.all([calm.drop(), crashed.drop()]))

/** More than any job here has. */
const mostStatements = 60

test('a worker that dies before any statement of a job, and the job again, leave the rows of an undisturbed run', async (t) => {
  const calmDb = createDatabase({ url: calm.url, poolSize: 2 })
  const dying = createDyingDatabase(crashed.url)
  let crashes = 0
  for (let statement = 0; statement < mostStatements; statement += 1) {
    for (const first of ['events', 'receipts'] as const) {
      const jobs = jobsOf(`${first} ${statement}`)
      await record(calmDb, jobs.events)
      await record(calmDb, jobs.receipts)
      const [before, after] = first === 'events' ? [jobs.events, jobs.receipts] : [jobs.receipts, jobs.events]
      await record(dying.db, before)
      crashes += await crashAndRepeat(dying, after, statement)
    }
  }
  await Promise.all([calmDb.destroy(), dying.db.destroy()])
  const comparisons = await compareDatabases(
    { url: calm.url, name: 'calm' },
    { url: crashed.url, name: 'crashed' },
  )
  t.deepEqual(
    comparisons.flatMap(({ examples }) => examples),
    [],
  )
  t.true(crashes > 50, `${crashes} crashes`)
})

interface Jobs {
  readonly events: readonly Job[]
  readonly receipts: readonly Job[]
}
type Job = { readonly events: readonly PageEvent[] } | { readonly receipts: readonly Receipt[] }

/** Another world's people and Pages for every name: they do not meet in the tables. */
function jobsOf(seed: string): Jobs {
  const world = createRandomWorld({
    seed,
    secret: 'shh',
    events: 50,
    people: 2,
    pages: 1,
    messenger: 0.9,
    batch: [10, 10],
    baseTime: Date.UTC(2026, 2, 1),
    gapMs: 10_000,
    faults: decodeFaults('low-watermark,receipt-first,no-mids,read-without-delivery'),
  })
  const decoded = world.next(1_000).map(({ body }) => decodeDelivery(body.toString('latin1')))
  return {
    events: decoded.map(({ events }) => ({ events })),
    receipts: decoded.map(({ receipts }) => ({ receipts })).toReversed(),
  }
}

/** As concurrent jobs of one worker: some go together in one transaction. */
async function record(db: Kysely<Database>, jobs: readonly Job[]): Promise<Job[]> {
  const [interactions, receipts] = [createEventRecorder(db), createReceipts(db)]
  const results = await Promise.allSettled(
    jobs.map((job) => ('events' in job ? interactions.record(job.events) : receipts.record(job.receipts))),
  )
  return jobs.filter((_, index) => results[index]?.status === 'rejected')
}

/** 1 if the job had `statement` statements or more. What failed is done again, each job by itself, the last first. */
async function crashAndRepeat(
  { db, dieAfter }: DyingDatabase,
  jobs: readonly Job[],
  statement: number,
): Promise<number> {
  dieAfter(statement)
  const failed = await record(db, jobs)
  dieAfter(Infinity)
  for (const job of failed.toReversed()) {
    const again = await record(db, [job])
    if (again.length > 0) throw new Error('failed without a crash')
  }
  return failed.length > 0 ? 1 : 0
}
