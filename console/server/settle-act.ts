/** An agent resends, drops or marks as sent what is held or failed. */
import type { Kysely } from 'kysely'
import { createOutboundRows } from '../../src/db/conversation/outbound.ts'
import { createConversationReader } from '../../src/db/conversation/read-conversation.ts'
import { createWakeUps } from '../../src/db/conversation/wake-ups.ts'
import { findActedThread } from '../../src/db/console/find-acted-thread.ts'
import type { ActRequest } from '../../src/db/console/once-per-key.ts'
import { findOutcome, saveOutcome } from '../../src/db/console/once-per-key.ts'
import { inTransaction } from '../../src/db/mysql/in-transaction.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import { type ActOutcome, refused } from '../../src/domain/agent-act.ts'
import type { OutboundState } from '../../src/domain/outbound.ts'
import { dropRow, markRowSent, resendRow } from '../../workers/respond/settle-by-hand.ts'

export interface SettleAct {
  readonly act: 'resend' | 'drop' | 'mark_sent'
  readonly key: string
  readonly outboundId: string
}

const by = { resend: resendRow, drop: dropRow, mark_sent: markRowSent }
const settleable: readonly OutboundState[] = ['held', 'failed']

/**
 * The row is settled, by a compare-and-set on its state: a repeated request finds another state, or the outcome of the
 * first.
 */
export async function settleByAgent(
  db: Kysely<Database>,
  asked: ActRequest & { readonly act: SettleAct },
  mayUseHumanAgent: boolean,
): Promise<ActOutcome> {
  const { user, act, now } = asked
  const conversationId = await findActedThread(db, asked.conversationId, act)
  const request = { ...asked, conversationId }
  const before = await findOutcome(db, user.id, act.key)
  if (before !== undefined) return before
  const rows = createOutboundRows(db, () => now)
  const row = await rows.find(act.outboundId)
  if (row === undefined || row.conversationId !== conversationId)
    return refused('no_message', 'There is no such message in this conversation.')
  if (!settleable.includes(row.state))
    return refused('not_held', `Nothing to do: the message is ${row.state}, and neither held nor failed.`)
  const deps = {
    rows,
    conversations: createConversationReader(db),
    wakeUps: createWakeUps(db),
    now: () => now,
    mayUseHumanAgent,
  }
  const settled = await by[act.act](row, deps)
  const outcome = settled.settled
    ? ({ is: act.act === 'resend' ? 'queued' : 'done', outboundId: row.id } as const)
    : refused(
        settled.reason ?? 'not_possible',
        settled.refused ?? 'The message has changed meanwhile. Look again.',
      )
  if (outcome.is !== 'refused')
    await inTransaction(db, (transaction) => saveOutcome(transaction, request, outcome))
  return outcome
}
