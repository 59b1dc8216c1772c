/** The values of a number in a period. */
import type { Kysely } from 'kysely'
import type { Database } from '../../mysql/schema.ts'
import type { InsightDefinition } from './definition.ts'
import { clockOf, hoursSql, type InsightFilter, tablesSql } from './insight-sql.ts'
import { bindNamed, fillNamed, type NamedValues } from './named-sql.ts'

/** In the order of the columns. */
export type InsightRow = (string | number)[]

/** From the hours that were counted. */
export async function readInsight(
  db: Kysely<Database>,
  definition: InsightDefinition,
  filter: InsightFilter,
): Promise<InsightRow[]> {
  return await read(db, definition, bindNamed(hoursSql(definition, filter), valuesOf(filter)))
}

/** From the tables, as the published SQL. Slow. */
export async function readFromTables(
  db: Kysely<Database>,
  definition: InsightDefinition,
  filter: InsightFilter,
): Promise<InsightRow[]> {
  return await read(db, definition, bindNamed(tablesSql(definition, clockOf(filter)), valuesOf(filter)))
}

/** The published SQL with the values of this filter, to be pasted. */
export function shownSql(definition: InsightDefinition, filter: InsightFilter): string {
  return `${fillNamed(tablesSql(definition, clockOf(filter)), valuesOf(filter))};`
}

export function valuesOf({ from, to, pageId, language }: InsightFilter): NamedValues {
  return { from, to, pageId, language }
}

type Row = Readonly<Record<string, string | number | null>>

async function read(
  db: Kysely<Database>,
  { columns }: InsightDefinition,
  statement: ReturnType<typeof bindNamed<Row>>,
): Promise<InsightRow[]> {
  const { rows } = await statement.execute(db)
  return rows.map((row) =>
    columns.map(({ name, unit }) => {
      const value = row[name] ?? ''
      return unit === 'count' || unit === 'ms' ? Number(value) : String(value)
    }),
  )
}
