import { mock } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import test from 'ava'
import { hop } from '../../queues/define-queue.ts'
import { respondQueue } from '../../queues/respond.ts'
import type { WakeUpOf } from '../../src/db/conversation/wake-ups.ts'
import { feedChannel, messengerChannel } from '../../src/domain/event.ts'
import { asConversationId } from '../../src/domain/ids.ts'
import { createActivity } from '../../workers/respond/activity.ts'
import { type SweeperDeps, startSweeper } from '../../workers/sweeper.ts'
import { inTime, until } from '../helpers/until.ts'
import { jobsOf } from '../helpers/worker-ports.ts'

/** ms since the epoch */
const now = Date.UTC(2026, 5, 1)
const due: WakeUpOf = { conversationId: asConversationId('1'), channel: messengerChannel }
const unscheduled: WakeUpOf = { conversationId: asConversationId('2'), channel: feedChannel }

function foundOnce(of: WakeUpOf): () => Promise<WakeUpOf[]> {
  const left = [[of]]
  return async () => left.shift() ?? []
}

/** A sweeper that finds each list of conversations once; and what it published, recorded and logged. */
function sweeperOf(ports: Partial<SweeperDeps> = {}) {
  const published: unknown[] = []
  const logged: unknown[] = []
  let records = 0
  const sweeper = startSweeper({
    wakeUps: {
      takeDue: foundOnce(due),
      findNext: async () => undefined,
      findUnscheduled: foundOnce(unscheduled),
    },
    activity: createActivity(),
    closeTooLate: async () => 0,
    recordSent: async () => void (records += 1),
    publisher: { publish: async (hops) => void published.push(...jobsOf(hops)) },
    log: { warn: (...given: unknown[]) => void logged.push(given) },
    now: () => now,
    ...ports,
  })
  return { sweeper, published, logged, records: () => records }
}

/** The time to the next round passes, where the timers are mocked. */
async function passRound(): Promise<void> {
  mock.timers.tick(150)
  await nextTurn()
}

const wakeUpOf = (of: WakeUpOf, ts?: number): unknown =>
  jobsOf([hop(respondQueue, { v: 1, ...of, ...(ts === undefined ? {} : { ts }) })])[0]

test.serial('wakes due conversations and those without a schedule, and records sent messages', async (t) => {
  const { sweeper, published, logged, records } = sweeperOf()
  await until('the first round is over', () => records() > 0)
  await sweeper.stop()
  t.deepEqual(published, [wakeUpOf(due, now), wakeUpOf(unscheduled)])
  t.deepEqual(logged, [])
})

test.serial('a round that fails is logged without a text, and the next one runs', async (t) => {
  let rounds = 0
  const { sweeper, logged } = sweeperOf({
    wakeUps: {
      takeDue: () => {
        rounds += 1
        return Promise.reject(new TypeError('a statement with a text'))
      },
      findNext: async () => undefined,
      findUnscheduled: async () => [],
    },
  })
  await until('the second round has begun', () => rounds >= 2)
  await sweeper.stop()
  t.deepEqual(logged[0], [{ reason: 'TypeError' }, 'the sweep failed: the next round tries again'])
})

test.serial('runs no round after it was stopped', async (t) => {
  let rounds = 0
  mock.timers.enable({ apis: ['setTimeout'] })
  t.teardown(() => mock.timers.reset())
  const { sweeper } = sweeperOf({
    wakeUps: {
      takeDue: async () => {
        rounds += 1
        return []
      },
      findNext: async () => undefined,
      findUnscheduled: async () => [],
    },
  })
  await passRound()
  await passRound()
  t.is(rounds, 2)
  await sweeper.stop()
  await passRound()
  await passRound()
  t.is(rounds, 2)
})

test.serial('closes late turns in every round as long as there are more of them', async (t) => {
  let rounds = 0
  mock.timers.enable({ apis: ['setTimeout'] })
  t.teardown(() => mock.timers.reset())
  const { sweeper } = sweeperOf({
    closeTooLate: async (_now, limit) => {
      rounds += 1
      return rounds < 3 ? limit : 0
    },
  })
  for (let round = 0; round < 5; round += 1) await passRound()
  t.is(rounds, 3)
  await sweeper.stop()
})

test.serial('runs no round while the database refuses work', async (t) => {
  let rounds = 0
  let reason: string | undefined = 'read-only'
  mock.timers.enable({ apis: ['setTimeout'] })
  t.teardown(() => mock.timers.reset())
  const { sweeper } = sweeperOf({
    wakeUps: {
      takeDue: async () => {
        rounds += 1
        return []
      },
      findNext: async () => undefined,
      findUnscheduled: async () => [],
    },
    database: { refusesBecause: () => reason, explains: () => true },
  })
  await passRound()
  t.is(rounds, 0)
  reason = undefined
  await passRound()
  t.is(rounds, 1)
  await sweeper.stop()
})

test.serial('stops although a round waits for a Redis that is down', async (t) => {
  const waiting = Promise.withResolvers<void>()
  const { sweeper } = sweeperOf({
    publisher: {
      publish: async () => {
        waiting.resolve()
        await new Promise(() => undefined)
      },
    },
  })
  await inTime('a round publishes', waiting.promise)
  await t.notThrowsAsync(inTime('the sweeper stops', sweeper.stop(), { withinMs: 10_000 }))
})

test.serial('while it is quiet it looks once a second, or when the next schedule ends', async (t) => {
  const clock = { at: now }
  let next: number | undefined
  const rounds: number[] = []
  mock.timers.enable({ apis: ['setTimeout'] })
  t.teardown(() => mock.timers.reset())
  const activity = createActivity(() => clock.at)
  clock.at += 60_000
  const noteRound = (): void => void (rounds.at(-1) === clock.at || rounds.push(clock.at))
  const { sweeper } = sweeperOf({
    activity,
    now: () => clock.at,
    wakeUps: {
      takeDue: async () => {
        noteRound()
        return []
      },
      findNext: async () => {
        noteRound()
        return next
      },
      findUnscheduled: async () => [],
    },
  })
  async function pass(ms: number): Promise<readonly number[]> {
    const from = clock.at
    rounds.length = 0
    for (let passed = 0; passed < ms; passed += 50) {
      clock.at += 50
      mock.timers.tick(50)
      await nextTurn()
    }
    return rounds.map((at) => at - from)
  }
  t.deepEqual(await pass(3_000), [150, 1_150, 2_150])
  next = clock.at + 150 + 400 // known at the round that comes in 150 ms
  t.deepEqual(await pass(550), [150, 550])
  next = undefined
  await pass(1_000)
  activity.note()
  t.deepEqual(await pass(500), [150, 300, 450], 'a reply may need it at any moment')
  await sweeper.stop()
})
