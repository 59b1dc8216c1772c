/** How the database finds what `pagebeat why` asks for. In large tables it must not read more than is asked for. */
import { Kysely, MysqlDialect } from 'kysely'
import test from 'ava'
import { createPool } from 'mysql2'
import type { Database } from '../../src/db/mysql/schema.ts'
import { searchedRows } from '../../src/db/why/find-events.ts'
import { fillWhy } from '../../trials/why/fill-why.ts'
import { listQuestions } from '../../trials/why/questions.ts'
import { createTestDatabase } from '../helpers/database.ts'

/** Tables with a row for each Page, or with one row. */
const small = new Set(['page', 'p', ''])
const manyRows = 1_500

test('no question of why reads a large table whole, or sorts many rows', async (t) => {
  t.timeout(240_000)
  const database = await createTestDatabase()
  t.teardown(() => database.drop())
  const rows = 30_000
  await fillWhy(database.url, { rows, longest: 6_000 })
  const pool = createPool({
    uri: database.url,
    timezone: 'Z',
    supportBigNumbers: true,
    bigNumberStrings: true,
    dateStrings: ['DATE'],
  })
  let statements: string[] = []
  const db = new Kysely<Database>({
    dialect: new MysqlDialect({ pool }),
    log({ query: { sql, parameters } }) {
      if (/^\W*select/i.test(sql)) statements.push(pool.format(sql, [...parameters]))
    },
  })
  t.teardown(() => db.destroy())
  const questions = await listQuestions(db, rows)
  for (const { kind, ask, expects } of questions) {
    for (const one of ask.slice(1)) t.is(await one(db), expects, kind)
    statements = []
    t.is(await ask[0]?.(db), expects, kind)
    for (const statement of new Set(statements)) {
      const plan = await database.query(`explain format=traditional ${statement}`)
      for (const row of plan) t.is(faultOf(row, statement), undefined, `${kind}:\n${statement.slice(0, 800)}`)
    }
  }
  t.true(questions.length > 25)
})

/** Undefined: the step reads few rows, or as many as its LIMIT says, in the order of the index. */
function faultOf(row: Readonly<Record<string, unknown>>, statement: string): string | undefined {
  const text = (name: string): string => (typeof row[name] === 'string' ? row[name] : '')
  const [table, type, extra] = [text('table'), text('type'), text('Extra')]
  if (small.has(table) || table.startsWith('<')) return undefined
  const count = Number(row['rows'] ?? 0)
  const step = `${table} by ${text('key')} (${type}), ${count} rows: ${extra}`
  if (type === 'ALL') return `the whole table: ${step}`
  if (count <= manyRows) return undefined
  if (/filesort|temporary/.test(extra)) return `sorted: ${step}`
  // Whether a day occurs: the first row of its range tells.
  const isLimited = / limit \d+/.test(statement)
  return isLimited || count <= searchedRows ? undefined : `not bounded: ${step}`
}
