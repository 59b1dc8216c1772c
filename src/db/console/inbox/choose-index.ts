/** Along which index a list is read, so that its first rows are found soon. */
import { type Kysely, sql } from 'kysely'
import type { Database } from '../../mysql/schema.ts'
import { type ListFilter, orders } from './list-filter.ts'

export interface ChosenIndex {
  readonly index: string
  /** By which the index is in order. */
  readonly column: string
}

/** Filters are compared up to this number of conversations: each of more is common, and its first rows come soon. */
const mostCompared = 20_000

/** Their index is (column, lastTs). */
const indexes: Readonly<Record<string, string>> = {
  channel: 'channelIndex',
  language: 'languageIndex',
  intent: 'intentIndex',
  scene: 'sceneIndex',
  adId: 'adIndex',
  assignedTo: 'assignedIndex',
}

/**
 * The index of the rarest filter. The lists of those who wait and of closing windows have an order of their own, and are
 * short; in the others, the column of the list equals `lastTs`.
 */
export async function chooseIndex(db: Kysely<Database>, filter: ListFilter): Promise<ChosenIndex> {
  const { state, pageId } = filter
  const { index, column } = orders[state]
  if (state === 'waiting' || state === 'window_closing') return { index, column }
  const rarest = await findRarest(db, filter)
  if (rarest !== undefined) return { index: rarest, column: 'lastTs' }
  return state === 'all' && pageId !== undefined ? { index: 'pageIndex', column } : { index, column }
}

async function findRarest(db: Kysely<Database>, filter: ListFilter): Promise<string | undefined> {
  const { channel, language, intent, scene, adId, assigned } = filter
  const assignedTo = assigned === 'nobody' ? undefined : assigned
  const values = Object.entries({ channel, language, intent, scene, adId, assignedTo }).flatMap(
    ([name, value]) => (value === undefined ? [] : [{ name, value, index: indexes[name] ?? '' }]),
  )
  if (values.length < 2) return values[0]?.index
  const { rows } = await sql<{ readonly at: string; readonly found: string }>`${sql.join(
    values.map(
      ({ name, value, index }, at) => sql`select ${sql.lit(String(at))} as at, count(*) as found from
        (select 1 as one from inboxEntry force index (${sql.raw(index)})
          where ${sql.ref(name)} = ${value} limit ${sql.lit(mostCompared)}) x`,
    ),
    sql` union all `,
  )}`.execute(db)
  const [rarest] = rows.toSorted((one, other) => Number(one.found) - Number(other.found))
  return values[Number(rarest?.at ?? 0)]?.index
}
