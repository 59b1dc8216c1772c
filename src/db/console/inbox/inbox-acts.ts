/** Acts of agents that change no message: notes, who has a conversation, and whether it is done. */
import type { Insertable, Kysely, Transaction } from 'kysely'
import { type ActOutcome, refused } from '../../../domain/agent-act.ts'
import type { ConversationId } from '../../../domain/ids.ts'
import type { Database } from '../../mysql/schema.ts'
import { type LoggedOutcome, oncePerKey } from '../once-per-key.ts'
import { touchInbox } from './touch-inbox.ts'

interface Keyed {
  /** Chosen by the page at random. */
  readonly key: string
}

export type InboxAct =
  | (Keyed & { readonly act: 'note'; readonly text: string })
  /** Null: nobody has it. */
  | (Keyed & { readonly act: 'assign'; readonly to: string | null })
  | (Keyed & { readonly act: 'mark_done' | 'reopen' })

export interface InboxActRequest {
  readonly user: { readonly id: string; readonly email: string }
  readonly conversationId: ConversationId
  readonly act: InboxAct
  /** The database's time, ms. */
  readonly now: number
}

/**
 * The act is done, once for each key of the user. `noConversation`: there is no such conversation. The log of acts does
 * not hold the text of a note.
 */
export async function recordInboxAct(db: Kysely<Database>, request: InboxActRequest): Promise<ActOutcome> {
  const { conversationId, act } = request
  return await oncePerKey(db, request, async (transaction) => {
    const outcome = await work(transaction, request, act)
    if (outcome.is === 'done') await touchInbox(transaction, conversationId)
    return outcome
  })
}

async function work(
  transaction: Transaction<Database>,
  request: InboxActRequest,
  act: InboxAct,
): Promise<LoggedOutcome> {
  switch (act.act) {
    case 'note':
      return await addNote(transaction, request, act.text)
    case 'assign':
      return await assign(transaction, request, act.to)
    case 'mark_done':
      return await setDone(transaction, request, request.now)
    case 'reopen':
      return await setDone(transaction, request, null)
  }
}

async function addNote(
  transaction: Transaction<Database>,
  { user, conversationId, now }: InboxActRequest,
  text: string,
): Promise<LoggedOutcome> {
  const { insertId } = await transaction
    .insertInto('conversationNote')
    .values({ conversationId, userId: user.id, ts: String(now), text })
    .executeTakeFirstOrThrow()
  return { is: 'done', changed: { after: { note: String(insertId) } } }
}

async function assign(
  transaction: Transaction<Database>,
  request: InboxActRequest,
  to: string | null,
): Promise<LoggedOutcome> {
  if (to !== null && !(await mayAnswer(transaction, to)))
    return refused('no_agent', 'This user cannot answer customers.')
  const before = await save(transaction, request, { assignedTo: to, assignedTs: String(request.now) })
  return {
    is: 'done',
    changed: { before: { assignedTo: before?.assignedTo ?? null }, after: { assignedTo: to } },
  }
}

/**
 * It is in the list of what is done until the customer writes again. Null: it is not, and who waited waits again. Of two
 * agents who mark it, the first one's mark counts, and it is taken back by either of them: a second mark in the log would
 * stay in the numbers.
 */
async function setDone(
  transaction: Transaction<Database>,
  request: InboxActRequest,
  doneTs: number | null,
): Promise<LoggedOutcome> {
  if (doneTs !== null && (await isDone(transaction, request))) return { is: 'done', changed: 'nothing' }
  const before = await save(transaction, request, {
    doneTs: doneTs === null ? null : String(doneTs),
    doneBy: doneTs === null ? null : request.user.id,
  })
  return { is: 'done', changed: { before: { doneTs: numberOf(before?.doneTs) }, after: { doneTs } } }
}

/** It is marked, and the customer has not written since. The Inbox knows comments, too, and follows a moment later. */
async function isDone(
  transaction: Transaction<Database>,
  { conversationId }: InboxActRequest,
): Promise<boolean> {
  const row = await transaction
    .selectFrom('conversationHandling as h')
    .innerJoin('conversation as c', 'c.id', 'h.conversationId')
    .leftJoin('inboxEntry as e', 'e.conversationId', 'h.conversationId')
    .select(['h.doneTs', 'c.lastInboundTs', 'e.doneTs as shownTs', 'e.writtenTs'])
    .where('h.conversationId', '=', conversationId)
    .executeTakeFirst()
  if (row === undefined || row.doneTs === null) return false
  const doneTs = Number(row.doneTs)
  const isOverInInbox = row.shownTs === null && Number(row.writtenTs ?? 0) > doneTs
  return Number(row.lastInboundTs ?? 0) <= doneTs && !isOverInInbox
}

function numberOf(ts: string | null | undefined): number | null {
  return ts === null || ts === undefined ? null : Number(ts)
}

/** Returns the row as it was. */
async function save(
  transaction: Transaction<Database>,
  { conversationId }: InboxActRequest,
  set: Omit<Insertable<Database['conversationHandling']>, 'conversationId'>,
): Promise<{ readonly assignedTo: string | null; readonly doneTs: string | null } | undefined> {
  const before = await transaction
    .selectFrom('conversationHandling')
    .select(['assignedTo', 'doneTs'])
    .where('conversationId', '=', conversationId)
    .executeTakeFirst()
  await transaction
    .insertInto('conversationHandling')
    .values({ conversationId, ...set })
    .onDuplicateKeyUpdate(set as Record<string, string | null>)
    .execute()
  return before
}

async function mayAnswer(db: Kysely<Database>, userId: string): Promise<boolean> {
  return (await listAgents(db)).some(({ id }) => id === userId)
}

/** Users to whom a conversation can be assigned, by name. */
export async function listAgents(
  db: Kysely<Database>,
): Promise<{ readonly id: string; readonly name: string }[]> {
  return await db
    .selectFrom('consoleUser')
    .select(['id', 'name'])
    .where('role', 'in', ['agent', 'admin'])
    .where('disabledTs', 'is', null)
    .orderBy('name')
    .orderBy('id')
    .execute()
}
