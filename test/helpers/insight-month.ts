/** Numbers of Insights over a month, from their hours and from the tables. */
import type { ExecutionContext } from 'ava'
import type { Kysely } from 'kysely'
import { findDefinition, insightDefinitions } from '../../src/db/console/insights/definitions.ts'
import type { InsightFilter } from '../../src/db/console/insights/insight-sql.ts'
import { readFromTables, readInsight } from '../../src/db/console/insights/read-insight.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import { pageId } from './decoded.ts'
import { at, hourSeconds } from './insight-history.ts'

export const days = 30
export const month = {
  from: at(-8 * hourSeconds),
  to: at((days * 24 - 8) * hourSeconds),
  zone: 'UTC',
  by: 'day',
  pageId: 'all',
  language: 'all',
} as const satisfies InsightFilter

export async function read(db: Kysely<Database>, name: string, filter: Partial<InsightFilter> = {}) {
  const definition = findDefinition(name)
  if (definition === undefined) throw new Error(name)
  return await readInsight(db, definition, { ...month, ...filter })
}

export async function hoursEqualTables(t: ExecutionContext, db: Kysely<Database>): Promise<void> {
  for (const definition of insightDefinitions)
    for (const filter of [
      month,
      { ...month, by: 'hour', zone: 'Asia/Kolkata' },
      { ...month, by: 'all', language: 'de' },
      { ...month, by: 'week', zone: 'Asia/Tokyo', from: month.from + 3_600_000 },
      { ...month, zone: 'America/New_York', pageId, from: month.from + 5 * 86_400_000 },
      { ...month, pageId: '999' },
    ] as const)
      t.deepEqual(
        await readInsight(db, definition, filter),
        await readFromTables(db, definition, filter),
        `${definition.name} ${JSON.stringify(filter)}`,
      )
}
