import test from 'ava'
import type { ConversationSnapshot } from '../../src/db/conversation/read-conversation.ts'
import { feedChannel, messengerChannel } from '../../src/domain/event.ts'
import { DatabaseBusyError } from '../../src/errors.ts'
import { createRespondStep, type RespondDeps } from '../../workers/respond.ts'
import {
  conversationId,
  minuteMs,
  now,
  outboundRowOf,
  respondDepsOf,
  snapshotOf,
  tapOf,
  unexpected,
} from '../helpers/worker-ports.ts'

const job = { v: 1, conversationId } as const
const nothing = { hops: [], deadLettered: 0 }

/** A conversation that is read as these snapshots one after the other, the last one again and again; and its calls, in order. */
function conversationOf(snapshots: readonly ConversationSnapshot[], ports: Partial<RespondDeps> = {}) {
  const calls: string[] = []
  let reads = 0
  const deps = respondDepsOf({
    conversations: {
      read: async (_id, { repliesSince }) => {
        calls.push(`read since ${repliesSince - now}`)
        const snapshot = snapshots[Math.min(reads, snapshots.length - 1)]
        reads += 1
        return snapshot ?? snapshotOf()
      },
    },
    wakeUps: {
      wakeAt: async (_id, ts, replaces) =>
        void calls.push(`wake in ${ts - now}${replaces === undefined ? '' : `, replaces ${replaces}`}`),
      clear: async ({ wakeTs }) => void calls.push(`clear ${wakeTs}`),
    },
    commitDecision: async ({ id }, { outcome, claimsFirst }) => {
      calls.push(`commit ${id} ${outcome}`)
      return { is: 'committed', firstOutboundId: claimsFirst ? '5' : undefined }
    },
    send: async ({ id }) => {
      calls.push(`send ${id}`)
      return { platformId: 'mid-1' }
    },
    outbound: {
      find: async () => undefined,
      findState: unexpected,
      claim: async () => true,
      remember: unexpected,
      settle: async (id, _from, { to }) => {
        calls.push(`settle ${id} ${to}`)
        return true
      },
    },
    ...ports,
  })
  return { calls, respond: createRespondStep(deps) }
}

test('a turn with one reply reads the conversation once', async (t) => {
  const { calls, respond } = conversationOf([snapshotOf({ turn: tapOf() })])
  t.deepEqual(await respond(job), nothing)
  t.deepEqual(calls, ['read since -60000', 'commit 7 waiting', 'send 5', 'settle 5 sent', 'clear null'])
})

test('a conversation with nothing to do has no schedule afterwards', async (t) => {
  const { calls, respond } = conversationOf([snapshotOf({ wakeTs: '123' })])
  t.deepEqual(await respond(job), nothing)
  t.deepEqual(calls, ['read since -60000', 'clear 123'])
})

test('goes on while more turns are open', async (t) => {
  const { calls, respond } = conversationOf([
    snapshotOf({ turn: tapOf({ ts: now - 2 }), hasMoreTurns: true }),
    snapshotOf({ turn: tapOf({ ts: now - 1 }), hasMoreTurns: true }),
    snapshotOf({ turn: tapOf() }),
  ])
  await respond(job)
  t.is(calls.filter((call) => call.startsWith('read')).length, 3)
  t.is(calls.filter((call) => call.startsWith('send')).length, 3)
  t.is(calls.at(-1), 'clear null')
})

test('reads again where its decision was outdated', async (t) => {
  const { calls, respond } = conversationOf([snapshotOf({ turn: tapOf() }), snapshotOf()], {
    commitDecision: async () => ({ is: 'outdated' }),
  })
  await respond(job)
  t.deepEqual(calls, ['read since -60000', 'read since -60000', 'clear null'])
})

test('an unsettled message goes before the next turn', async (t) => {
  const row = { ...outboundRowOf({ state: 'pending' }), claimedTs: undefined }
  const { calls, respond } = conversationOf(
    [snapshotOf({ outboundId: '5', turn: tapOf() }), snapshotOf({ turn: tapOf() })],
    {
      outbound: {
        find: async () => row,
        findState: unexpected,
        claim: async (id) => {
          calls.push(`claim ${id}`)
          return true
        },
        remember: unexpected,
        settle: async (id, _from, { to }) => {
          calls.push(`settle ${id} ${to}`)
          return true
        },
      },
    },
  )
  await respond(job)
  t.deepEqual(calls.slice(0, 6), [
    'read since -60000',
    'claim 5',
    'send 5',
    'settle 5 sent',
    'read since -60000',
    'commit 7 waiting',
  ])
})

