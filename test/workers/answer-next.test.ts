import test from 'ava'
import type { Decided } from '../../src/db/conversation/commit-decision.ts'
import type { OpenTurn } from '../../src/db/conversation/turns.ts'
import { type AnswerDeps, answerNext } from '../../workers/respond/answer-next.ts'

const minuteMs = 60_000
const now = Date.UTC(2026, 10, 22, 12)

function never(): never {
  throw new Error('another worker decided first: nothing is sent here')
}

interface Given {
  /** By default so long ago that nothing is waited for. */
  readonly openedTs?: number
  /** Whether a job that tells of earlier words is not done; one for each look, and false after the last. */
  readonly isOvertaking?: readonly boolean[]
  /** How long the storyboard takes. */
  readonly choosingMs?: number
}

/** Decides the one turn that is open, at `now`, and returns what was decided. */
async function decidedOf(
  turnTs: number,
  { openedTs = 0, isOvertaking = [], choosingMs = 0 }: Given = {},
): Promise<Decided | undefined> {
  let found: Decided | undefined
  let passedMs = 0
  const looks = [...isOvertaking]
  const turn: OpenTurn = {
    id: '1',
    conversationId: '7',
    pageId: '1001',
    psid: '77',
    pId: 'facebook:77',
    ts: turnTs,
    kind: 'postback',
    payload: 'MENU',
    understanding: undefined,
    readyTs: 0,
    openedTs,
  }
  const deps: AnswerDeps = {
    minds: {
      decide: async (_turn, decided) => {
        found = decided
        return undefined
      },
      setSilence: never,
    },
    outbox: { find: never, claim: never, settle: never },
    send: never,
    lookUp: never,
    onSettled: never,
    customers: { findRecent: async () => [] },
    decide: async () => {
      passedMs += choosingMs
      return { actions: [{ do: 'say', message: { text: 'Hi' } }], context: {}, scene: 'menu' }
    },
    isOvertaking: async () => looks.shift() ?? false,
    onTurn: never,
    markSeen: async () => undefined,
    limits: { understandingMs: 2_500, answerMs: 15 * minuteMs, repliesPerMinute: 20 },
    claimMs: 7_000,
    graceMs: 6_000,
    giveUpMs: 120_000,
    now: () => now + passedMs,
  }
  await answerNext(deps, turn, {
    conversationId: '7',
    outboundId: undefined,
    turn,
    customer: { pId: 'facebook:77' },
    lately: 0,
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

test('an answer has as much time as is left since its message, however long the turn had to wait for its own', async (t) => {
  const fresh = await decidedOf(now)
  t.is(fresh?.expiresTs, now + 15 * minuteMs)
  const waited = await decidedOf(now - 14 * minuteMs)
  t.is(waited?.expiresTs, now + minuteMs)
})

test('what comes from the future by a wrong clock does not live longer for that', async (t) => {
  const decided = await decidedOf(now + 24 * 60 * minuteMs)
  t.is(decided?.expiresTs, now + 15 * minuteMs)
})

test('a turn that waited for too long is not answered, and says so', async (t) => {
  const late = await decidedOf(now - 16 * minuteMs)
  t.deepEqual([late?.outcome, late?.actions], ['too_late', []])
})

test('what reached us before and hangs is waited for as long as half of the time for an answer', async (t) => {
  const [before, after] = [now - 7 * minuteMs, now - 8 * minuteMs]
  t.is(await decidedOf(before, { openedTs: before, isOvertaking: [true] }), undefined)
  const late = await decidedOf(after, { openedTs: after, isOvertaking: [true] })
  t.is(late?.outcome, 'answered')
})

test('what reached us while the answer was chosen is waited for, too', async (t) => {
  t.is(await decidedOf(now, { openedTs: now, choosingMs: 300, isOvertaking: [false, true] }), undefined)
  const calm = await decidedOf(now, { openedTs: now, choosingMs: 300 })
  t.is(calm?.outcome, 'answered')
})
