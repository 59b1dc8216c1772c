/**
 * A conversation of one customer with a storyboard, all in memory: the context and the customer's profile change as in
 * the tables.
 */
import { isAnswerToFirstContact } from '../../domain/automatic-echo.ts'
import { type CommentHistory, noHistory } from '../../domain/comment-history.ts'
import type { NoReplyReason, SilenceReason } from '../../domain/reasons.ts'
import { asConversationId, asPageId, asPsid, asTurnId } from '../../domain/ids.ts'
import { repeatOfClick, type TimedFacts, withoutClick } from '../../domain/repeated-click.ts'
import type { CustomerProfile, JsonObject, RecentInteraction, ReplyAction } from '../../domain/reply.ts'
import { handedOverMs } from '../../domain/policy.ts'
import { hasMeaning, messengerTurnKinds, replyChannelOf, type Turn } from '../../domain/turn.ts'
import type { Understand, Understanding } from '../../domain/understanding.ts'
import { decodeContext } from '../engine/context.ts'
import type { AskedTurn, CallHub, HubRequest, HubResponse, LoadedStoryboard } from '../storyboard.ts'
import { type Seen, seenOf } from './compare.ts'
import { toTurnFacts } from './customer-acts.ts'
import { acceptedActions } from './outcomes.ts'
import { createPlayedCodes } from './played-codes.ts'
import type { CustomerActs, PageWrites } from './schema.ts'

export interface ChatOptions {
  readonly storyboard: LoadedStoryboard
  readonly understand: Understand
  readonly profile: CustomerProfile
  readonly page?: string
  /** ms; absent: 10:00 UTC on a Monday, so that each play gives the same result. */
  readonly startAt?: number
}

export interface Chat {
  act(acts: CustomerActs, given?: Given): Promise<Shown | { readonly impossible: string }>
  profile(): CustomerProfile
  context(): JsonObject
  /** The Page writes by another way than the bot: where that is no automatic message, the bot is silent. */
  pageWrites(by: PageWrites['by']): void
  /** Time passes. Returns the follow-ups that come meanwhile. */
  wait(ms: number): readonly Seen[]
}

export interface Given {
  /** Instead of the understanding of the chat. */
  readonly understanding?: Understanding
  readonly hub?: CallHub
  /** Actions of the storyboard that Facebook refuses for good. */
  readonly refused?: readonly string[]
}

export interface Shown {
  readonly shown: readonly Seen[]
  /** How the text was understood. */
  readonly understanding?: Understanding
  readonly text?: string
  /** The scene that replied. */
  readonly scene?: string
  /** The scene that replied to its second intent. */
  readonly alsoScene?: string
  /** The bot asked which of these intents the customer meant. */
  readonly askedIntents?: readonly string[]
  /** The slot of the question that waited before. */
  readonly asked?: string
  readonly silentBecause?: NoReplyReason
}

const stepMs = 10_000
const soonMs = 400
/** The default of PAGEBEAT_SILENCE_MINUTES. */
const silenceMs = 120 * 60_000
const monday = Date.UTC(2026, 0, 5, 10)

