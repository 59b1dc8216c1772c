/**
 * The table `agentAct`: each request of a user is carried out once, and a repeated one gets the first result. A refused
 * request changed nothing: it is no row, and may be allowed later.
 */
import type { Kysely, Transaction } from 'kysely'
import { type ActOutcome, refused } from '../../domain/agent-act.ts'
import type { ConversationId } from '../../domain/ids.ts'
import { inTransaction } from '../mysql/in-transaction.ts'
import type { Database } from '../mysql/schema.ts'
import { type AuditEntry, type AuditTarget, recordAudit } from './audit-log.ts'

export interface ActRequest {
  readonly user: { readonly id: string; readonly email: string }
  readonly conversationId: ConversationId
  readonly act: { readonly act: string; readonly key: string; readonly outboundId?: string }
  /** The database's time, ms. */
  readonly now: number
  /** For the log of acts, where the act changes values that it can name. `nothing`: it holds already. */
  readonly changed?: Pick<AuditEntry, 'before' | 'after'> | 'nothing' | undefined
}

/** What an act led to, and for the log of acts what it changed. */
export type LoggedOutcome = ActOutcome & Pick<ActRequest, 'changed'>

export const noConversation = refused('no_conversation', 'There is no such conversation.')

/**
 * The act is done, and in `agentAct` and `auditLog`, in one transaction that holds the lock of the conversation. So acts of
 * one conversation, and decisions of the bot in it, follow each other. `noConversation`: nothing was written.
 */
export async function oncePerKey(
  db: Kysely<Database>,
  request: ActRequest,
  work: (transaction: Transaction<Database>) => Promise<LoggedOutcome>,
): Promise<ActOutcome> {
  const { user, conversationId, act } = request
  return await inTransaction(db, async (transaction) => {
    const conversation = await transaction
      .selectFrom('conversation')
      .select('id')
      .where('id', '=', conversationId)
      .forUpdate()
      .executeTakeFirst()
    if (conversation === undefined) return noConversation
    const before = await findOutcome(transaction, user.id, act.key)
    if (before !== undefined) return before
    const { changed, ...outcome } = await work(transaction)
    if (outcome.is !== 'refused') await saveOutcome(transaction, { ...request, changed }, outcome)
    return outcome
  })
}

/** The outcome of this request, if the user made it before. */
export async function findOutcome(
  db: Kysely<Database>,
  userId: string,
  requestKey: string,
): Promise<ActOutcome | undefined> {
  const row = await db
    .selectFrom('agentAct')
    .select(['result', 'outboundId', 'undoUntilTs'])
    .where('userId', '=', userId)
    .where('requestKey', '=', requestKey)
    .executeTakeFirst()
  if (row === undefined) return undefined
  return {
    is: row.result as ActOutcome['is'], // Pagebeat itself wrote it
    ...(row.outboundId === null ? {} : { outboundId: row.outboundId }),
    ...(row.undoUntilTs === null ? {} : { undoUntil: Number(row.undoUntilTs) }),
  }
}

/** The request and its outcome are in `agentAct`, and what was changed in `auditLog`. */
export async function saveOutcome(
  transaction: Transaction<Database>,
  { user, conversationId, act, now, changed }: ActRequest,
  { is, outboundId, undoUntil }: ActOutcome,
): Promise<void> {
  await transaction
    .insertInto('agentAct')
    .values({
      userId: user.id,
      requestKey: act.key,
      conversationId,
      act: act.act,
      result: is,
      outboundId: outboundId ?? null,
      undoUntilTs: undoUntil === undefined ? null : String(undoUntil),
      ts: String(now),
    })
    .execute()
  if (changed === 'nothing') return
  const target: AuditTarget =
    act.outboundId === undefined
      ? { kind: 'conversation', id: conversationId }
      : { kind: 'outbound', id: act.outboundId }
  const { before, after } = changed ?? { after: { is, ...(outboundId === undefined ? {} : { outboundId }) } }
  await recordAudit(transaction, { user, act: act.act, target, before, after }, now)
}
