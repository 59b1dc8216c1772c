import test from 'ava'
import type { Decision } from '../../../src/db/conversation/commit-decision.ts'
import { replyNext } from '../../../workers/respond/reply-next.ts'
import { minuteMs, now, respondDepsOf, snapshotOf, tapOf } from '../../helpers/worker-ports.ts'

interface Given {
  /** By default so long ago that nothing is waited for. */
  readonly openedTs?: number
  /** Whether a job with an earlier message is under way: one for each check, and false after the last. */
  readonly underWay?: readonly boolean[]
  /** How long the storyboard takes. */
  readonly choosingMs?: number
}

/** Replies to the one open turn, at `now`, and returns the decision. It is outdated, so nothing is sent. */
async function decisionOf(
  turnTs: number,
  { openedTs = 0, underWay = [], choosingMs = 0 }: Given = {},
): Promise<Decision | undefined> {
  let decided: Decision | undefined
  let passedMs = 0
  const checks = underWay.flatMap((isUnderWay) => (isUnderWay ? [true, true, true, true] : [false]))
  const turn = tapOf({ ts: turnTs, openedTs })
  const deps = respondDepsOf({
    commitDecision: async (_turn, decision) => {
      decided = decision
      return { is: 'outdated' }
    },
    chooseReply: async () => {
      passedMs += choosingMs
      return { actions: [{ do: 'say', message: { text: 'Hi' } }], context: {}, scene: 'menu' }
    },
    isUnderWay: async () => checks.shift() ?? false,
    now: () => now + passedMs,
  })
  await replyNext(deps, turn, snapshotOf({ turn, lastInboundTs: turnTs }))
  return decided
}

test('a reply has the time that is left since its message, however long its turn had to wait', async (t) => {
  const fresh = await decisionOf(now)
  t.is(fresh?.expiresTs, now + 15 * minuteMs)
  const waited = await decisionOf(now - 14 * minuteMs)
  t.is(waited?.expiresTs, now + minuteMs)
})

test('each decision has a mark of its own, which no other installation knows', async (t) => {
  const marks = [await decisionOf(now), await decisionOf(now)].map((decision) => decision?.echoMark ?? '')
  for (const mark of marks) t.regex(mark, /^[0-9a-f]{16}$/)
  t.is(new Set(marks).size, 2)
})

test('a message dated in the future by a wrong clock gets no more time for its reply', async (t) => {
  const decision = await decisionOf(now + 24 * 60 * minuteMs)
  t.is(decision?.expiresTs, now + 15 * minuteMs)
})

test('a turn that waited for too long gets no reply, and its outcome says so', async (t) => {
  const late = await decisionOf(now - 16 * minuteMs)
  t.deepEqual([late?.outcome, late?.actions], ['too_late', []])
})

test('a reply waits while a private reply of the feed asks a question', async (t) => {
  const turn = tapOf()
  const progress = await replyNext(respondDepsOf(), turn, snapshotOf({ turn, isAskedElsewhere: true }))
  t.deepEqual(progress, { waitUntil: now + 1_000 })
})

test('an earlier message under way is waited for during half of the time for a reply', async (t) => {
  const [before, after] = [now - 7 * minuteMs, now - 8 * minuteMs]
  t.is(await decisionOf(before, { openedTs: before, underWay: [true] }), undefined)
  const late = await decisionOf(after, { openedTs: after, underWay: [true] })
  t.is(late?.outcome, 'waiting')
})

test('an earlier message that arrives while the reply is chosen is waited for, too', async (t) => {
  t.is(await decisionOf(now, { openedTs: now, choosingMs: 300, underWay: [false, true] }), undefined)
  const calm = await decisionOf(now, { openedTs: now, choosingMs: 300 })
  t.is(calm?.outcome, 'waiting')
})

test('a turn without its understanding waits until its deadline, and no longer', async (t) => {
  const turn = tapOf({ kind: 'message', text: 'Hello', openedTs: now - 1_000 })
  const snapshot = snapshotOf({ turn })
  t.deepEqual(await replyNext(respondDepsOf(), turn, snapshot), { waitUntil: now + 1_500 })
  const outcomes: string[] = []
  const deps = respondDepsOf({
    now: () => now + 1_500,
    commitDecision: async (_turn, { outcome }) => {
      outcomes.push(outcome)
      return { is: 'outdated' }
    },
  })
  t.is(await replyNext(deps, turn, snapshot), 'done')
  t.deepEqual(outcomes, ['waiting'])
})

/** The limit of replies, for the second time in ten minutes. */
const reachedAgain = { recentReplies: 20, limitTs: now - 2 * minuteMs }

test('a silent thread and a customer with too many messages get no reply, and the storyboard is not asked', async (t) => {
  const outcomes: string[] = []
  const deps = respondDepsOf({
    chooseReply: () => Promise.reject(new Error('the storyboard is not asked')),
    commitDecision: async (_turn, { outcome, actions }) => {
      outcomes.push(outcome)
      t.deepEqual(actions, [])
      return { is: 'committed', firstOutboundId: undefined }
    },
  })
  const turn = tapOf({ openedTs: now })
  const silent = snapshotOf({ turn, silentUntil: now + 1, silentReason: 'handed_over' })
  t.is(await replyNext(deps, turn, silent), 'nothing')
  t.is(await replyNext(deps, turn, snapshotOf({ turn, ...reachedAgain, hasMoreTurns: true })), 'done')
  t.deepEqual(outcomes, ['silent_handed_over', 'loop_guard'])
})
