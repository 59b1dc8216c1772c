/** A conversation that a test moves on step by step: stitch, nlp and respond with real tables, and no queues. */
import { commitDecision } from '../../src/db/conversation/commit-decision.ts'
import { createBursts } from '../../src/db/conversation/bursts.ts'
import { createFollowUps } from '../../src/db/conversation/follow-ups.ts'
import { createOutboundRows } from '../../src/db/conversation/outbound.ts'
import { createConversationReader } from '../../src/db/conversation/read-conversation.ts'
import { createThreadControl } from '../../src/db/conversation/thread-control.ts'
import { createTurns } from '../../src/db/conversation/turns.ts'
import { createWakeUps } from '../../src/db/conversation/wake-ups.ts'
import { createEventRecorder } from '../../src/db/record-events.ts'
import { asConversationId, isTurnId } from '../../src/domain/ids.ts'
import { createLateness } from '../../src/domain/lateness.ts'
import type { ReplyAction } from '../../src/domain/reply.ts'
import type { Understand } from '../../src/domain/understanding.ts'
import { replyChannels } from '../../src/domain/turn.ts'
import { createNlpStep } from '../../workers/nlp.ts'
import { createRespondStep } from '../../workers/respond.ts'
import { createStitchStep } from '../../workers/stitch.ts'
import { decodeAll } from './decoded.ts'
import { openTables } from './open-tables.ts'
import { respondDepsOf } from './worker-ports.ts'

const understand: Understand = async ({ text }) => ({ provider: 'local', version: text, entities: [] })

/** Real tables between the steps of stitch, nlp and respond. A reply quotes the text, and how it was understood. */
export async function openConversation(reply?: (text: string) => readonly ReplyAction[]) {
  const { db, database } = await openTables()
  const conversationRules = {
    listensTo: (kind: string) => kind !== 'post_reaction' && !kind.startsWith('edited'),
    lateness: createLateness(),
    ownAppId: '42',
    silenceMs: 0,
    now: Date.now,
  }
  const turns = createTurns(db)
  const stitch = createStitchStep({
    interactions: createEventRecorder(db, { conversationRules }),
    turns,
    onRecorded: () => undefined,
  })
  const nlp = createNlpStep({ turns, understand })
  const sent: string[] = []
  const deps = respondDepsOf({
    conversations: createConversationReader(db),
    wakeUps: createWakeUps(db),
    bursts: createBursts(db),
    followUps: createFollowUps(db),
    understand,
    threadControl: createThreadControl(db),
    outbound: createOutboundRows(db, Date.now),
    commitDecision: (turn, decision) => commitDecision(db, turn, decision),
    async chooseReply({ turn, understanding }) {
      const text = `${turn.text} / ${understanding.version}`
      const say: ReplyAction =
        turn.kind === 'message' ? { do: 'say', message: { text } } : { do: 'comment', text }
      return { actions: reply?.(text) ?? [say], context: {} }
    },
    send: async ({ action }) => {
      sent.push(
        action.do === 'say' ? (action.message.text ?? '') : action.do === 'comment' ? action.text : action.do,
      )
      return { platformId: `p${sent.length}` }
    },
    now: Date.now,
  })
  return {
    db,
    database,
    deps,
    sent,
    /** One job of stitch, and the turns that it sends to nlp. */
    async stitch(...bodies: readonly string[]) {
      const job = { v: 1 as const, receivedAt: Date.now(), events: decodeAll(bodies).events }
      const { hops } = await stitch(job)
      return hops.flatMap(({ job: next }) => {
        const { turnId } = next as { turnId: unknown }
        return isTurnId(turnId) ? [turnId] : []
      })
    },
    async nlp(turnIds: readonly Parameters<typeof turns.find>[0][]) {
      const conversationId = asConversationId('1')
      for (const turnId of turnIds) await nlp({ v: 1, turnId, conversationId })
    },
    async respond(given = deps) {
      const step = createRespondStep(given)
      for (const { id } of await database.query('select id from conversation'))
        for (const channel of replyChannels)
          await step({ v: 1, conversationId: asConversationId(String(id)), channel })
    },
    outcomes: async () => (await database.query('select outcome from turn')).map(({ outcome }) => outcome),
  }
}
