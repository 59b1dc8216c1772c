import type { Transaction } from 'kysely'
import { type ActOutcome, type CommentAct, refused } from '../../domain/agent-act.ts'
import { judgeAgents } from '../../domain/agent-policy.ts'
import { feedChannel } from '../../domain/event.ts'
import type { ReplyAction } from '../../domain/reply.ts'
import type { Database } from '../mysql/schema.ts'
import type { AgentActRequest } from './agent-act-request.ts'
import { findComment } from './find-comment.ts'
import { insertAgentsRows } from './insert-agents-rows.ts'
import { findPrivateReplies } from './private-replies.ts'
import { silentUntilOf, type Thread } from './read-thread.ts'
import { silenceBot } from './silence-bot.ts'

/** A reply to a comment of the customer, or what is done with it. */
export async function actOnComment(
  transaction: Transaction<Database>,
  request: AgentActRequest,
  { act, thread }: { readonly act: CommentAct; readonly thread: Thread },
): Promise<ActOutcome> {
  const { user, conversationId, now, rules } = request
  const comment = await findComment(transaction, thread, act.commentId)
  if (comment === undefined) return refused('no_comment', 'The customer wrote no such comment.')
  const action = toAction(act)
  const { ts: causedTs, commentId, postId, contentKey } = comment
  const { removedTs } = (await transaction
    .selectFrom('contentState')
    .select('removedTs')
    .where('contentKey', '=', contentKey)
    .executeTakeFirst()) ?? { removedTs: null }
  const gone = removedTs === null ? undefined : ('content_removed' as const)
  const facts = { nowMs: now, lastInboundTs: thread.lastInboundTs, causedTs, expiresTs: Infinity, gone }
  const verdict = judgeAgents(action, { ...facts, mayUseHumanAgent: rules.mayUseHumanAgent })
  if (!verdict.allowed) return refused(verdict.reason, verdict.say)
  if (action.do === 'private_reply') {
    if ((await findPrivateReplies(transaction, [conversationId], [contentKey])).size > 0)
      return refused('already_replied', 'The comment has its one private reply. Reply in public.')
    await silenceBot(transaction, conversationId, { now, until: silentUntilOf(request, thread) })
  }
  const undoUntilTs = now + rules.undoMs
  const about = { commentId, ...(postId === undefined ? {} : { postId }) }
  const outboundId = await insertAgentsRows(transaction, {
    userId: user.id,
    conversationId,
    channel: feedChannel,
    actions: [{ action, about, causedTs }],
    contentKey,
    now,
    undoUntilTs,
  })
  return { is: 'queued', outboundId, undoUntil: undoUntilTs }
}

function toAction(act: CommentAct): ReplyAction {
  if (act.act === 'reply_in_public') return { do: 'comment', text: act.text }
  if (act.act === 'reply_in_private') return { do: 'private_reply', message: { text: act.text } }
  return { do: act.act }
}
