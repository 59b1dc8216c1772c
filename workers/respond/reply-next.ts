/** Chooses the reply to a conversation's next turn and commits it. */
import { randomBytes } from 'node:crypto'
import type { NoReplyReason, TurnOutcome } from '../../src/domain/reasons.ts'
import type { PageId, Psid } from '../../src/domain/ids.ts'
import type { CommitDecision } from '../../src/db/conversation/commit-decision.ts'
import type { Customers } from '../../src/db/conversation/customers.ts'
import type { ConversationSnapshot, ConversationState } from '../../src/db/conversation/read-conversation.ts'
import type { Repeat } from '../../src/db/conversation/repeated-turns.ts'
import type { OpenTurn } from '../../src/db/conversation/turn-row.ts'
import { anonymousProfileId } from '../../src/domain/event-key.ts'
import type { OutboundAction } from '../../src/domain/outbound.ts'
import { judge } from '../../src/domain/policy.ts'
import type { RecentInteraction, Reply } from '../../src/domain/reply.ts'
import { hasMeaning, messengerTurnKinds } from '../../src/domain/turn.ts'
import { outcomeIfSent, type RestOfReply } from '../../src/domain/turn-outcome.ts'
import type { Understanding } from '../../src/domain/understanding.ts'
import type { ChooseReply } from './choose-reply.ts'
import { controlOf } from './control-of.ts'
import { type EarlierMessagesDeps, watchEarlierMessages } from './earlier-messages.ts'
import { expiresTsOf, isModerated, understandingMsOf } from './moderated.ts'
import { gatherBurst, type GatherDeps } from './gather-burst.ts'
import type { Progress } from './progress.ts'
import { gatherTurns, limitStateOf, type ReplyLimitDeps, tellLimit } from './reply-limit.ts'
import { sendClaimed, type SendDeps } from './send-next.ts'
import { toClaimed } from './to-claimed.ts'

export interface ReplyLimits {
  /** After this time a turn gets its reply without an understanding. */
  readonly understandingMs: number
  /** The same for a comment, where a rule of moderation looks at its intent. Absent: as for others. */
  readonly commentUnderstandingMs?: (() => number) | undefined
  /** The longest time from a message to its reply. A later reply is not sent. */
  readonly replyMs: number
  /** Messages to one customer in a minute: it stops two bots that reply to each other. */
  readonly repliesPerMinute: number
  /** Conversations of the feed that one process replies to at the same time. */
  readonly feedAtOnce: number
}

export interface ReplyDeps extends SendDeps, EarlierMessagesDeps, ReplyLimitDeps, GatherDeps {
  readonly commitDecision: CommitDecision
  readonly customers: Customers
  /** What another turn makes of this one, as Facebook tells some things twice. */
  readonly findRepeat: (turn: OpenTurn) => Promise<Repeat | undefined>
  readonly chooseReply: ChooseReply
  readonly onTurn: (turn: OpenTurn, outcome: TurnOutcome) => void
  /** The customer sees that the message was read. Never fails. */
  readonly markSeen: (thread: { readonly pageId: PageId; readonly psid: Psid }) => Promise<void>
  readonly limits: ReplyLimits
}

/**
 * The turn is done and its reply is stored. This worker sends the first message at once: no other message can be before
 * it. `recordedBy`: jobs that have written all messages they carry (`RespondJob.recordedBy`).
 */
