/** Turns, snapshots, rows and ports for tests of workers. Every builder takes overrides. */
import { messengerChannel } from '../../src/domain/event.ts'
import type { ConversationSnapshot } from '../../src/db/conversation/read-conversation.ts'
import type { ReadRow } from '../../src/db/conversation/outbound.ts'
import type { OpenTurn } from '../../src/db/conversation/turn-row.ts'
import {
  asConversationId,
  asPageId,
  asProfileId,
  asPsid,
  asTurnId,
  type ConversationId,
} from '../../src/domain/ids.ts'
import type { Hop } from '../../queues/define-queue.ts'
import type { RespondDeps } from '../../workers/respond.ts'
import type { Claimed } from '../../workers/respond/send-next.ts'
import type { StageHooks } from '../../workers/stage.ts'

/** The time of these tests, ms since the epoch. */
export const now = Date.UTC(2026, 10, 28, 12)
export const minuteMs = 60_000

export const conversationId: ConversationId = asConversationId('3')
const customer = {
  conversationId,
  pageId: asPageId('1001'),
  psid: asPsid('77'),
  pId: asProfileId('facebook:77'),
} as const

/** An open turn of a message with a text, opened so long ago that it waits for nothing. */
export function turnOf(facts: Partial<OpenTurn> = {}): OpenTurn {
  return { ...tapOf(), kind: 'message', text: 'a latte, please', ...facts }
}

/** An open turn of a tap: it has no text, so there is nothing to understand. */
export function tapOf(facts: Partial<OpenTurn> = {}): OpenTurn {
  return {
    ...customer,
    id: asTurnId('7'),
    ts: now,
    kind: 'postback',
    channel: messengerChannel,
    understanding: undefined,
    content: { editedTs: 0, editSeenTs: 0, removedTs: null, isHidden: false, gone: undefined },
    readyTs: 0,
    openedTs: 0,
    ...facts,
  }
}

/** A conversation in which nothing is left to do. */
export function snapshotOf(facts: Partial<ConversationSnapshot> = {}): ConversationSnapshot {
  return {
    conversationId,
    channel: messengerChannel,
    isAskedElsewhere: false,
    outboundId: undefined,
    turn: undefined,
    hasMoreTurns: false,
    customer: { pId: customer.pId },
    recentReplies: 0,
    wakeTs: null,
    decisions: 0,
    limitTs: undefined,
    silentTs: null,
    context: {},
    lastInboundTs: now,
    silentUntil: undefined,
    silentReason: undefined,
    ...facts,
  }
}

/** An outbound message that a worker claimed a minute ago. */
export function outboundRowOf(facts: Partial<ReadRow> = {}): Claimed & ReadRow {
  return {
    ...customer,
    id: '5',
    turnId: asTurnId('7'),
    channel: messengerChannel,
    step: 0,
    state: 'sending',
    reason: undefined,
    action: { do: 'say', message: { text: 'Hi' } },
    causedTs: now - minuteMs,
    createdTs: now - minuteMs,
    expiresTs: now + 10 * minuteMs,
    readTs: now,
    attempts: 1,
    unclearTs: undefined,
    platformId: undefined,
    echoMark: '0123456789abcdef',
    cause: { kind: 'message', mid: 'm_cause' },
    shownTs: undefined,
    listLagMs: undefined,
    ...facts,
    claimedTs: facts.claimedTs ?? now - minuteMs,
    claimedAt: performance.now(),
  }
}

/** For a port that the test does not expect to be called. */
export function unexpected(): never {
  throw new Error('this call is not expected')
}

/**
 * Ports of respond: the storyboard says "Hi", every send succeeds, nothing is under way. A port that reads or writes a
 * conversation has to be given.
 */
export function respondDepsOf(ports: Partial<RespondDeps> = {}): RespondDeps {
  return {
    conversations: { read: unexpected },
    wakeUps: { wakeAt: unexpected, clear: unexpected },
    activity: { note: () => undefined },
    commitDecision: unexpected,
    threadControl: { handOver: unexpected, refuseHandOver: unexpected, confirmControl: unexpected },
    outbound: {
      find: unexpected,
      findState: unexpected,
      claim: unexpected,
      settle: unexpected,
      remember: unexpected,
    },
    followUps: { find: unexpected, postpone: unexpected },
    customers: { findRecent: async () => [] },
    findRepeat: async () => undefined,
    chooseReply: async () => ({
      actions: [{ do: 'say', message: { text: 'Hi' } }],
      context: {},
      scene: 'menu',
    }),
    send: async () => ({ platformId: 'mid-1' }),
    lookUp: unexpected,
    isUnderWay: async () => false,
    markSeen: async () => undefined,
    onTurn: () => undefined,
    replyLimits: { reach: unexpected, gather: unexpected },
    onGathered: () => undefined,
    bursts: { findOpen: unexpected, join: unexpected },
    gatherMs: () => 0,
    understand: unexpected,
    onSettled: () => undefined,
    limits: { understandingMs: 2_500, replyMs: 15 * minuteMs, repliesPerMinute: 20, feedAtOnce: 16 },
    claimMs: 7_000,
    graceMs: 3_000,
    endedAfterErrorMs: 15_000,
    endedAfterSilenceMs: 40_000,
    giveUpMs: 120_000,
    now: () => now,
    ...ports,
  }
}

/** Hooks of a stage's first attempt. */
export function stageHooksOf(hooks: Partial<StageHooks> = {}): StageHooks {
  return {
    attemptsMade: 0,
    recordDeadLetter: unexpected,
    onSplit: () => undefined,
    onBatch: () => undefined,
    ...hooks,
  }
}

/** The queue and the job of each hop. */
export function jobsOf(hops: readonly Hop[]): readonly (readonly [queue: string, job: unknown])[] {
  return hops.map(({ to, job }) => [to, job])
}
