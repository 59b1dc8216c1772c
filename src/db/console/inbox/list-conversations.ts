/** The lists of the Inbox. Each is read along one index, so that its first rows cost the same in a table of any size. */
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { ConversationId } from '../../../domain/ids.ts'
import type { Database } from '../../mysql/schema.ts'
import { chooseIndex } from './choose-index.ts'
import { type ListFilter, orders } from './list-filter.ts'
import { askedWordsOf } from './words.ts'

export interface FoundList {
  readonly ids: readonly ConversationId[]
  /** Undefined: there are no more. */
  readonly next: string | undefined
}

/** A word that more conversations have is common: the list's own order then finds the first of them soon. */
const rareWord = 10_000

/** A cursor that is no cursor begins at the start. */
export async function listConversations(db: Kysely<Database>, filter: ListFilter): Promise<FoundList> {
  const { limit, text } = filter
  const words = text === undefined || text.trim() === '' ? [] : askedWordsOf(text)
  if (text !== undefined && text.trim() !== '' && words.length === 0) return { ids: [], next: undefined }
  const from = await chooseSource(db, filter, words)
  const order = orders[filter.state]
  const column = sql.ref(`e.${from.column}`)
  const direction = sql.raw(order.direction)
  const conditions = [
    sql`${sql.ref(`e.${order.column}`)} is not null`,
    ...conditionsOf(filter),
    ...from.words.map((word) => hasWord('e', word)),
    ...afterCursor(filter, column),
  ]
  const { rows } = await sql<{ readonly id: ConversationId; readonly ts: string }>`
    select e.conversationId as id, ${column} as ts from ${from.table}
    where ${sql.join(conditions, sql` and `)}
    order by ${column} ${direction}, e.conversationId ${direction} limit ${sql.lit(limit + 1)}`.execute(db)
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return {
    ids: rows.slice(0, limit).map(({ id }) => id),
    next: last === undefined ? undefined : `${last.ts}.${last.id}`,
  }
}

interface Source {
  readonly table: RawBuilder<unknown>
  /** Those that are not looked up by the source itself. */
  readonly words: readonly string[]
  /** By which the table is read in order. */
  readonly column: string
}

const and = sql` and `

/** The rarest word, else the index of the rarest filter, else that of the list. */
async function chooseSource(
  db: Kysely<Database>,
  filter: ListFilter,
  words: readonly string[],
): Promise<Source> {
  const counts = words.length === 0 ? new Map<string, number>() : await countWords(db, words)
  const countOf = (word: string): number => counts.get(word) ?? 0
  // The rarest first: the others are then looked up for few.
  const sorted = words.toSorted((one, other) => countOf(one) - countOf(other))
  const [rarest, ...others] = sorted
  if (rarest !== undefined && countOf(rarest) <= rareWord) {
    const all = sql.join([isWord('w', rarest), ...others.map((word) => hasWord('w', word))], and)
    return {
      table: sql`(select distinct w.conversationId from inboxWord w where ${all}) r
        join inboxEntry e on e.conversationId = r.conversationId`,
      words: [],
      column: orders[filter.state].column,
    }
  }
  const { index, column } = await chooseIndex(db, filter)
  return { table: sql`inboxEntry e force index (${sql.raw(index)})`, words: sorted, column }
}

async function countWords(
  db: Kysely<Database>,
  words: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ readonly at: string; readonly rows: string }>`${sql.join(
    words.map(
      (word, at) => sql`select ${sql.lit(String(at))} as at, count(*) as \`rows\` from
        (select 1 as one from inboxWord w where ${isWord('w', word)} limit ${sql.lit(rareWord + 1)}) x`,
    ),
    sql` union all `,
  )}`.execute(db)
  return new Map(rows.map(({ at, rows: found }) => [words[Number(at)] ?? '', Number(found)]))
}

/** Words have no signs of LIKE. */
function isWord(table: 'w' | 'o', word: string): RawBuilder<boolean> {
  return sql<boolean>`${sql.ref(`${table}.word`)} like ${`${word}%`}`
}

/** Not `exists`: MariaDB would read all conversations with the word at once. */
function hasWord(table: 'w' | 'e', word: string): RawBuilder<boolean> {
  const id = sql.ref(`${table}.conversationId`)
  return sql<boolean>`(select 1 from inboxWord o where o.conversationId = ${id} and ${isWord('o', word)} limit 1) = 1`
}

function conditionsOf(filter: ListFilter): RawBuilder<unknown>[] {
  const { pageId, channel, language, intent, scene, adId, assigned } = filter
  const equal = Object.entries({ pageId, channel, language, intent, scene, adId }).flatMap(([name, value]) =>
    value === undefined ? [] : [sql`${sql.ref(`e.${name}`)} = ${value}`],
  )
  if (assigned === undefined) return equal
  return [...equal, assigned === 'nobody' ? sql`e.assignedTo is null` : sql`e.assignedTo = ${assigned}`]
}

function afterCursor({ state, cursor }: ListFilter, column: RawBuilder<unknown>): RawBuilder<unknown>[] {
  const [, ts, id] = /^(\d{1,16})\.(\d{1,19})$/.exec(cursor ?? '') ?? []
  if (ts === undefined || id === undefined) return []
  return orders[state].direction === 'asc'
    ? [sql`${column} >= ${ts}`, sql`(${column} > ${ts} or e.conversationId > ${id})`]
    : [sql`${column} <= ${ts}`, sql`(${column} < ${ts} or e.conversationId < ${id})`]
}
