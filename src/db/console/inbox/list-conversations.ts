/** The lists of the Inbox. Each is read along one index, so that its first rows cost the same in a table of any size. */
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { ConversationId, PageId } from '../../../domain/ids.ts'
import type { Database } from '../../mysql/schema.ts'
import { askedWordsOf } from './words.ts'

export const listStates = [
  'waiting',
  'agent',
  'bot',
  'not_understood',
  'trouble',
  'window_closing',
  'done',
  'all',
] as const
export type ListState = (typeof listStates)[number]

export interface ListFilter {
  readonly state: ListState
  readonly pageId?: PageId | undefined
  readonly channel?: 'messenger' | 'feed' | undefined
  readonly language?: string | undefined
  readonly intent?: string | undefined
  readonly scene?: string | undefined
  readonly adId?: string | undefined
  /** The id of a user, or `nobody`. */
  readonly assigned?: string | undefined
  /** Words of the texts and of the customer's name. */
  readonly text?: string | undefined
  readonly limit: number
  /** `next` of the page before. */
  readonly cursor?: string | undefined
}

export interface FoundList {
  readonly ids: readonly ConversationId[]
  /** Undefined: there are no more. */
  readonly next: string | undefined
}

interface Order {
  readonly column: string
  readonly index: string
  readonly direction: 'asc' | 'desc'
}

export const orders: Readonly<Record<ListState, Order>> = {
  waiting: { column: 'waitingTs', index: 'waitingIndex', direction: 'asc' },
  agent: { column: 'agentTs', index: 'agentIndex', direction: 'desc' },
  bot: { column: 'botTs', index: 'botIndex', direction: 'desc' },
  not_understood: { column: 'notUnderstoodTs', index: 'notUnderstoodIndex', direction: 'desc' },
  trouble: { column: 'troubleTs', index: 'troubleIndex', direction: 'desc' },
  window_closing: { column: 'windowTs', index: 'windowIndex', direction: 'asc' },
  done: { column: 'doneTs', index: 'doneIndex', direction: 'desc' },
  all: { column: 'lastTs', index: 'allIndex', direction: 'desc' },
}

/** A word that more conversations have is common: the list's own order then finds the first of them soon. */
const rareWord = 2_000

/** A cursor that is no cursor begins at the start. */
export async function listConversations(db: Kysely<Database>, filter: ListFilter): Promise<FoundList> {
  const { limit, text } = filter
  const words = text === undefined || text.trim() === '' ? [] : askedWordsOf(text)
  if (text !== undefined && text.trim() !== '' && words.length === 0) return { ids: [], next: undefined }
  const from = await chooseSource(db, filter, words)
  const order = orders[filter.state]
  const column = sql.ref(`e.${order.column}`)
  const direction = sql.raw(order.direction)
  const conditions = [
    sql`${column} is not null`,
    ...conditionsOf(filter),
    ...from.words.map(hasWord),
    ...afterCursor(filter),
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
}

/** The rarest word, else the index of a filter, else that of the list. */
async function chooseSource(
  db: Kysely<Database>,
  filter: ListFilter,
  words: readonly string[],
): Promise<Source> {
  if (words.length > 0) {
    const counts = await countWords(db, words)
    const rarest = words.toSorted((a, b) => (counts.get(a) ?? 0) - (counts.get(b) ?? 0))[0] ?? ''
    if ((counts.get(rarest) ?? 0) <= rareWord)
      return {
        table: sql`(select distinct w.conversationId from inboxWord w where ${isWord(rarest)}) r
          join inboxEntry e on e.conversationId = r.conversationId`,
        words: words.filter((word) => word !== rarest),
      }
  }
  return { table: sql`inboxEntry e force index (${sql.raw(indexOf(filter))})`, words }
}

/** The lists of those who wait and of closing windows are short. */
function indexOf({ state, pageId, adId, assigned, intent, scene }: ListFilter): string {
  if (state === 'waiting' || state === 'window_closing') return orders[state].index
  if (adId !== undefined) return 'adIndex'
  if (assigned !== undefined && assigned !== 'nobody') return 'assignedIndex'
  if (intent !== undefined) return 'intentIndex'
  if (scene !== undefined) return 'sceneIndex'
  return state === 'all' && pageId !== undefined ? 'pageIndex' : orders[state].index
}

async function countWords(
  db: Kysely<Database>,
  words: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ readonly at: string; readonly rows: string }>`${sql.join(
    words.map(
      (word, at) => sql`select ${sql.lit(String(at))} as at, count(*) as \`rows\` from
        (select 1 as one from inboxWord w where ${isWord(word)} limit ${sql.lit(rareWord + 1)}) x`,
    ),
    sql` union all `,
  )}`.execute(db)
  return new Map(rows.map(({ at, rows: found }) => [words[Number(at)] ?? '', Number(found)]))
}

/** Words have no signs of LIKE. */
function isWord(word: string): RawBuilder<boolean> {
  return sql<boolean>`w.word like ${`${word}%`}`
}

/** Not `exists`: MariaDB would read all conversations with the word at once. */
function hasWord(word: string): RawBuilder<boolean> {
  return sql<boolean>`(select 1 from inboxWord w where w.conversationId = e.conversationId and ${isWord(word)} limit 1) = 1`
}

function conditionsOf(filter: ListFilter): RawBuilder<unknown>[] {
  const { pageId, channel, language, intent, scene, adId, assigned } = filter
  const equal = Object.entries({ pageId, channel, language, intent, scene, adId }).flatMap(([name, value]) =>
    value === undefined ? [] : [sql`${sql.ref(`e.${name}`)} = ${value}`],
  )
  if (assigned === undefined) return equal
  return [...equal, assigned === 'nobody' ? sql`e.assignedTo is null` : sql`e.assignedTo = ${assigned}`]
}

function afterCursor({ state, cursor }: ListFilter): RawBuilder<unknown>[] {
  const [, ts, id] = /^(\d{1,16})\.(\d{1,19})$/.exec(cursor ?? '') ?? []
  if (ts === undefined || id === undefined) return []
  const { column, direction } = orders[state]
  const name = sql.ref(`e.${column}`)
  return direction === 'asc'
    ? [sql`${name} >= ${ts}`, sql`(${name} > ${ts} or e.conversationId > ${id})`]
    : [sql`${name} <= ${ts}`, sql`(${name} < ${ts} or e.conversationId < ${id})`]
}
