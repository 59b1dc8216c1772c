/** `npm run bench:why`: how long `pagebeat why` takes among millions of interactions, whatever it is asked. */
import path from 'node:path'
import { type Kysely, sql } from 'kysely'
import { createConnection } from 'mysql2/promise'
import { type Given, runTrial } from '../../sandbox/command-line.ts'
import { query, withDatabase } from '../../sandbox/facebook/ledger/found-rows.ts'
import { type Servers, startServers } from '../../sandbox/servers/start-servers.ts'
import { createDatabase } from '../../src/db/mysql/connect.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import { createProofDatabase } from '../identity/proof-database.ts'
import { describeComputer } from '../machine.ts'
import { printTable } from '../report.ts'
import { type Figure, writeResultFile } from '../result-file.ts'
import { median } from '../statistics.ts'
import { fillWhy } from './fill-why.ts'
import { listQuestions, type Question } from './questions.ts'

/** As `pagebeat why` has. */
const poolSize = 16
const usualMostMs = 200
/** How often a kind is asked, after the first time. */
const rounds = 16
const name = 'pagebeat_bench_why'
/** The usual size of a database of this many rows. Nothing that was in memory is read in at the start. */
const mariadbArgs = [
  '--innodb-buffer-pool-size=2G',
  '--innodb-log-file-size=1G',
  '--innodb-buffer-pool-load-at-startup=OFF',
  '--innodb-buffer-pool-dump-at-shutdown=OFF',
  '--innodb-flush-log-at-trx-commit=0',
]

const log = (line: string): void => console.log(line)

await runTrial({
  script: 'bench:why',
  about: `Measures \`pagebeat why\`: a private database gets a year of interactions with turns, replies, raw ledger and dead
letters. Each kind of question is asked: first after a restart of the database, which has nothing in memory then, and
${rounds} times more. Status 0 if each response is right and takes at most ${usualMostMs} ms.`,
  options: {
    'rows <number>': 'interactions (default 1000000); a million needs 2 GB of disk',
    warm: 'do not restart the database: only what is in memory is measured',
    'folder <path>': 'keep the filled database there; if it is there already, ask it',
  },
  run,
})

async function run(given: Given): Promise<number> {
  const rows = given.whole('rows', 1_000_000, 1_000)
  const folder = given.text('folder')
  const servers = await startServers({
    log,
    mariadbArgs,
    ...(folder === undefined ? {} : { dataDir: path.resolve(folder) }),
  })
  try {
    const url = await openFilled(servers, rows)
    const measured = await measure(servers, { url, rows, isWarm: given.isOn('warm') })
    print(measured)
    const isRight = measured.every(({ wrong }) => wrong === undefined)
    const slowest = Math.max(...measured.filter(({ mostMs }) => mostMs === usualMostMs).map(slowestOf))
    const figures: Figure[] = [
      {
        name: `slowest response among ${rows} interactions`,
        value: slowest,
        unit: 'ms',
        note: `target ${usualMostMs} ms`,
      },
      ...measured.flatMap(({ kind, cold, p50, most }) => [
        ...(Number.isNaN(cold) ? [] : [{ name: `${kind}, after a restart`, value: cold, unit: 'ms' }]),
        { name: `${kind}, p50`, value: p50, unit: 'ms' },
        { name: `${kind}, most`, value: most, unit: 'ms' },
      ]),
    ]
    if (given.isOn('save'))
      writeResultFile({ name: 'bench-why', script: 'bench:why', machine: describeComputer(), figures })
    if (isRight) console.log('every response was right')
    console.log(`${figures[0]?.name ?? ''}: ${slowest.toFixed(0)} ms, at most ${usualMostMs} ms wanted`)
    return isRight && measured.every((one) => slowestOf(one) <= one.mostMs) ? 0 : 1
  } finally {
    await servers.stop()
  }
}

/** The filled database: that of an earlier run, where it has as many interactions. */
async function openFilled({ databaseUrl }: Servers, rows: number): Promise<string> {
  const url = new URL(databaseUrl)
  url.pathname = `/${name}`
  if ((await filledRows(url.href)) === rows) return url.href
  const startedMs = performance.now()
  const made = await createProofDatabase(databaseUrl, name)
  await fillWhy(made, { rows, log })
  const connection = await createConnection(made)
  await connection.query('create table benchFilled (interactions bigint not null)')
  await connection.query('insert into benchFilled values (?)', [rows])
  await connection.end()
  log(`filled after ${((performance.now() - startedMs) / 1_000).toFixed(0)} s`)
  return made
}

/** 0: there is no such database, or its filling was interrupted. */
async function filledRows(url: string): Promise<number> {
  try {
    const found = await withDatabase(url, (one) => query(one, 'select interactions from benchFilled'))
    return Number(found[0]?.['interactions'] ?? 0)
  } catch {
    return 0
  }
}

interface Measured {
  readonly kind: string
  /** After a restart of the database, ms. NaN: it was not restarted. */
  readonly cold: number
  readonly p50: number
  readonly most: number
  /** What is wanted. */
  readonly mostMs: number
  /** Undefined: every response was right. */
  readonly wrong: string | undefined
}

async function measure(
  { mariadb }: Servers,
  { url, rows, isWarm }: { readonly url: string; readonly rows: number; readonly isWarm: boolean },
): Promise<Measured[]> {
  const isCold = mariadb.owned && !isWarm
  let db = createDatabase({ url, poolSize })
  const questions = await listQuestions(db, rows)
  const measured: Measured[] = []
  for (const question of questions) {
    if (isCold) {
      await db.destroy()
      await mariadb.restart()
      db = createDatabase({ url, poolSize })
    }
    await sql`select 1`.execute(db)
    measured.push(await ask(db, question, isCold))
  }
  await db.destroy()
  return measured
}

async function ask(db: Kysely<Database>, question: Question, isCold: boolean): Promise<Measured> {
  const { kind, ask: asks, expects, mostMs = usualMostMs } = question
  const took: number[] = []
  let wrong = asks.length === 0 ? 'nothing was asked' : undefined
  for (let round = 0; round <= rounds; round += 1) {
    const one = asks[round % asks.length]
    const startedMs = performance.now()
    const found = await one?.(db).catch((error: unknown) => String(error))
    took.push(performance.now() - startedMs)
    if (found !== expects) wrong ??= `${String(found)} instead of ${expects}`
  }
  const [first = Number.NaN, ...warm] = took
  return {
    kind,
    cold: isCold ? first : Number.NaN,
    p50: median(warm),
    most: Math.max(...warm),
    mostMs,
    wrong,
  }
}

function print(measured: readonly Measured[]): void {
  printTable([
    ['', 'first ms', 'p50 ms', 'most ms', ''],
    ...measured.map((one) => [
      one.kind,
      Number.isNaN(one.cold) ? '–' : one.cold.toFixed(1),
      one.p50.toFixed(1),
      one.most.toFixed(1),
      one.wrong ?? (slowestOf(one) > one.mostMs ? `MISSED: at most ${one.mostMs}` : 'ok'),
    ]),
  ])
}

function slowestOf({ cold, most }: Measured): number {
  return Number.isNaN(cold) ? most : Math.max(cold, most)
}
