/** A follow-up is sent once, at its time, unless the customer or an agent wrote before. */
import test from 'ava'
import { createWakeUps } from '../../src/db/conversation/wake-ups.ts'
import type { ReplyAction } from '../../src/domain/reply.ts'
import { message } from '../helpers/decoded.ts'
import { openConversation } from '../helpers/stepwise-conversation.ts'

const hourMs = 3_600_000
const written = Date.now() - 5_000
const reply: readonly ReplyAction[] = [
  { do: 'say', message: { text: 'Shall we send it?' } },
  { do: 'say', message: { text: 'Still there?' }, afterMs: 2 * hourMs },
]

async function open() {
  const run = await openConversation(() => reply)
  await run.nlp(await run.stitch(message('501', 'm1', written, 'offer')))
  await run.respond()
  const states = () => run.database.query('select state, reason from outbound order by turnId, step')
  return {
    ...run,
    states,
    /** The sweeper and the worker, so much later. */
    async later(ms: number, ports: Partial<typeof run.deps> = {}) {
      const now = () => Date.now() + ms
      const due = await createWakeUps(run.db).findUnscheduled(now(), 10)
      await run.respond({ ...run.deps, now, ...ports })
      return due.length
    },
  }
}

test.serial('a follow-up holds nothing back, and is sent once when its time comes', async (t) => {
  const run = await open()
  t.deepEqual(run.sent, ['Shall we send it?'])
  t.deepEqual(await run.outcomes(), ['answered'])
  t.is(await run.later(hourMs), 0)
  t.is(await run.later(2 * hourMs), 1)
  t.is(await run.later(2 * hourMs), 0)
  t.deepEqual(run.sent, ['Shall we send it?', 'Still there?'])
  t.deepEqual(await run.outcomes(), ['answered'])
})

test.serial('a customer who writes before gets no follow-up', async (t) => {
  const run = await open()
  await run.nlp(await run.stitch(message('501', 'm2', written + 2_000, 'yes')))
  await run.respond()
  await run.later(2 * hourMs)
  t.deepEqual(run.sent, ['Shall we send it?', 'Shall we send it?', 'Still there?'])
  t.deepEqual((await run.states())[1], { state: 'skipped', reason: 'customer_wrote' })
})

test.serial('an agent who writes before, or the end of the window, ends a follow-up', async (t) => {
  const run = await open()
  await run.database.query(
    `update conversation set silentTs = ${written + 1_000}, silentUntil = ${written + 2_000}`,
  )
  await run.later(2 * hourMs)
  t.deepEqual((await run.states())[1], { state: 'skipped', reason: 'agent_wrote' })
  const closed = await open()
  await closed.database.query(`update conversation set lastInboundTs = ${written - 23 * hourMs}`)
  await closed.later(2 * hourMs)
  t.like((await closed.states())[1], { state: 'suppressed', reason: 'window_closed' })
})

test.serial('a follow-up needs the message that it follows, and keeps its distance from it', async (t) => {
  const run = await open()
  await run.database.query("update outbound set state = 'expired', reason = 'too_late' where step = 0")
  await run.later(2 * hourMs)
  t.deepEqual(run.sent, ['Shall we send it?'])
  t.deepEqual((await run.states())[1], { state: 'skipped', reason: 'not_needed' })
  const late = await open()
  await late.database.query('update outbound set claimedTs = claimedTs + 600000 where step = 0')
  t.is(await late.later(2 * hourMs), 1)
  t.like((await late.states())[1], { state: 'scheduled' })
  t.is(await late.later(2 * hourMs + 590_000), 0)
  t.is(await late.later(2 * hourMs + 600_000), 1)
  t.deepEqual(late.sent, ['Shall we send it?', 'Still there?'])
})

test.serial('a follow-up waits for what the customer may have written', async (t) => {
  const run = await open()
  await run.later(2 * hourMs, { isUnderWay: async () => true })
  t.like((await run.states())[1], { state: 'pending' })
  await run.nlp(await run.stitch(message('501', 'm2', written + 2_000, 'yes')))
  await run.later(2 * hourMs)
  t.deepEqual((await run.states())[1], { state: 'skipped', reason: 'customer_wrote' })
})

test.serial(
  'an event told twice, or an instant reply at the first contact, cancels no follow-up',
  async (t) => {
    const run = await open()
    await run.nlp(await run.stitch(message('501', 'm2', written + 2_000, 'told again')))
    await run.respond({ ...run.deps, findRepeat: async () => ({ closes: 'same_click' }) })
    await run.database.query(
      `update conversation set silentTs = ${written + 1_000}, silentUntil = ${written + hourMs}, silentReason = 'person'`,
    )
    await run.later(2 * hourMs)
    t.deepEqual(run.sent, ['Shall we send it?', 'Still there?'])
  },
)
