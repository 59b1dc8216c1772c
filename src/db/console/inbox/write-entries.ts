/** The rows of `inboxEntry`, derived again from the other tables. */
import { type Kysely, sql, type Transaction } from 'kysely'
import { asConversationId, type ConversationId } from '../../../domain/ids.ts'
import { databaseNow } from '../../mysql/database-clock.ts'
import { inTransaction } from '../../mysql/in-transaction.ts'
import type { Database } from '../../mysql/schema.ts'
import { deriveEntry, type InboxEntry } from './derive-entry.ts'
import type { FoundGroups, Group } from './find-groups.ts'
import { readFacts } from './read-facts.ts'

export interface WrittenEntries {
  /** Entries that are new or have changed. */
  readonly changed: readonly ConversationId[]
  /** Entries that are no more. */
  readonly removed: readonly ConversationId[]
  /** Their words are to be read again: other threads were joined to them, or the name is another. */
  readonly rewords: readonly Group[]
  /** Of entries that are new. */
  readonly named: readonly NewName[]
}

export interface NewName {
  readonly conversationId: ConversationId
  readonly name: string
}

const columns = [
  'conversationId',
  'pageId',
  'pId',
  'name',
  'channel',
  'state',
  'lastTs',
  'lastBy',
  'lastText',
  'lastInboundTs',
  'unanswered',
  'language',
  'intent',
  'scene',
  'adId',
  'assignedTo',
  'waitingTs',
  'agentTs',
  'botTs',
  'notUnderstoodTs',
  'troubleTs',
  'windowTs',
  'doneTs',
  'changesTs',
] as const satisfies readonly (keyof InboxEntry)[]

/** `now` in ms. May be repeated. A row that is as it was is not written. */
export async function writeEntries(
  db: Kysely<Database>,
  { groups, gone }: Pick<FoundGroups, 'groups' | 'gone'>,
  now: number,
): Promise<WrittenEntries> {
  const facts = await readFacts(db, groups)
  const entries = facts.map((fact) => deriveEntry(fact, now))
  const ids = [...gone, ...groups.flatMap(({ threads }) => threads.map(({ id }) => id))]
  const before = await findRows(db, ids)
  const wanted = new Map(
    entries.flatMap((entry) => (entry === undefined ? [] : [[entry.conversationId, entry] as const])),
  )
  const changed = [...wanted.values()].filter((entry) => !isSame(before.get(entry.conversationId), entry))
  const removed = ids.filter((id) => before.has(id) && !wanted.has(id))
  const written =
    changed.length + removed.length === 0
      ? []
      : await inTransaction(db, (transaction) => replaceRows(transaction, changed, removed))
  const rewords: Group[] = []
  const named: NewName[] = []
  for (const [at, group] of groups.entries()) {
    const entry = entries[at]
    if (entry === undefined) continue
    const { conversationId, name } = entry
    const row = before.get(conversationId)
    const isOther = row !== undefined && (row.pId !== group.pId || row.name !== (name ?? null))
    const isJoined = group.threads.some(
      ({ id }) => id !== conversationId && (row === undefined || before.has(id)),
    )
    if (isOther || isJoined) rewords.push(group)
    else if (row === undefined && name !== undefined) named.push({ conversationId, name })
  }
  return { changed: written, removed, rewords, named }
}

/**
 * A customer who is forgotten meanwhile has no row of `conversation`, and gets none here: their threads are locked first.
 * The run that forgets them waits, or has deleted them before.
 */
async function replaceRows(
  transaction: Transaction<Database>,
  changed: readonly InboxEntry[],
  removed: readonly ConversationId[],
): Promise<ConversationId[]> {
  const alive = await lockThreads(
    transaction,
    changed.map(({ conversationId }) => conversationId),
  )
  if (removed.length > 0)
    await transaction.deleteFrom('inboxEntry').where('conversationId', 'in', removed).execute()
  const rows = changed
    .filter(({ conversationId }) => alive.has(conversationId))
    .toSorted((a, b) => Number(a.conversationId) - Number(b.conversationId))
  if (rows.length === 0) return []
  const values = rows.map(
    (row) => sql`(${sql.join([...columns.map((name) => row[name] ?? null), databaseNow])})`,
  )
  const names = [...columns, 'writtenTs']
  const updates = names
    .filter((name) => name !== 'conversationId')
    .map((name) => sql`${sql.ref(name)} = values(${sql.ref(name)})`)
  await sql`insert into inboxEntry (${sql.join(names.map((name) => sql.ref(name)))})
    values ${sql.join(values)} on duplicate key update ${sql.join(updates)}`.execute(transaction)
  return rows.map(({ conversationId }) => conversationId)
}

/** Those of these threads that are there. They stay until the transaction ends. */
export async function lockThreads(
  transaction: Transaction<Database>,
  ids: readonly ConversationId[],
): Promise<ReadonlySet<ConversationId>> {
  if (ids.length === 0) return new Set()
  const rows = await transaction
    .selectFrom('conversation')
    .select('id')
    .where('id', 'in', ids)
    .orderBy('id')
    .modifyEnd(sql`lock in share mode`)
    .execute()
  return new Set(rows.map(({ id }) => id))
}

type Row = Awaited<ReturnType<typeof selectRows>>[number]

async function findRows(
  db: Kysely<Database>,
  ids: readonly ConversationId[],
): Promise<ReadonlyMap<ConversationId, Row>> {
  const rows = await selectRows(db, ids)
  return new Map(rows.map((row) => [row.conversationId, row]))
}

async function selectRows(db: Kysely<Database>, ids: readonly ConversationId[]) {
  return await db
    .selectFrom('inboxEntry')
    .select(columns)
    .where('conversationId', 'in', ids.length === 0 ? [asConversationId('0')] : ids)
    .execute()
}

function isSame(row: Row | undefined, entry: InboxEntry): boolean {
  if (row === undefined) return false
  return columns.every((name) => String(row[name] ?? '') === String(entry[name] ?? ''))
}
