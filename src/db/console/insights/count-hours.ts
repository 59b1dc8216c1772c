/** Counts whole hours from the tables into `insightHour`. It may be repeated at any time. */
import { type Kysely, sql, type Transaction } from 'kysely'
import { asPageId, type PageId } from '../../../domain/ids.ts'
import { inTransaction } from '../../mysql/in-transaction.ts'
import type { Database } from '../../mysql/schema.ts'
import type { InsightDefinition } from './definition.ts'
import { countedDefinitions } from './definitions.ts'
import { countDaysSql, countSql, hasSums, metricOf } from './insight-sql.ts'
import { bindNamed } from './named-sql.ts'
import { hourMs } from './slots.ts'

/** Hours since 1970: from `fromHour` to before `toHour`. */
export interface HourRange {
  readonly fromHour: number
  readonly toHour: number
}

interface Cell {
  readonly hour: number
  readonly pageId: PageId
  readonly language: string
  readonly part: string
  readonly bucket: number
  readonly amount: number
}

type CellRow = Pick<Cell, 'pageId' | 'language' | 'part'> &
  Readonly<Record<'hour' | 'bucket' | 'amount', number | string>>

const rowsAtOnce = 1_000

/**
 * The numbers of these hours, and of their days, are as the tables say. Returns how many rows were wrong. The tables are
 * read without locks, before anything is written.
 */
export async function countHours(
  db: Kysely<Database>,
  range: HourRange,
  definitions: readonly InsightDefinition[] = countedDefinitions,
): Promise<number> {
  let wrong = 0
  for (const definition of definitions) wrong += await countOne(db, definition, range)
  return wrong
}

async function countOne(
  db: Kysely<Database>,
  definition: InsightDefinition,
  range: HourRange,
): Promise<number> {
  const values = { from: range.fromHour * hourMs, to: range.toHour * hourMs }
  const { rows } = await bindNamed<CellRow>(countSql(definition), values).execute(db)
  const wanted = withSums(rows.map(toCell), hasSums(definition, 'hour'))
  const wrong = await replace(db, { metric: metricOf(definition, 'hour'), range, wanted })
  // The sweep counts whole days: it mends a day whose hours were written by a process that died before it wrote the day.
  if (wrong === 0 && range.toHour - range.fromHour < 24) return 0
  return wrong + (await countDays(db, definition, range))
}

/** Of the days that these hours are part of. */
async function countDays(
  db: Kysely<Database>,
  definition: InsightDefinition,
  { fromHour, toHour }: HourRange,
): Promise<number> {
  const range = { fromHour: Math.floor(fromHour / 24) * 24, toHour: Math.ceil(toHour / 24) * 24 }
  const { rows } = await bindNamed<Omit<CellRow, 'hour'> & { readonly day: string }>(
    countDaysSql(definition),
    range,
  ).execute(db)
  const counted = rows.map(({ day, ...row }) => toCell({ ...row, hour: day }))
  const wanted = withSums(counted, hasSums(definition, 'day'))
  return await replace(db, { metric: metricOf(definition, 'day'), range, wanted })
}

/**
 * With the sums of all Pages and languages, under the name `all`: they are read most. Sums of one Page or one language are
 * few rows to add up, and would be as many again to keep.
 */
function withSums(cells: readonly Cell[], isWanted: boolean): readonly Cell[] {
  if (!isWanted) return cells
  const sums = new Map<string, Cell>()
  for (const cell of cells) {
    const sum = { ...cell, pageId: allPages, language: all }
    const key = keyOf(sum)
    sums.set(key, { ...sum, amount: cell.amount + (sums.get(key)?.amount ?? 0) })
  }
  return [...cells, ...sums.values()]
}

const all = 'all'
const allPages = asPageId(all)

interface Replaced {
  readonly metric: string
  readonly range: HourRange
  readonly wanted: readonly Cell[]
}

/** Only rows that differ are written. Returns how many these are. */
async function replace(db: Kysely<Database>, { metric, range, wanted }: Replaced): Promise<number> {
  const cells = new Map(wanted.map((cell) => [keyOf(cell), cell]))
  return await inTransaction(db, async (transaction) => {
    const stored = await readCells(transaction, metric, range)
    const gone = stored.filter((cell) => !cells.has(keyOf(cell)))
    const amounts = new Map(stored.map((cell) => [keyOf(cell), cell.amount]))
    const changed = [...cells]
      .filter(([key, { amount }]) => amounts.get(key) !== amount)
      .map(([, cell]) => cell)
    await remove(transaction, metric, gone)
    await write(transaction, metric, changed)
    return gone.length + changed.length
  })
}

async function readCells(
  db: Kysely<Database>,
  metric: string,
  { fromHour, toHour }: HourRange,
): Promise<Cell[]> {
  const rows = await db
    .selectFrom('insightHour')
    .select(['hour', 'pageId', 'language', 'part', 'bucket', 'amount'])
    .where('metric', '=', metric)
    .where('hour', '>=', fromHour)
    .where('hour', '<', toHour)
    .execute()
  return rows.map(toCell)
}

async function remove(
  transaction: Transaction<Database>,
  metric: string,
  cells: readonly Cell[],
): Promise<void> {
  for (const { hour, pageId, language, part, bucket } of cells)
    await transaction
      .deleteFrom('insightHour')
      .where('metric', '=', metric)
      .where('hour', '=', hour)
      .where('pageId', '=', pageId)
      .where('language', '=', language)
      .where('part', '=', part)
      .where('bucket', '=', bucket)
      .execute()
}

async function write(
  transaction: Transaction<Database>,
  metric: string,
  cells: readonly Cell[],
): Promise<void> {
  for (let at = 0; at < cells.length; at += rowsAtOnce) {
    const rows = cells.slice(at, at + rowsAtOnce).map((cell) => ({ metric, ...cell }))
    await transaction
      .insertInto('insightHour')
      .values(rows)
      .onDuplicateKeyUpdate({ amount: sql<string>`values(amount)` })
      .execute()
  }
}

function keyOf({ hour, pageId, language, part, bucket }: Cell): string {
  return JSON.stringify([hour, pageId, language, part, bucket])
}

function toCell({ hour, pageId, language, part, bucket, amount }: CellRow): Cell {
  return {
    hour: Number(hour),
    pageId,
    language,
    part,
    bucket: Number(bucket),
    amount: Number(amount),
  }
}
