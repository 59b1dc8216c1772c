/** Chooses the answer to the next turn and writes it into the outbox. */
import type { Customers } from '../../src/db/customers.ts'
import type { Mind, Minds } from '../../src/db/minds.ts'
import type { OutboundRows } from '../../src/db/outbound.ts'
import type { OpenTurn, Turns } from '../../src/db/turns.ts'
import { anonymousProfileId } from '../../src/domain/event-key.ts'
import type { OutboundAction } from '../../src/domain/outbound.ts'
import type { Decision } from '../../src/domain/reply.ts'
import { hasMeaning, messengerTurnKinds } from '../../src/domain/turn.ts'
import type { Understanding } from '../../src/domain/understanding.ts'
import type { SceneInput } from '../../src/storyboard/storyboard.ts'
import type { Progress } from './progress.ts'

export interface AnswerLimits {
  /** An understanding that is not there by then is done without. */
  readonly understandingMs: number
  /** An answer that would come later is not sent any more. */
  readonly answerMs: number
  /** Two bots that talk to each other stop here. */
  readonly repliesPerMinute: number
}

export interface AnswerDeps {
  readonly turns: Pick<Turns, 'findNext'>
  readonly minds: Pick<Minds, 'find' | 'decide' | 'wakeAt'>
  readonly outbox: Pick<OutboundRows, 'countSince'>
  readonly customers: Customers
  /** What the storyboard says; a mistake in it is a decision too, with its reason. */
  readonly decide: (input: SceneInput) => Promise<Decision>
  readonly onTurn: (turn: OpenTurn, outcome: string) => void
  /** The person sees that their message was read. Never fails. */
  readonly markSeen: (thread: { readonly pageId: string; readonly psid: string }) => Promise<void>
  /** Whether words of this person that reached us before this turn was known are not in the mailbox yet. */
  readonly isOvertaking: (turn: OpenTurn) => Promise<boolean>
  readonly limits: AnswerLimits
  readonly now: () => number
}

/** The worker that had them may be dead: another takes them over within ten seconds. Longer than this, nobody waits. */
const overtakenMs = 30_000
const lookAgainMs = 50

const recentOnes = 5

export async function answerNext(deps: AnswerDeps, conversationId: string): Promise<Progress> {
  const turn = await deps.turns.findNext(conversationId)
  if (turn === undefined) return 'nothing'
  const now = deps.now()
  const waitUntil = notBefore(turn, deps.limits)
  if (waitUntil > now) return { waitUntil }
  if (now - turn.openedTs < overtakenMs && (await deps.isOvertaking(turn)))
    return { waitUntil: now + lookAgainMs }
  const mind = await deps.minds.find(conversationId)
  const silence = await silenceOf(deps, turn, mind)
  const decision = silence === undefined ? await decide(deps, turn, mind) : silent(mind, silence)
  const actions = decision.actions.map((action) => toOutbound(action, turn))
  const outcome = actions.length > 0 ? 'answered' : (decision.silentBecause ?? 'no_scene')
  const expiresTs = deps.now() + deps.limits.answerMs
  const isOurs = await deps.minds.decide(turn, { decision, outcome, actions, expiresTs, now: deps.now() })
  if (isOurs) deps.onTurn(turn, outcome)
  return 'done'
}

/** An earlier turn may still be on its way, and the meaning of this one too. */
function notBefore(turn: OpenTurn, limits: AnswerLimits): number {
  const { readyTs, openedTs, understanding } = turn
  return understanding !== undefined || !hasMeaning(turn)
    ? readyTs
    : Math.max(readyTs, openedTs + limits.understandingMs)
}

/** Why nothing is said about this turn, before the storyboard is asked. */
async function silenceOf(
  { outbox, limits, now }: AnswerDeps,
  turn: OpenTurn,
  { silentUntil = 0, silentReason = 'unknown' }: Mind,
): Promise<string | undefined> {
  if (now() - turn.ts > limits.answerMs) return 'too_late'
  const isMessenger = messengerTurnKinds.includes(turn.kind)
  if (isMessenger && now() < silentUntil) return `silent_${silentReason}`
  const lately = await outbox.countSince(turn.conversationId, now() - 60_000)
  return lately >= limits.repliesPerMinute ? 'loop_guard' : undefined
}

function silent({ context }: Mind, silentBecause: string): Decision {
  return { actions: [], context, silentBecause }
}

async function decide(deps: AnswerDeps, turn: OpenTurn, { context }: Mind): Promise<Decision> {
  if (messengerTurnKinds.includes(turn.kind)) void deps.markSeen(turn)
  const isNobody = turn.pId === anonymousProfileId // shared by all whom Facebook does not name
  const [profile, recent] = await Promise.all([
    isNobody ? { pId: turn.pId } : deps.customers.find(turn.pId),
    isNobody ? [] : deps.customers.findRecent(turn.pId, recentOnes),
  ])
  const understanding = turn.understanding ?? notUnderstood
  return await deps.decide({ turn, understanding, profile, context, recent, now: deps.now() })
}

const notUnderstood: Understanding = { provider: 'none', version: '', entities: [] }

function toOutbound(action: Decision['actions'][number], turn: OpenTurn): OutboundAction {
  const { commentId, postId, ts } = turn
  const about = {
    ...(commentId === undefined ? {} : { commentId }),
    ...(postId === undefined ? {} : { postId }),
  }
  return { action, causedTs: ts, ...(Object.keys(about).length === 0 ? {} : { about }) }
}
