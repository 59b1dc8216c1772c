import type { Transaction } from 'kysely'
import { type ActOutcome, type MessageAct, refused } from '../../domain/agent-act.ts'
import { judgeAgents } from '../../domain/agent-policy.ts'
import { messengerChannel } from '../../domain/event.ts'
import type { OutboundAction } from '../../domain/outbound.ts'
import type { ReplyAction } from '../../domain/reply.ts'
import type { Database } from '../mysql/schema.ts'
import type { AgentActRequest } from './agent-act-request.ts'
import { insertAgentsRows } from './insert-agents-rows.ts'
import { isBeingTaken, isInInbox, mayBeOthers, silentUntilOf, type Thread } from './read-thread.ts'
import { silenceBot } from './silence-bot.ts'

interface Message {
  readonly act: MessageAct
  readonly thread: Thread
}

/** The message waits to be sent, after all that is before it. The bot is silent from now on. */
export async function reply(
  transaction: Transaction<Database>,
  request: AgentActRequest,
  { act: { text, pictureUrl }, thread }: Message,
): Promise<ActOutcome> {
  const { user, conversationId, now, rules } = request
  const say: ReplyAction = { do: 'say', message: { text } }
  const isTaking = await isBeingTaken(transaction, conversationId)
  const verdict = judgeAgents(say, {
    nowMs: now,
    lastInboundTs: thread.lastInboundTs,
    causedTs: now,
    expiresTs: Infinity,
    otherAppUntil: isTaking || isInInbox(thread, now) ? 0 : thread.otherAppUntil,
    mayUseHumanAgent: rules.mayUseHumanAgent,
  })
  if (!verdict.allowed) return refused(verdict.reason, verdict.say)
  const undoUntilTs = now + rules.undoMs
  const caused = { causedTs: thread.lastInboundTs ?? now }
  // Facebook takes no message with both.
  const picture: readonly OutboundAction[] =
    pictureUrl === undefined
      ? []
      : [
          {
            action: { do: 'say', message: { attachment: { type: 'image', payload: { url: pictureUrl } } } },
            ...caused,
          },
        ]
  if (!isTaking && mayBeOthers(thread, now)) await takeFirst(transaction, request)
  await silenceBot(transaction, conversationId, { now, until: silentUntilOf(request, thread) })
  const outboundId = await insertAgentsRows(transaction, {
    userId: user.id,
    conversationId,
    channel: messengerChannel,
    actions: [...picture, { action: say, ...caused }],
    now,
    undoUntilTs,
  })
  return { is: 'queued', outboundId, undoUntil: undoUntilTs }
}

/** After a hand-over, or a message in the inbox of the Page, the inbox may control the thread: an agent need not know. */
async function takeFirst(
  transaction: Transaction<Database>,
  { user, conversationId, now }: AgentActRequest,
): Promise<void> {
  await insertAgentsRows(transaction, {
    userId: user.id,
    conversationId,
    channel: messengerChannel,
    actions: [{ action: { do: 'take_thread' }, causedTs: now }],
    now,
  })
}
