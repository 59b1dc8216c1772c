import { randomBytes } from 'node:crypto'
import { sql, type Transaction } from 'kysely'
import { feedChannel, messengerChannel } from '../../domain/event.ts'
import type { ConversationId } from '../../domain/ids.ts'
import type { OutboundAction } from '../../domain/outbound.ts'
import type { ReplyChannel } from '../../domain/turn.ts'
import type { Database } from '../mysql/schema.ts'

export interface AgentsRows {
  readonly userId: string
  readonly conversationId: ConversationId
  readonly channel: ReplyChannel
  readonly actions: readonly OutboundAction[]
  readonly contentKey?: Buffer | undefined
  readonly now: number
  /** Undefined: the rows may be claimed at once. */
  readonly undoUntilTs?: number | undefined
}

/** As long as an operator has after `pagebeat outbound resend`. An agent does not want an older message to leave. */
const expiresMs = 3_600_000

/**
 * The rows of one act, in their order, and the next step of their conversation when they may be sent. The caller holds the
 * lock of the conversation, so rows of one conversation have ids in the order in which they are committed. Returns the id
 * of the last row: the others come before it.
 */
export async function insertAgentsRows(
  transaction: Transaction<Database>,
  { userId, conversationId, channel, actions, contentKey, now, undoUntilTs }: AgentsRows,
): Promise<string> {
  const echoMark = randomBytes(8).toString('hex') // the same for all rows of an act, as for those of a reply
  const dueTs = undoUntilTs ?? now
  let id = 0n
  for (const [step, action] of actions.entries()) {
    const { insertId = 0n } = await transaction
      .insertInto('outbound')
      .values({
        turnId: null,
        step,
        conversationId,
        channel,
        action: JSON.stringify(action),
        state: 'pending',
        echoMark,
        expiresTs: String(dueTs + expiresMs),
        createdTs: String(now),
        userId,
        undoUntilTs: undoUntilTs === undefined ? null : String(undoUntilTs),
        contentKey: contentKey ?? null,
      })
      .executeTakeFirstOrThrow()
    id = insertId
  }
  await wakeConversation(transaction, { conversationId, channel }, dueTs)
  return String(id)
}

/** Schedules the next step for `ts`, ms. An earlier schedule is kept. A decision of the bot that is under way is outdated. */
export async function wakeConversation(
  transaction: Transaction<Database>,
  { conversationId, channel }: { readonly conversationId: ConversationId; readonly channel: ReplyChannel },
  ts: number,
): Promise<void> {
  const column = ({ [messengerChannel]: 'wakeTs', [feedChannel]: 'feedWakeTs' } as const)[channel]
  await transaction
    .updateTable('conversation')
    .set((eb) => ({
      [column]: sql<string>`least(coalesce(${sql.ref(column)}, ${ts}), ${ts})`,
      decisions: eb('decisions', '+', 1),
    }))
    .where('id', '=', conversationId)
    .execute()
}
