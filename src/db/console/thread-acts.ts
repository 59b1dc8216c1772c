import type { Transaction } from 'kysely'
import type { ActOutcome } from '../../domain/agent-act.ts'
import { messengerChannel } from '../../domain/event.ts'
import { servedAt } from '../conversation/waiting.ts'
import type { Database } from '../mysql/schema.ts'
import type { AgentActRequest } from './agent-act-request.ts'
import { insertAgentsRows, wakeConversation } from './insert-agents-rows.ts'
import { mayBeOthers, silentUntilOf, type Thread } from './read-thread.ts'
import { silenceBot } from './silence-bot.ts'

/** The bot is silent, and the customer no longer waits: an agent looks after them. */
export async function takeOver(
  transaction: Transaction<Database>,
  request: AgentActRequest,
  thread: Thread,
): Promise<ActOutcome> {
  const { conversationId, now } = request
  await silenceBot(transaction, conversationId, { now, until: silentUntilOf(request, thread) })
  await transaction.updateTable('conversation').set(servedAt(now)).where('id', '=', conversationId).execute()
  return await controlThread(transaction, request, { thread, does: 'take_thread' })
}

/** The bot replies again, also to what the customer wrote meanwhile if it is not too old. */
export async function giveBack(
  transaction: Transaction<Database>,
  request: AgentActRequest,
  thread: Thread,
): Promise<ActOutcome> {
  const { conversationId, now } = request
  await transaction
    .updateTable('conversation')
    .set({ silentTs: String(now), silentUntil: '0', silentReason: 'ours_again', ...servedAt(now) })
    .where('id', '=', conversationId)
    .execute()
  return await controlThread(transaction, request, { thread, does: 'give_back' })
}

/** The act holds for Pagebeat. A worker asks Facebook where another side may control the thread. */
async function controlThread(
  transaction: Transaction<Database>,
  { user, conversationId, now }: AgentActRequest,
  { thread, does }: { readonly thread: Thread; readonly does: 'take_thread' | 'give_back' },
): Promise<ActOutcome> {
  const channel = messengerChannel
  if (!mayBeOthers(thread, now)) {
    await wakeConversation(transaction, { conversationId, channel }, now)
    return { is: 'done' }
  }
  const actions = [{ action: { do: does }, causedTs: now }]
  const outboundId = await insertAgentsRows(transaction, {
    userId: user.id,
    conversationId,
    channel,
    actions,
    now,
  })
  return { is: 'queued', outboundId }
}
