import { asConversationId, asPageId, asProfileId, asPsid, asTurnId } from '../../src/domain/ids.ts'
import test from 'ava'
import type { Decision } from '../../src/db/conversation/commit-decision.ts'
import type { OpenTurn } from '../../src/db/conversation/turns.ts'
import { type ReplyDeps, replyNext } from '../../workers/respond/reply-next.ts'

const minuteMs = 60_000
const now = Date.UTC(2026, 10, 22, 12)

function never(): never {
  throw new Error('the decision is outdated: nothing is sent here')
}

interface Given {
  /** By default so long ago that nothing is waited for. */
  readonly openedTs?: number
  /** Whether a job with an earlier message is under way: one for each check, and false after the last. */
  readonly underWay?: readonly boolean[]
  /** How long the storyboard takes. */
  readonly choosingMs?: number
}

/** Replies to the one open turn, at `now`, and returns the decision. */
async function decisionOf(
  turnTs: number,
  { openedTs = 0, underWay = [], choosingMs = 0 }: Given = {},
): Promise<Decision | undefined> {
  let found: Decision | undefined
  let passedMs = 0
  const checks = underWay.flatMap((isUnderWay) => (isUnderWay ? [true, true, true, true] : [false]))
  const turn: OpenTurn = {
    id: asTurnId('1'),
    conversationId: asConversationId('7'),
    pageId: asPageId('1001'),
    psid: asPsid('77'),
    pId: asProfileId('facebook:77'),
    ts: turnTs,
    kind: 'postback',
    payload: 'MENU',
    understanding: undefined,
    readyTs: 0,
    openedTs,
  }
  const deps: ReplyDeps = {
    commitDecision: async (_turn, decision) => {
      found = decision
      return { is: 'outdated' }
    },
    threadControl: { setSilence: never },
    outbound: { find: never, claim: never, settle: never },
    send: never,
    lookUp: never,
    onSettled: never,
    customers: { findRecent: async () => [] },
    chooseReply: async () => {
      passedMs += choosingMs
      return { actions: [{ do: 'say', message: { text: 'Hi' } }], context: {}, scene: 'menu' }
    },
    isUnderWay: async () => checks.shift() ?? false,
    onTurn: never,
    markSeen: async () => undefined,
    limits: { understandingMs: 2_500, replyMs: 15 * minuteMs, repliesPerMinute: 20 },
    claimMs: 7_000,
    graceMs: 6_000,
    giveUpMs: 120_000,
    now: () => now + passedMs,
  }
  await replyNext(deps, turn, {
    conversationId: asConversationId('7'),
    outboundId: undefined,
    turn,
    hasMoreTurns: false,
    customer: { pId: asProfileId('facebook:77') },
    recentReplies: 0,
    wakeTs: null,
    decisions: 0,
    silentTs: null,
    context: {},
    lastInboundTs: turnTs,
    silentUntil: undefined,
    silentReason: undefined,
  })
  return found
}

test('a reply has the time that is left since its message, however long its turn had to wait', async (t) => {
  const fresh = await decisionOf(now)
  t.is(fresh?.expiresTs, now + 15 * minuteMs)
  const waited = await decisionOf(now - 14 * minuteMs)
  t.is(waited?.expiresTs, now + minuteMs)
})

test('a message dated in the future by a wrong clock gets no more time for its reply', async (t) => {
  const decision = await decisionOf(now + 24 * 60 * minuteMs)
  t.is(decision?.expiresTs, now + 15 * minuteMs)
})

test('a turn that waited for too long gets no reply, and its outcome says so', async (t) => {
  const late = await decisionOf(now - 16 * minuteMs)
  t.deepEqual([late?.outcome, late?.actions], ['too_late', []])
})

test('an earlier message under way is waited for during half of the time for a reply', async (t) => {
  const [before, after] = [now - 7 * minuteMs, now - 8 * minuteMs]
  t.is(await decisionOf(before, { openedTs: before, underWay: [true] }), undefined)
  const late = await decisionOf(after, { openedTs: after, underWay: [true] })
  t.is(late?.outcome, 'answered')
})

test('an earlier message that arrives while the reply is chosen is waited for, too', async (t) => {
  t.is(await decisionOf(now, { openedTs: now, choosingMs: 300, underWay: [false, true] }), undefined)
  const calm = await decisionOf(now, { openedTs: now, choosingMs: 300 })
  t.is(calm?.outcome, 'answered')
})