export async function replyNext(
  deps: ReplyDeps,
  turn: OpenTurn,
  snapshot: ConversationSnapshot,
  recordedBy?: readonly string[],
): Promise<Progress> {
  if (snapshot.isAskedElsewhere) return { waitUntil: deps.now() + askedElsewhereMs }
  const waitUntil = notBefore(turn, deps.limits)
  if (waitUntil > deps.now()) return { waitUntil }
  const limit = limitStateOf(turn, snapshot, {
    nowMs: deps.now(),
    repliesPerMinute: deps.limits.repliesPerMinute,
  })
  const silence = silenceOf(deps, turn, snapshot) ?? (limit === 'loop_guard' ? limit : undefined)
  if (silence === undefined) {
    if (typeof limit === 'object') return limit
    if (limit === 'gather') return await gatherTurns(deps, { turn, limitTs: snapshot.limitTs })
    if (limit === 'told')
      return await tellLimit(deps, { turn, snapshot, reply: await notice(deps, turn, snapshot) })
    const gathering = await gatherBurst(deps, turn, snapshot, recordedBy)
    if (gathering !== undefined) return gathering
  }
  const earlier = watchEarlierMessages(deps, turn, recordedBy)
  const [areExpected, recent] = await Promise.all([
    earlier.areExpected(),
    silence === undefined ? recentOf(deps, turn) : [],
  ])
  if (areExpected) return earlier.wait()
  const repeat = silence === undefined ? await deps.findRepeat(turn) : undefined
  const because = silence ?? (repeat !== undefined && 'closes' in repeat ? repeat.closes : undefined)
  const told = repeat !== undefined && 'turn' in repeat ? repeat.turn : turn
  const reply =
    because === undefined || isModerated(turn, because)
      ? await choose(deps, told, { ...snapshot, recent, silence: because })
      : silent(snapshot, because)
  if (await earlier.cameMeanwhile()) return earlier.wait()
  return await commitAndSend(deps, { turn, reply, snapshot })
}

/** A private reply asks a question that the customer has not seen. The next look at it, ms. */
const askedElsewhereMs = 1_000

/** When the reply may be chosen, ms: an earlier event and this turn's understanding may still be coming. */
function notBefore(turn: OpenTurn, limits: ReplyLimits): number {
  const { readyTs, openedTs, understanding, content } = turn
  return understanding !== undefined || content.gone !== undefined || !hasMeaning(turn)
    ? readyTs
    : Math.max(readyTs, Math.max(openedTs, content.editSeenTs) + understandingMsOf(turn, limits))
}

/** A reason for no reply that does not depend on the storyboard. */
function silenceOf(
  { limits, now }: ReplyDeps,
  turn: OpenTurn,
  { silentUntil = 0, silentReason = 'unknown' }: ConversationSnapshot,
): NoReplyReason | undefined {
  if (turn.content.gone !== undefined) return turn.content.gone
  if (now() - turn.ts > limits.replyMs) return 'too_late'
  const isMessenger = messengerTurnKinds.includes(turn.kind)
  return isMessenger && now() < silentUntil ? `silent_${silentReason}` : undefined
}

function silent({ context }: ConversationState, silentBecause: NoReplyReason): Reply {
  return { actions: [], context, silentBecause }
}

/** The profile `anonymous` is shared by all customers whom Facebook does not name: it has no history. */
async function recentOf({ customers }: ReplyDeps, turn: OpenTurn): Promise<RecentInteraction[]> {
  return turn.pId === anonymousProfileId ? [] : await customers.findRecent(turn)
}

/** The text that tells the customer of the limit. */
async function notice(deps: ReplyDeps, turn: OpenTurn, snapshot: ConversationSnapshot): Promise<Reply> {
  const { context, customer: profile = { pId: turn.pId } } = snapshot
  const understanding = turn.understanding ?? notUnderstood
  return await deps.chooseReply({
    turn,
    understanding,
    profile,
    context,
    recent: [],
    now: deps.now(),
    isTooMany: true,
  })
}

async function choose(
  deps: ReplyDeps,
  turn: OpenTurn,
  {
    context,
    customer: profile = { pId: turn.pId },
    recent,
    silence,
    ...snapshot
  }: ConversationSnapshot & {
    readonly recent: readonly RecentInteraction[]
    readonly silence: NoReplyReason | undefined
  },
): Promise<Reply> {
  if (messengerTurnKinds.includes(turn.kind)) void deps.markSeen(turn)
  const understanding = turn.understanding ?? notUnderstood
  const control = controlOf(snapshot)
  const input = { turn, understanding, profile, context, recent, now: deps.now(), ...control }
  return await deps.chooseReply(silence === undefined ? input : { ...input, silentBecause: silence })
}

