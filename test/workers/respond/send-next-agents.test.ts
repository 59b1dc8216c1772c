import test from 'ava'
import type { ReadRow } from '../../../src/db/conversation/outbound.ts'
import { GraphRejectedError } from '../../../src/errors.ts'
import { pending, step, toFail } from '../../helpers/send-step.ts'
import { conversationId, minuteMs, now, snapshotOf, unexpected } from '../../helpers/worker-ports.ts'

const agents: ReadRow = { ...pending, userId: '8', turnId: undefined, undoUntilTs: now }
const silent = snapshotOf({ silentUntil: now + minuteMs, silentReason: 'taken_over' })

test("an agent's message waits until it can no longer be taken back, without a claim", async (t) => {
  const early = await step({ row: { ...agents, undoUntilTs: now + 1 } })
  t.deepEqual(early, { progress: { waitUntil: now + 1 }, calls: [], settled: [] })
  const { progress, calls } = await step({ row: agents })
  t.deepEqual([progress, calls], ['settled', ['claim at 0', 'send, attempt 1']])
})

test("an agent's message is sent while the bot is silent, and a message of the bot is not", async (t) => {
  t.is((await step({ row: agents, state: silent })).settled[0]?.to, 'sent')
  const { settled, calls } = await step({ state: silent })
  t.deepEqual(calls, [])
  t.like(settled[0], { to: 'suppressed', reason: 'silent_taken_over' })
})

test('after 24 hours only an agent uses the tag HUMAN_AGENT, and only where the app has the feature', async (t) => {
  const tags: unknown[] = []
  const send = async ({ tag }: { readonly tag?: string | undefined }) => {
    tags.push(tag)
    return { platformId: 'mid-1' }
  }
  const state = snapshotOf({ lastInboundTs: now - 25 * 60 * minuteMs })
  const refused = await step({ row: agents, state, ports: { send } })
  t.like(refused.settled[0], { from: ['pending'], to: 'suppressed', reason: 'window_closed' })
  await step({ row: agents, state, ports: { send, mayUseHumanAgent: true } })
  const bots = await step({ state, ports: { send, mayUseHumanAgent: true } })
  t.like(bots.settled[0], { to: 'suppressed', reason: 'window_closed' })
  await step({ row: agents, ports: { send, mayUseHumanAgent: true } })
  t.deepEqual(tags, ['HUMAN_AGENT', undefined])
})

test('what another app controls is not sent again, and what may be done already is held', async (t) => {
  const state = snapshotOf({ otherAppUntil: now + minuteMs })
  t.like((await step({ row: agents, state })).settled[0], {
    to: 'suppressed',
    reason: 'other_app_in_control',
  })
  const unclear = { ...agents, attempts: 1, unclearTs: now - minuteMs }
  t.like((await step({ row: unclear, state })).settled[0], { to: 'held', reason: 'other_app_in_control' })
})

test('a thread is taken where Facebook lets this app, and the row says what Facebook said', async (t) => {
  const confirmed: unknown[] = []
  const threadControl = {
    handOver: unexpected,
    refuseHandOver: unexpected,
    confirmControl: async (...given: readonly unknown[]) => void confirmed.push(given),
  }
  for (const does of ['take_thread', 'give_back'] as const) {
    const row: ReadRow = { ...agents, action: { do: does } }
    const taken = await step({ row, ports: { threadControl, send: async () => ({}) } })
    t.deepEqual(taken.settled, [{ from: ['sending'], to: 'sent', platformId: undefined, ofClaim: now }])
    const ours = await step({ row, ports: { threadControl, send: async () => ({ wasInControl: true }) } })
    t.like(ours.settled[0], { to: 'sent', reason: 'in_control' })
    const error = new GraphRejectedError({ reason: 'graph_error', meaning: 'permission', code: 10 })
    const refused = await step({ row, ports: { threadControl, ...toFail(error) } })
    t.like(refused.settled[0], { to: 'failed', reason: 'permission' })
    const again = { ...row, attempts: 1, unclearTs: now - minuteMs }
    t.like((await step({ row: again, ports: { threadControl, ...toFail(error) } })).settled[0], {
      to: 'failed',
      reason: 'permission',
    })
  }
  t.deepEqual(
    confirmed,
    Array.from({ length: 4 }, () => [conversationId, now]),
  )
})
