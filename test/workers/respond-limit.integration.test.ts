/** A customer who writes faster than the bot may reply. */
import test from 'ava'
import { messengerChannel } from '../../src/domain/event.ts'
import { asConversationId } from '../../src/domain/ids.ts'
import { createRespondStep } from '../../workers/respond.ts'
import type { RespondDeps } from '../../workers/respond.ts'
import { echoing } from '../helpers/echoing-storyboard.ts'
import { beanery, runConversation } from '../helpers/running-conversation.ts'
import { until } from '../helpers/until.ts'

const waits = { sendMs: 800, claimMs: 1_000, graceMs: 300, giveUpMs: 3_000 }
const minuteMs = 60_000

/** A thread whose replies are made by calls of the test, at a time that the test sets. At most three replies a minute. */
async function openThread(t: Parameters<typeof runConversation>[0], text: string | false = 'One moment.') {
  const run = await runConversation(t, { storyboard: echoing, waits, withoutRespond: true })
  const ada = run.graph.createPerson({ name: 'Ada' })
  const clock = { aheadMs: 0 }
  let written = 0
  const deps: RespondDeps = {
    ...run.deps,
    limits: { ...run.deps.limits, repliesPerMinute: 3 },
    now: () => run.deps.now() + clock.aheadMs,
    isUnderWay: async () => false,
    async chooseReply(input) {
      if (input.isTooMany !== true) return await run.deps.chooseReply(input)
      const actions = text === false ? [] : [{ do: 'say' as const, message: { text } }]
      return { actions, context: input.context }
    },
  }
  const respond = createRespondStep(deps)
  const conversationId = async () => {
    const [row] = await run.database.query('select id from conversation')
    return asConversationId(String(row?.['id']))
  }
  return {
    ...run,
    clock,
    async write(count: number): Promise<void> {
      for (let message = 0; message < count; message += 1)
        await ada.write(beanery.id, `m${(written += 1)}`).delivered
      await until(
        'the turns are understood',
        async () =>
          (await run.database.query('select 1 from turn where understanding is not null')).length === written,
      )
      const before = clock.aheadMs === 0 ? 0 : Date.now() + 1_000
      await run.database.query('update turn set openedTs = openedTs + ? where openedTs < ? and state = ?', [
        clock.aheadMs,
        before,
        'open',
      ])
    },
    respond: async () => respond({ v: 1, conversationId: await conversationId(), channel: messengerChannel }),
    seen: () => run.graph.ledger.seenBy(ada).map(({ text: line }) => line),
    outcomes: async () =>
      (await run.database.query('select outcome from turn order by ts, id')).map(({ outcome }) => outcome),
    scheduledInMs: async () => {
      const [row] = await run.database.query('select wakeTs from conversation')
      return Number(row?.['wakeTs']) - deps.now()
    },
  }
}

test.serial(
  'after the limit one line says so, and the newest turn gets a reply when the minute is over',
  async (t) => {
    const { write, respond, seen, outcomes, clock, scheduledInMs } = await openThread(t)
    await write(8)
    await respond()
    const first = ['re: m1 (1)', 're: m2 (2)', 're: m3 (3)']
    t.deepEqual(seen(), [...first, 'One moment.'])
    const waitMs = await scheduledInMs()
    t.true(waitMs > 50_000 && waitMs <= minuteMs, String(waitMs))
    await respond()
    t.is(seen().length, 4, 'nothing is said twice')
    clock.aheadMs = minuteMs + 1_000
    await respond()
    t.deepEqual(seen(), [...first, 'One moment.', 're: m8 (4)'])
    t.deepEqual(await outcomes(), [
      'answered',
      'answered',
      'answered',
      'gathered',
      'gathered',
      'gathered',
      'gathered',
      'answered',
    ])
  },
)

test.serial('a single message above the limit gets its reply when the minute is over', async (t) => {
  const { write, respond, seen, clock } = await openThread(t)
  await write(4)
  await respond()
  clock.aheadMs = minuteMs + 1_000
  await respond()
  t.deepEqual(seen().slice(3), ['One moment.', 're: m4 (4)'])
})

test.serial('a storyboard may say nothing at the limit', async (t) => {
  const { write, respond, seen, clock } = await openThread(t, false)
  await write(5)
  await respond()
  t.is(seen().length, 3)
  clock.aheadMs = minuteMs + 1_000
  await respond()
  t.deepEqual(seen().slice(3), ['re: m5 (4)'])
})

test.serial('messages that come while the customer waits are gathered too', async (t) => {
  const { write, respond, seen, clock } = await openThread(t)
  await write(5)
  await respond()
  await write(2)
  await respond()
  t.is(seen().length, 4)
  clock.aheadMs = minuteMs + 1_000
  await respond()
  t.deepEqual(seen().slice(4), ['re: m7 (4)'])
})

test.serial('two bots that reply to each other stop', async (t) => {
  const { write, respond, seen, outcomes, clock } = await openThread(t)
  let answered = -1
  for (let round = 0; seen().length > answered && round < 30; round += 1) {
    answered = seen().length
    await write(1) // the other bot replies to each message
    await respond()
    if (seen().at(-1) === 'One moment.') {
      await write(1)
      clock.aheadMs += minuteMs + 1_000
      await respond()
    }
  }
  t.true(seen().length <= 8, String(seen().length))
  t.is((await outcomes()).at(-1), 'loop_guard')
})
