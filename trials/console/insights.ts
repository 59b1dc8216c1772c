/** `npm run bench:insights`: how fast the numbers of a year are counted, shown and kept fresh. */
import { type Given, runTrial } from '../../sandbox/command-line.ts'
import { startServers } from '../../sandbox/servers/start-servers.ts'
import { createConnection } from 'mysql2/promise'
import { countHours } from '../../src/db/console/insights/count-hours.ts'
import { insightDefinitions } from '../../src/db/console/insights/definitions.ts'
import { openInsightCounter } from '../../src/db/console/insights/counter.ts'
import { readInsight } from '../../src/db/console/insights/read-insight.ts'
import { readRows } from '../../src/db/console/insights/read-rows.ts'
import { rebuildInsights } from '../../src/db/console/insights/rebuild-insights.ts'
import { hourMs } from '../../src/db/console/insights/slots.ts'
import { migrateToLatest } from '../../src/db/migrations/migrate.ts'
import { createDatabase } from '../../src/db/mysql/connect.ts'
import { describeComputer } from '../machine.ts'
import { type Figure, writeResultFile } from '../result-file.ts'
import { fillYear } from '../fill-year.ts'

const mostMs = 2_000

await runTrial({
  script: 'bench:insights',
  about: `Measures the numbers of Insights: a private database gets a year of interactions at five Pages. Prints how long
all hours take to be counted from the tables, the slowest number of a year, the rows behind it, and how long it takes until
a new message is counted.`,
  options: { 'rows <number>': 'interactions (default 1000000)', quick: '100,000 interactions' },
  run,
})

async function run(given: Given): Promise<number> {
  const interactions = given.isOn('quick') ? 100_000 : given.whole('rows', 1_000_000)
  // The usual size of a database of this many rows, not that of the tests.
  const servers = await startServers({ mariadbArgs: ['--innodb-buffer-pool-size=2G'] })
  try {
    const figures = await measure(servers.databaseUrl, interactions)
    for (const { name, value, unit } of figures) console.log(`${name}: ${value.toFixed(2)} ${unit}`)
    if (given.isOn('save'))
      writeResultFile({
        name: 'bench-insights',
        script: 'bench:insights',
        machine: describeComputer(),
        figures,
      })
    const slowest = figures.find(({ name }) => name.startsWith('slowest number'))
    return slowest !== undefined && slowest.value <= mostMs ? 0 : 1
  } finally {
    await servers.stop()
  }
}

async function measure(serverUrl: string, interactions: number): Promise<Figure[]> {
  const url = new URL(serverUrl)
  url.pathname = '/pagebeat_bench_insights'
  const server = await createConnection(serverUrl)
  await server.query('drop database if exists pagebeat_bench_insights')
  await server.query(
    'create database pagebeat_bench_insights character set utf8mb4 collate utf8mb4_unicode_520_ci',
  )
  await server.end()
  await migrateToLatest({ databaseUrl: url.href })
  const endMs = Math.floor(Date.now() / hourMs) * hourMs + hourMs / 2
  const filled = await timed(() => fillYear(url.href, { interactions, endMs }))
  console.log(`${interactions} interactions are stored after ${(filled / 1_000).toFixed(0)} s`)
  const db = createDatabase({ url: url.href, queryTimeoutMs: 60_000 })
  try {
    const counted = await timed(() => rebuildInsights(db, { now: () => endMs }))
    console.log(`counted after ${(counted / 1_000).toFixed(0)} s`)
    const metrics = await db
      .selectFrom('insightHour')
      .select(['metric', ({ fn }) => fn.countAll().as('cells')])
      .groupBy('metric')
      .orderBy('cells', 'desc')
      .execute()
    for (const { metric, cells } of metrics) console.log(`${metric}: ${cells} rows of insightHour`)
    const cells = metrics.reduce((sum, one) => sum + Number(one.cells), 0)
    const shown: (readonly [string, number])[] = []
    const filter = {
      from: endMs - hourMs / 2 - 364 * 24 * hourMs,
      to: endMs + hourMs / 2,
      zone: 'Europe/Berlin',
      pageId: 'all',
      language: 'all',
    }
    for (const definition of insightDefinitions) {
      const took: number[] = []
      for (let round = 0; round < 3; round += 1)
        took.push(
          await timed(() =>
            Promise.all([
              readInsight(db, definition, { ...filter, by: 'week' }),
              readInsight(db, definition, { ...filter, by: 'all' }),
            ]),
          ),
        )
      shown.push([definition.name, Math.max(...took)])
      console.log(`${definition.name}: at most ${Math.max(...took).toFixed(0)} ms`)
    }
    const [slowest = ['', 0]] = shown.toSorted(([, a], [, b]) => b - a)
    const written = insightDefinitions.find(({ name }) => name === 'written')
    const behind =
      written === undefined
        ? 0
        : await timed(() =>
            readRows(db, written, { ...filter, kind: undefined, before: undefined, limit: 51 }),
          )
    const hour = Math.floor(endMs / hourMs)
    const oneHour = await timed(() => countHours(db, { fromHour: hour, toHour: hour + 1 }))
    const counter = await openInsightCounter(db, { now: () => endMs })
    await counter.round()
    await db
      .insertInto('interaction')
      .values({
        pId: 'facebook:1' as never,
        channel: 'facebookMessenger',
        interactionType: 'message',
        ts: new Date(endMs),
        eventDay: new Date(endMs).toISOString().slice(0, 10),
        direction: 'in',
        pageId: '1001' as never,
      })
      .execute()
    const fresh = await timed(() => counter.round())
    return [
      { name: `all hours counted, ${interactions} interactions`, value: counted / 1_000, unit: 's' },
      { name: 'rows of insightHour an interaction', value: cells / interactions, unit: 'rows' },
      { name: `slowest number of a year (${slowest[0]}), by week and in all`, value: slowest[1], unit: 'ms' },
      { name: 'rows behind a number of a year', value: behind, unit: 'ms' },
      { name: 'one hour counted', value: oneHour, unit: 'ms' },
      { name: 'a new message counted', value: fresh, unit: 'ms' },
    ]
  } finally {
    await db.destroy()
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now()
  await work()
  return performance.now() - startedMs
}
