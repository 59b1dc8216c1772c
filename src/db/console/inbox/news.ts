/**
 * The table `inboxNews`: what the console that fills the Inbox has found, for the pages of other consoles, and customers
 * who were forgotten, for the pages of all. Rows are read once by each console, and purged after a minute.
 */
import { type Kysely, sql } from 'kysely'
import type { ConversationId } from '../../../domain/ids.ts'
import { databaseNow } from '../../mysql/database-clock.ts'
import { again } from '../../mysql/in-transaction.ts'
import type { Database } from '../../mysql/schema.ts'
import { createRowFollower } from './follow-rows.ts'
import { inRanges } from './new-interactions.ts'
import type { InboxChange } from './projector.ts'

export type InboxNewsKind = 'entry' | 'removed' | 'messages' | 'forgotten'

interface NewsRow {
  readonly id: string
  readonly conversationId: ConversationId
  readonly kind: InboxNewsKind
}

export interface InboxNews {
  /** What came since the last call. `forgotten` alone: this console found the rest itself. */
  next(which: 'all' | 'forgotten'): Promise<InboxChange | undefined>
}

const rowsAtOnce = 2_000
const keptMs = 60_000

/** From now on. */
export async function followNews(db: Kysely<Database>, now: () => number): Promise<InboxNews> {
  const { newest } = await db
    .selectFrom('inboxNews')
    .select(({ fn }) => fn.max('id').as('newest'))
    .executeTakeFirstOrThrow()
  const rows = createRowFollower<NewsRow>({
    start: Number(newest ?? 0),
    now,
    idOf: ({ id }) => Number(id),
    async read(where) {
      const found = await sql<NewsRow>`select id, conversationId, kind from inboxNews
        where ${inRanges('id', where)} order by id limit ${sql.lit(where.limit)}`.execute(db)
      return found.rows
    },
  })
  return {
    async next(which) {
      const found = (await rows.next(rowsAtOnce)).filter(
        ({ kind }) => which === 'all' || kind === 'forgotten',
      )
      if (found.length === 0) return undefined
      const idsOf = (...kinds: readonly InboxNewsKind[]): ConversationId[] => [
        ...new Set(
          found.flatMap(({ kind, conversationId }) => (kinds.includes(kind) ? [conversationId] : [])),
        ),
      ]
      return {
        entries: idsOf('entry'),
        removed: idsOf('removed', 'forgotten'),
        messages: idsOf('messages'),
      }
    },
  }
}

/** For the pages of other consoles. */
export async function writeNews(
  db: Kysely<Database>,
  { entries, removed, messages }: InboxChange,
): Promise<void> {
  const rows = [
    ...entries.map((id) => [id, 'entry'] as const),
    ...removed.map((id) => [id, 'removed'] as const),
    ...messages.map((id) => [id, 'messages'] as const),
  ]
  for (let from = 0; from < rows.length; from += rowsAtOnce)
    await again(() => insertNews(db, rows.slice(from, from + rowsAtOnce)))
}

/** Open pages of all consoles drop these conversations. Call it in the transaction that deletes them. */
export async function tellForgotten(db: Kysely<Database>, ids: readonly string[]): Promise<void> {
  if (ids.length > 0)
    await insertNews(
      db,
      ids.map((id) => [id, 'forgotten'] as const),
    )
}

async function insertNews(
  db: Kysely<Database>,
  rows: readonly (readonly [id: string, kind: InboxNewsKind])[],
): Promise<void> {
  await sql`insert into inboxNews (conversationId, kind, ts)
    values ${sql.join(rows.map(([id, kind]) => sql`(${id}, ${kind}, ${databaseNow})`))}`.execute(db)
}

export async function purgeNews(db: Kysely<Database>): Promise<void> {
  await again(() =>
    sql`delete from inboxNews where ts < ${databaseNow} - ${sql.lit(keptMs)} limit 5000`.execute(db),
  )
}