const notUnderstood: Understanding = { provider: 'none', version: '', entities: [] }

interface Chosen {
  readonly turn: OpenTurn
  readonly reply: Reply
  readonly snapshot: ConversationSnapshot
}

async function commitAndSend(deps: ReplyDeps, { turn, reply, snapshot }: Chosen): Promise<Progress> {
  const actions = reply.actions.map((action) => toOutbound(action, turn))
  const isWaiting = actions.some(({ action }) => action.afterMs === undefined)
  const done = actions.length > 0 ? 'acted' : (reply.silentBecause ?? 'no_scene')
  const outcome = isWaiting ? 'waiting' : done
  const claimedAt = performance.now()
  const nowMs = deps.now()
  const expiresTs = expiresTsOf(reply, { ts: turn.ts, nowMs, replyMs: deps.limits.replyMs })
  const [first] = actions
  const claimsFirst =
    first !== undefined &&
    first.action.afterMs === undefined &&
    mayLeave(first, snapshot, { nowMs, expiresTs })
  const echoMark = randomBytes(8).toString('hex')
  const commit = await deps.commitDecision(turn, {
    reply,
    chosenBy: snapshot,
    outcome,
    actions,
    echoMark,
    expiresTs,
    now: nowMs,
    claimsFirst,
    asks: asksInPrivate(reply, snapshot),
  })
  if (commit.is === 'outdated') return 'done'
  if (commit.is === 'repeated')
    return await commitAndSend(deps, { turn, reply: silent(snapshot, 'same_content'), snapshot })
  deps.onTurn(turn, outcome)
  const { firstOutboundId: id } = commit
  if (!claimsFirst || id === undefined) return actions.length === 0 ? endOf(snapshot) : 'done'
  const progress = await sendClaimed(
    deps,
    toClaimed(first, turn, { id, echoMark, nowMs, claimedAt, expiresTs, rest: restOf(reply) }),
  )
  return progress === 'settled' && actions.length === 1 ? endOf(snapshot) : progress
}

/** What the settlement of the first part has to know. */
function restOf(reply: Reply): RestOfReply {
  const { actions } = reply
  return {
    others: actions.slice(1).every(({ afterMs }) => afterMs !== undefined) ? 'sent' : 'unsettled',
    outcomeIfSent: outcomeIfSent(reply, actions),
  }
}

/** Whether a private reply opens a question. A customer who then writes in Messenger may answer it. */
function asksInPrivate({ actions, context }: Reply, before: ConversationSnapshot): boolean {
  if (!actions.some((action) => action.do === 'private_reply') || context['waiting'] === undefined)
    return false
  return JSON.stringify(context['waiting']) !== JSON.stringify(before.context['waiting'])
}

/** Saves a read of the conversation. A turn that came since the snapshot has a wake-up of its own. */
function endOf({ hasMoreTurns }: ConversationSnapshot): Progress {
  return hasMoreTurns ? 'done' : 'nothing'
}

function toOutbound(action: Reply['actions'][number], turn: OpenTurn): OutboundAction {
  const { commentId, postId, ts } = turn
  const about = {
    ...(commentId === undefined ? {} : { commentId }),
    ...(postId === undefined ? {} : { postId }),
  }
  return { action, causedTs: ts, ...(Object.keys(about).length === 0 ? {} : { about }) }
}

interface Times {
  readonly nowMs: number
  readonly expiresTs: number
}

function mayLeave({ action, causedTs }: OutboundAction, state: ConversationState, times: Times): boolean {
  const { lastInboundTs, silentUntil, silentReason } = state
  return judge(action, { ...times, causedTs, lastInboundTs, silentUntil, silentReason }).allowed
}
