/** Chooses the answer to the next turn and writes it into the outbox. */
import type { Customers } from '../../src/db/conversation/customers.ts'
import type { Look, Mind, Minds } from '../../src/db/conversation/minds.ts'
import type { OpenTurn } from '../../src/db/conversation/turns.ts'
import { anonymousProfileId } from '../../src/domain/event-key.ts'
import type { OutboundAction } from '../../src/domain/outbound.ts'
import { judge } from '../../src/domain/policy.ts'
import type { Decision, RecentInteraction } from '../../src/domain/reply.ts'
import { hasMeaning, messengerTurnKinds } from '../../src/domain/turn.ts'
import type { Understanding } from '../../src/domain/understanding.ts'
import type { SceneInput } from '../../src/storyboard/storyboard.ts'
import { type IsOvertaking, watchOthers } from './overtaking.ts'
import type { Progress } from './progress.ts'
import { type Claimed, send, type SendDeps } from './send-next.ts'

export interface AnswerLimits {
  /** An understanding that is not there by then is done without. */
  readonly understandingMs: number
  /** An answer that would come later is not sent any more. */
  readonly answerMs: number
  /** Two bots that talk to each other stop here. */
  readonly repliesPerMinute: number
}

export interface AnswerDeps extends SendDeps {
  readonly minds: Pick<Minds, 'decide' | 'setSilence'>
  readonly customers: Customers
  /** What the storyboard says; a mistake in it is a decision too, with its reason. */
  readonly decide: (input: SceneInput) => Promise<Decision>
  readonly onTurn: (turn: OpenTurn, outcome: string) => void
  /** The person sees that their message was read. Never fails. */
  readonly markSeen: (thread: { readonly pageId: string; readonly psid: string }) => Promise<void>
  readonly isOvertaking: IsOvertaking
  readonly limits: AnswerLimits
}

/** What the stage before has just found out, and nobody else can know yet. */
export interface JustFound {
  readonly turnId: string
  /** What it means; recorded with the decision. */
  readonly understanding: Understanding | undefined
  /** The jobs that recorded it (`NlpJob.recordedBy`): all their words are in the mailbox. */
  readonly recordedBy: readonly string[] | undefined
  /** How the conversation was a moment ago. */
  readonly look: Look | undefined
  /** The understanding is in the database. */
  readonly onRecorded: () => void
}

/**
 * The turn is done and its answer in the outbox; the first message of it, which nothing can be before, is sent at once by
 * whoever chose it.
 */
export async function answerNext(
  deps: AnswerDeps,
  found: OpenTurn,
  look: Look,
  just?: JustFound,
): Promise<Progress> {
  const understanding = just?.turnId === found.id ? (found.understanding ?? just.understanding) : undefined
  const turn = understanding === undefined ? found : { ...found, understanding }
  const now = deps.now()
  const waitUntil = notBefore(turn, deps.limits)
  if (waitUntil > now) return { waitUntil }
  const silence = silenceOf(deps, turn, look)
  const others = watchOthers(deps, turn, just?.recordedBy)
  const [areOthers, recent] = await Promise.all([
    others.areBefore(),
    silence === undefined ? recentOf(deps, turn) : undefined,
  ])
  if (areOthers) return others.waitForThem()
  const decision =
    recent === undefined ? silent(look, silence ?? 'unknown') : await decide(deps, turn, { ...look, recent })
  const actions = decision.actions.map((action) => toOutbound(action, turn))
  const outcome = actions.length > 0 ? 'answered' : (decision.silentBecause ?? 'no_scene')
  if (await others.cameMeanwhile()) return others.waitForThem()
  const nowMs = deps.now()
  // From the message, not from now: a turn that waited behind another for long has no second life.
  const expiresTs = Math.min(turn.ts, nowMs) + deps.limits.answerMs
  const [first] = actions
  const claimsFirst = first !== undefined && mayLeave(first, look, { nowMs, expiresTs })
  const firstId = await deps.minds.decide(turn, {
    decision,
    decisions: look.decisions,
    silentTs: look.silentTs,
    outcome,
    actions,
    expiresTs,
    now: nowMs,
    understanding: found.understanding === undefined ? understanding : undefined,
    claimsFirst,
  })
  if (firstId === undefined) return 'done'
  if (just?.turnId === turn.id) just.onRecorded()
  deps.onTurn(turn, outcome)
  return claimsFirst ? await send(deps, toClaimed(first, turn, { id: firstId, nowMs, expiresTs })) : 'done'
}

interface Times {
  readonly nowMs: number
  readonly expiresTs: number
}

function mayLeave({ action, causedTs }: OutboundAction, mind: Mind, times: Times): boolean {
  const { lastInboundTs, silentUntil, silentReason } = mind
  return judge(action, { ...times, causedTs, lastInboundTs, silentUntil, silentReason }).allowed
}

/** As the row was written. */
function toClaimed(
  action: OutboundAction,
  { id: turnId, conversationId, pageId, psid, pId }: OpenTurn,
  { id, nowMs, expiresTs }: Times & { readonly id: string },
): Claimed {
  return {
    ...action,
    id,
    turnId,
    step: 0,
    conversationId,
    pageId,
    psid,
    pId,
    state: 'sending',
    reason: undefined,
    expiresTs,
    attempts: 1,
    claimedTs: nowMs,
    platformId: undefined,
    createdTs: nowMs,
  }
}

/** An earlier turn may still be on its way, and the meaning of this one too. */
function notBefore(turn: OpenTurn, limits: AnswerLimits): number {
  const { readyTs, openedTs, understanding } = turn
  return understanding !== undefined || !hasMeaning(turn)
    ? readyTs
    : Math.max(readyTs, openedTs + limits.understandingMs)
}

/** Why nothing is said about this turn, before the storyboard is asked. */
function silenceOf(
  { limits, now }: AnswerDeps,
  turn: OpenTurn,
  { silentUntil = 0, silentReason = 'unknown', lately }: Look,
): string | undefined {
  if (now() - turn.ts > limits.answerMs) return 'too_late'
  const isMessenger = messengerTurnKinds.includes(turn.kind)
  if (isMessenger && now() < silentUntil) return `silent_${silentReason}`
  return lately >= limits.repliesPerMinute ? 'loop_guard' : undefined
}

function silent({ context }: Mind, silentBecause: string): Decision {
  return { actions: [], context, silentBecause }
}

/** Of nobody in particular, who is shared by all whom Facebook does not name, nothing. */
async function recentOf({ customers }: AnswerDeps, turn: OpenTurn): Promise<RecentInteraction[]> {
  return turn.pId === anonymousProfileId ? [] : await customers.findRecent(turn)
}

async function decide(
  deps: AnswerDeps,
  turn: OpenTurn,
  { context, customer: profile = { pId: turn.pId }, recent }: Look & { recent: readonly RecentInteraction[] },
): Promise<Decision> {
  if (messengerTurnKinds.includes(turn.kind)) void deps.markSeen(turn)
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
