import test from 'ava'
import * as fc from 'fast-check'
import { createDatabase } from '../../src/db/mysql/connect.ts'
import { createEventRecorder } from '../../src/db/record-events.ts'
import { createReceipts } from '../../src/db/events/receipts.ts'
import type { PageEvent, Receipt } from '../../src/domain/event.ts'
import { createTestDatabase } from '../helpers/database.ts'
import { decodeAll } from '../helpers/decoded.ts'
import { dumpTables, emptyTables } from '../helpers/dump-tables.ts'
import { livelyDay } from '../helpers/lively-day.ts'

/** One item of a job, and the number of its batch. */
type Fact = { readonly event: PageEvent } | { readonly receipt: Receipt }

const { events, receipts } = decodeAll(livelyDay)
const facts: readonly Fact[] = [
  ...events.map((event) => ({ event })),
  ...receipts.map((receipt) => ({ receipt })),
]

/** The facts, some of them twice, in any order, divided into batches for two writers. */
const schedules = fc
  .tuple(
    fc.shuffledSubarray(
      facts.map((_, index) => index),
      { minLength: facts.length },
    ),
    fc.array(fc.nat(facts.length - 1), { maxLength: 25 }),
    fc.infiniteStream(fc.integer({ min: 1, max: 12 })),
    fc.infiniteStream(fc.constantFrom(0, 1)),
  )
  .map(([order, repeats, sizes, writers]) => {
    const queue = order.flatMap((index, place) =>
      place % 3 === 0 ? [index, ...repeats.splice(0, 2)] : [index],
    )
    queue.push(...repeats)
    const lanes: number[][][] = [[], []]
    for (const size of sizes) {
      if (queue.length === 0) break
      const writer = writers.next().value ?? 0
      lanes[writer]?.push(queue.splice(0, size))
    }
    return lanes
  })

test('the rows are the same after any order, repeats, batches, and two writers at once', async (t) => {
  const database = await createTestDatabase()
  const pools = [1, 2].map(() => createDatabase({ url: database.url, poolSize: 4 }))
  t.teardown(async () => {
    await Promise.all(pools.map((db) => db.destroy()))
    await database.drop()
  })
  const createWriters = () =>
    pools.map((db) => ({ interactions: createEventRecorder(db), receipts: createReceipts(db) }))

  await emptyTables(database)
  const [calm] = createWriters()
  await calm?.interactions.record(events)
  await calm?.receipts.record(receipts)
  const expected = await dumpTables(database)
  t.true((expected['interaction'] ?? '').split('\n').length > 60)

  await fc.assert(
    fc.asyncProperty(schedules, async (lanes) => {
      await emptyTables(database)
      const writers = createWriters()
      await Promise.all(
        writers.map(async (writer, index) => {
          for (const batch of lanes[index] ?? []) {
            const chosen = batch.flatMap((place) => facts[place] ?? [])
            await Promise.all([
              writer.interactions.record(chosen.flatMap((fact) => ('event' in fact ? [fact.event] : []))),
              writer.receipts.record(chosen.flatMap((fact) => ('receipt' in fact ? [fact.receipt] : []))),
            ])
          }
        }),
      )
      const found = await dumpTables(database)
      for (const [table, rows] of Object.entries(expected)) {
        if (found[table] !== rows)
          throw new Error(`${table} differs:\n${difference(rows, found[table] ?? '')}`)
      }
    }),
    { numRuns: Number(process.env['ORDER_FREE_RUNS'] ?? 20), endOnFailure: true },
  )
})

function difference(expected: string, found: string): string {
  const [wanted, got] = [expected.split('\n'), found.split('\n')]
  const missing = wanted.filter((row) => !got.includes(row)).map((row) => `- ${row}`)
  const extra = got.filter((row) => !wanted.includes(row)).map((row) => `+ ${row}`)
  return [...missing, ...extra].slice(0, 8).join('\n')
}
