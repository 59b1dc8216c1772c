/** Acts of moderation that an operator asks for: they join the turn of their comment, and workers do them. */
import { randomBytes } from 'node:crypto'
import { sql, type Transaction } from 'kysely'
import { feedChannel } from '../../domain/event.ts'
import type { ConversationId, PageId, TurnId } from '../../domain/ids.ts'
import type { OutboundAction } from '../../domain/outbound.ts'
import type { ReplyOutcome } from '../../domain/reasons.ts'
import { noticeStep } from '../../domain/turn-outcome.ts'
import type { Database } from '../mysql/schema.ts'

export interface AskedAct {
  readonly act: 'hide' | 'delete' | 'unhide'
  readonly rule: string
  readonly cause: 'undo' | 'apply'
  readonly contentKey: Buffer
  readonly pageId: PageId
  readonly commentId: string
  readonly turnId: TurnId
  readonly conversationId: ConversationId
}

/** A Page's token may be dead, or Facebook away. */
const expiresMs = 7 * 24 * 3_600_000

/** No decision is committed in these conversations until the transaction ends. */
export async function lockConversations(
  transaction: Transaction<Database>,
  ids: readonly ConversationId[],
): Promise<void> {
  await transaction
    .selectFrom('conversation')
    .select('id')
    .where('id', 'in', [...new Set(ids)])
    .orderBy('id')
    .forUpdate()
    .execute()
}

/** Rows of `outbound` and `moderation`. The conversations are locked, woken, and choose again what they were choosing. */
export async function insertActs(
  transaction: Transaction<Database>,
  acts: readonly AskedAct[],
  nowMs: number,
): Promise<void> {
  if (acts.length === 0) return
  for (const act of acts) await insertAct(transaction, act, nowMs)
  await transaction
    .updateTable('conversation')
    .set((eb) => ({
      decisions: eb('decisions', '+', 1),
      feedWakeTs: sql<string>`least(coalesce(feedWakeTs, ${nowMs}), ${nowMs})`,
    }))
    .where(
      'id',
      'in',
      acts.map(({ conversationId }) => conversationId),
    )
    .execute()
}

async function insertAct(
  transaction: Transaction<Database>,
  { act, rule, cause, contentKey, pageId, commentId, turnId, conversationId }: AskedAct,
  nowMs: number,
): Promise<void> {
  const action: OutboundAction = { action: { do: act, rule }, about: { commentId }, causedTs: nowMs }
  const { step } = await transaction
    .selectFrom('outbound')
    .select(sql<number | string>`coalesce(max(step) + 1, 0)`.as('step'))
    .where('turnId', '=', turnId)
    .where('step', '<', noticeStep)
    .executeTakeFirstOrThrow()
  const { insertId } = await transaction
    .insertInto('outbound')
    .values({
      turnId,
      step: Number(step),
      conversationId,
      channel: feedChannel,
      action: JSON.stringify(action),
      echoMark: randomBytes(8).toString('hex'),
      expiresTs: nowMs + expiresMs,
      createdTs: nowMs,
    })
    .executeTakeFirstOrThrow()
  await transaction
    .updateTable('turn')
    .set({ outcomeIfSent: sql<ReplyOutcome>`coalesce(outcomeIfSent, 'moderated')` })
    .where('id', '=', turnId)
    .execute()
  const outboundId = String(insertId)
  await transaction
    .insertInto('moderation')
    .values({ outboundId, contentKey, pageId, commentId, rule, act, cause, ts: String(nowMs) })
    .execute()
}