export function openChat({
  storyboard,
  understand,
  profile,
  page = '1000',
  startAt = monday,
}: ChatOptions): Chat {
  const codes = createPlayedCodes()
  const state = {
    now: startAt,
    turns: 0,
    context: {} as JsonObject,
    profile,
    recent: [] as readonly RecentInteraction[],
    shown: [] as readonly Seen[],
    silentUntil: 0,
    silentReason: 'handed_over' as SilenceReason,
    followUps: [] as readonly { readonly dueTs: number; readonly action: ReplyAction }[],
    comment: noHistory,
    asked: undefined as AskedTurn | undefined,
    firstTs: null as number | null,
    replied: [] as readonly TimedFacts[],
  }

  async function act(
    acts: CustomerActs,
    given: Given = {},
  ): Promise<Shown | { readonly impossible: string }> {
    if (typeof acts === 'string') return await actOnce(acts, given)
    if ('burst' in acts && storyboard.gatherMs === undefined) return await actEach(acts.burst, given)
    // Facebook tells of the click in the message, and once more as an event of its own.
    if ('text' in acts && 'ref' in acts) return await actEach([acts, { ref: acts.ref }], given)
    return await actOnce(acts, given)
  }

  async function actEach(
    all: readonly CustomerActs[],
    given: Given,
  ): Promise<Shown | { readonly impossible: string }> {
    const shown: Seen[] = []
    let first: Shown | undefined
    for (const acts of all) {
      const replied = await actOnce(acts, given)
      if ('impossible' in replied) return replied
      first ??= replied
      shown.push(...replied.shown)
    }
    return { ...first, shown }
  }

  async function actOnce(acts: CustomerActs, given: Given): Promise<Shown | { readonly impossible: string }> {
    const facts = toTurnFacts(acts, state.shown)
    if ('impossible' in facts) return facts
    state.now += stepMs
    state.firstTs ??= state.now
    const told: Turn = {
      id: asTurnId(String(++state.turns)),
      conversationId: asConversationId('1'),
      pageId: facts.pageId ?? asPageId(page),
      psid: asPsid('2000'),
      pId: state.profile.pId,
      ts: state.now,
      ...facts.facts,
    }
    const repeat = repeatOfClick(told, state.replied)
    if (repeat === 'same_click') return { shown: [], silentBecause: repeat }
    const turn = repeat === 'words' ? withoutClick(told) : told
    if (messengerTurnKinds.includes(turn.kind) && turn.kind !== 'edited_message') state.followUps = []
    if (!storyboard.listensTo(turn.kind)) return { shown: [], silentBecause: 'no_scene' }
    if (messengerTurnKinds.includes(turn.kind) && state.now < state.silentUntil) {
      state.recent = [toRecent(turn), ...state.recent].slice(0, 10)
      return { shown: [], silentBecause: `silent_${state.silentReason}` }
    }
    const understanding = given.understanding ?? (await understandingOf(turn))
    if (turn.kind === 'comment') state.comment = noHistory
    const { now, context, recent } = state
    const reply = await storyboard.respond(
      { turn, understanding, profile: state.profile, context, recent, now },
      {
        hub: given.hub ?? silentHub,
        codes,
        findCommentHistory: async () => state.comment,
        findAskedTurn: async () => state.asked,
      },
    )
    if (reply.askedIntents !== undefined) state.asked = { text: turn.text ?? '', understanding }
    state.comment = historyAfter(state.comment, reply.actions)
    state.context = reply.context
    state.profile = { ...state.profile, ...reply.profile }
    state.recent = [toRecent(turn), ...recent].slice(0, 10)
    if (reply.scene !== undefined) state.replied = [...state.replied, { ...facts.facts, ts: turn.ts }]
    const accepted = acceptedActions(reply.actions, given.refused)
    if (accepted.some((action) => action.do === 'hand_over')) {
      state.silentUntil = now + handedOverMs
      state.silentReason = 'handed_over'
    }
    const later = accepted.flatMap((action) =>
      action.afterMs === undefined ? [] : [{ dueTs: now + action.afterMs, action }],
    )
    if (messengerTurnKinds.includes(turn.kind)) state.followUps = state.silentUntil > now ? [] : later
    const shown = accepted.filter(({ afterMs }) => afterMs === undefined).map(seenOf)
    if (shown.length > 0) state.shown = shown
    const asked = decodeContext(context).waiting?.slot
    return {
      shown,
      understanding,
      ...(turn.text === undefined ? {} : { text: turn.text }),
      ...(reply.scene === undefined ? {} : { scene: reply.scene }),
      ...(reply.alsoScene === undefined ? {} : { alsoScene: reply.alsoScene }),
      ...(reply.askedIntents === undefined ? {} : { askedIntents: reply.askedIntents }),
      ...(asked === undefined ? {} : { asked }),
      ...(reply.silentBecause === undefined ? {} : { silentBecause: reply.silentBecause }),
    }
  }

  async function understandingOf(turn: Turn): Promise<Understanding> {
    const { text } = turn
    if (text === undefined || !hasMeaning(turn)) return { provider: 'none', version: '', entities: [] }
    const { locale, timezone } = state.profile
    return understand({
      text,
      referenceTime: state.now,
      ...(locale === undefined ? {} : { locale }),
      ...(timezone === undefined ? {} : { timezone }),
    })
  }

  return {
    act,
    profile: () => state.profile,
    context: () => state.context,
    pageWrites(by) {
      const isAtOnce = by === 'instant_reply' || by === 'ad_greeting'
      if (!isAtOnce) state.now += stepMs
      const at = isAtOnce ? state.now + soonMs : state.now
      const isAutomatic =
        by === 'ad_greeting' || // a template without an app, which no agent can send
        (typeof by === 'object' && storyboard.isAutomaticApp(by.app)) ||
        isAnswerToFirstContact(at, state.firstTs)
      if (isAutomatic) return
      state.followUps = []
      if (at + silenceMs <= state.silentUntil) return
      state.silentUntil = at + silenceMs
      state.silentReason = typeof by === 'object' ? 'other_app' : 'person'
    },
    wait(ms) {
      state.now += ms
      const due = state.followUps.filter(({ dueTs }) => dueTs <= state.now)
      state.followUps = state.followUps.filter(({ dueTs }) => dueTs > state.now)
      const shown = due.map(({ action }) => seenOf(action))
      if (shown.length > 0) state.shown = shown
      return shown
    },
  }
}

function historyAfter(before: CommentHistory, actions: readonly ReplyAction[]): CommentHistory {
  let { isReplied, hiddenBy } = before
  for (const action of actions) {
    if (action.do === 'comment' || action.do === 'private_reply') isReplied = true
    if (action.do === 'hide') hiddenBy = action.rule
    if (action.do === 'unhide') hiddenBy = undefined
  }
  return { isReplied, ...(hiddenBy === undefined ? {} : { hiddenBy }) }
}

/** A chat without responses of hubs takes their codes as sent. */
async function silentHub({ verify }: HubRequest): Promise<HubResponse> {
  return verify === undefined ? { silent: 'no_network' } : {}
}

function toRecent({ ts, kind, text }: Turn): RecentInteraction {
  return {
    ts,
    channel: replyChannelOf(kind),
    type: kind,
    direction: 'in',
    ...(text === undefined ? {} : { text }),
  }
}