const waiting = snapshotOf({ turn: tapOf({ readyTs: now + minuteMs }) })

test('schedules the next step where a turn has to wait', async (t) => {
  const { calls, respond } = conversationOf([waiting])
  t.deepEqual(await respond(job), nothing)
  t.deepEqual(calls, ['read since -60000', 'wake in 60000, replaces null'])
})

test('replaces its own later schedule', async (t) => {
  const wakeTs = String(now + 2 * minuteMs)
  const { calls, respond } = conversationOf([{ ...waiting, wakeTs }])
  await respond(job)
  t.deepEqual(calls, ['read since -60000', `wake in 60000, replaces ${wakeTs}`])
})

test('keeps a schedule that is less than a second earlier, and replaces a much earlier one', async (t) => {
  const soon = conversationOf([{ ...waiting, wakeTs: String(now + minuteMs - 999) }])
  await soon.respond(job)
  t.deepEqual(soon.calls, ['read since -60000'])
  const wakeTs = String(now + minuteMs - 1_000)
  const early = conversationOf([{ ...waiting, wakeTs }])
  await early.respond(job)
  t.deepEqual(early.calls, ['read since -60000', `wake in 60000, replaces ${wakeTs}`])
})

test('a busy conversation stops after 50 steps and schedules itself at once', async (t) => {
  const { calls, respond } = conversationOf([snapshotOf({ turn: tapOf(), hasMoreTurns: true })])
  t.deepEqual(await respond(job), nothing)
  t.is(calls.filter((call) => call.startsWith('read')).length, 50)
  t.is(calls.at(-1), 'wake in 0')
})

test('a job that runs twice replies once', async (t) => {
  const { calls, respond } = conversationOf([snapshotOf({ turn: tapOf() }), snapshotOf()])
  await respond(job)
  await respond(job)
  t.is(calls.filter((call) => call.startsWith('send')).length, 1)
})

test('a busy database fails the job, and nothing is sent', async (t) => {
  const busy = new DatabaseBusyError({ errno: 1205, symbol: 'ER_LOCK_WAIT_TIMEOUT', where: undefined })
  const { calls, respond } = conversationOf([snapshotOf({ turn: tapOf() })], {
    commitDecision: () => Promise.reject(busy),
  })
  await t.throwsAsync(respond(job), { is: busy })
  t.deepEqual(calls, ['read since -60000'])
})

test('jobs that have stored their messages are passed on as no reason to wait', async (t) => {
  const exceptions: unknown[] = []
  const { respond } = conversationOf([snapshotOf({ turn: tapOf({ openedTs: now }) })], {
    isUnderWay: async (_psid, _ts, except) => {
      exceptions.push(except)
      return false
    },
  })
  await respond({ ...job, recordedBy: ['stitch-1'] })
  t.deepEqual(exceptions, [['stitch-1']])
})

test('a conversation of the feed above the bound is scheduled, and Messenger is not held up', async (t) => {
  const reading = Promise.withResolvers<ConversationSnapshot>()
  const woken: unknown[] = []
  const respond = createRespondStep(
    respondDepsOf({
      conversations: {
        read: async (_id, { channel }) => (channel === feedChannel ? await reading.promise : snapshotOf()),
      },
      wakeUps: {
        wakeAt: async ({ channel }, ts) => void woken.push([channel, ts - now]),
        clear: async () => undefined,
      },
      limits: { ...respondDepsOf().limits, feedAtOnce: 1 },
    }),
  )
  const first = respond({ ...job, channel: feedChannel })
  t.deepEqual(await respond({ ...job, channel: feedChannel }), nothing)
  t.deepEqual(woken, [[feedChannel, 500]])
  t.deepEqual(await respond({ ...job, channel: messengerChannel }), nothing)
  reading.resolve(snapshotOf())
  t.deepEqual(await first, nothing)
  t.deepEqual(await respond({ ...job, channel: feedChannel }), nothing)
  t.is(woken.length, 1, 'the place is free again')
})
