/** `POST /api/conversations/:id/acts`: what an agent does in a conversation. */
import { Router } from '@koa/router'
import type { Context } from 'koa'
import { type AgentRules } from '../../src/db/console/agent-act-request.ts'
import { recordAgentAct } from '../../src/db/console/agent-acts.ts'
import { recordInboxAct } from '../../src/db/console/inbox/inbox-acts.ts'
import { noConversation } from '../../src/db/console/once-per-key.ts'
import type { WakeUpOf } from '../../src/db/conversation/wake-ups.ts'
import { databaseTime } from '../../src/db/mysql/database-clock.ts'
import type { ActOutcome } from '../../src/domain/agent-act.ts'
import { feedChannel, messengerChannel } from '../../src/domain/event.ts'
import { asConversationId } from '../../src/domain/ids.ts'
import { type Act, actResultSchema, actSchema } from '../api/acts.ts'
import type { AreaDeps } from './area-deps.ts'
import { answer } from './http/answer.ts'
import { notFound } from './http/api-failure.ts'
import { decodeBody, decodeId } from './http/decode.ts'
import { requireRole, userOf } from './http/require-role.ts'
import { settleByAgent } from './settle-act.ts'

const usualRules: AgentRules = { undoMs: 5_000, silenceMs: 120 * 60_000, mayUseHumanAgent: false }

/** The act is committed, then a worker is woken. Where that fails, the schedule in the table wakes one. */
export function createActRoutes(deps: AreaDeps): Router {
  const router = new Router()
  router.post('/api/conversations/:id/acts', requireRole('agent'), async (ctx: Context) => {
    const conversationId = asConversationId(decodeId(ctx['params'].id, 'conversation'))
    const act = await decodeBody(ctx, actSchema)
    const { id, email } = userOf(ctx)
    const now = (await databaseTime(deps.db))()
    const outcome = await record(deps, { user: { id, email }, conversationId, act, now })
    if (outcome === noConversation) throw notFound('conversation')
    if (outcome.is !== 'refused')
      await deps.wake?.({ conversationId, channel: channelOf(act) }).catch(() => {})
    answer(ctx, actResultSchema, outcome, 202)
  })
  return router
}

interface Request {
  readonly user: { readonly id: string; readonly email: string }
  readonly conversationId: WakeUpOf['conversationId']
  readonly act: Act
  readonly now: number
}

async function record(deps: AreaDeps, { act, ...request }: Request): Promise<ActOutcome> {
  const { db, agentRules: rules = usualRules } = deps
  switch (act.act) {
    case 'resend':
    case 'drop':
    case 'mark_sent':
      return await settleByAgent(db, { ...request, act }, rules.mayUseHumanAgent)
    case 'mark_done':
    case 'reopen':
    case 'assign':
    case 'note':
      return await recordInboxAct(db, { ...request, act })
    case 'reply':
    case 'reply_in_public':
    case 'reply_in_private':
    case 'hide':
    case 'unhide':
    case 'delete':
    case 'like':
    case 'take_over':
    case 'give_back':
    case 'undo':
      return await recordAgentAct(db, { ...request, act, rules })
  }
}

function channelOf(act: Act): WakeUpOf['channel'] {
  return 'commentId' in act ? feedChannel : messengerChannel
}
