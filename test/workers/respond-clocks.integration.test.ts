import test from 'ava'
import { messengerChannel } from '../../src/domain/event.ts'
import { asConversationId } from '../../src/domain/ids.ts'
import { createRespondStep, type RespondDeps } from '../../workers/respond.ts'
import { echoing } from '../helpers/echoing-storyboard.ts'
import { beanery, runConversation } from '../helpers/running-conversation.ts'
import { until } from '../helpers/until.ts'

/** The clock of the machine on which the next step runs, against the true time. */
const machine = { aheadMs: 0 }
const trueTime = Date.now
Date.now = () => trueTime() + machine.aheadMs
test.after.always(() => {
  Date.now = trueTime
})

const minuteMs = 60_000

for (const [name, claimsAhead, looksAhead] of [
  ['the machine that sees a claim is 5 minutes ahead', 0, 5 * minuteMs],
  ['the machine that sees a claim is 20 seconds ahead', 0, 20_000],
  ['the machine that claims is 5 minutes behind', -5 * minuteMs, 0],
  ['the machine that claims is 20 seconds behind', -20_000, 0],
  ['both machines are off', -minuteMs, minuteMs],
] as const)
  test.serial(`a live claim is not taken for that of a dead worker: ${name}`, async (t) => {
    const { graph, database, deps } = await open(t)
    const ada = graph.createPerson({ name: 'Ada' })
    const job = await understood(ada.write(beanery.id, 'hello'), database)

    const held = holding(deps)
    machine.aheadMs = claimsAhead
    const sending = createRespondStep(held.deps)(job)
    await held.reached
    machine.aheadMs = looksAhead
    await createRespondStep(deps)(job)
    machine.aheadMs = 0
    t.deepEqual(await database.query('select state, attempts from outbound'), [
      { state: 'sending', attempts: 1 },
    ])
    held.release()
    await sending
    t.deepEqual(
      graph.ledger.seenBy(ada).map(({ text }) => text),
      ['re: hello (1)'],
    )
  })

test.serial('the claim of a dead worker ends in time, whatever its clock said', async (t) => {
  const { graph, database, deps } = await open(t, { sendMs: 300, claimMs: 500, graceMs: 100 })
  const ada = graph.createPerson({ name: 'Ada' })
  const job = await understood(ada.write(beanery.id, 'hello'), database)
  const held = holding(deps)
  machine.aheadMs = 5 * minuteMs
  void createRespondStep(held.deps)(job)
  await held.reached // and this worker never goes on
  machine.aheadMs = 0
  const [row] = await until(
    'another worker takes it over',
    async () => {
      await createRespondStep(deps)(job)
      const rows = await database.query("select state from outbound where state <> 'sending'")
      return rows.length > 0 && rows
    },
    { withinMs: 15_000 },
  )
  t.deepEqual(row, { state: 'unknown' })
})

test.serial('a check that is scheduled by a machine with another clock is made at its time', async (t) => {
  const { database, deps, wakeUps, graph } = await open(t)
  const job = await understood(graph.createPerson({ name: 'Ada' }).write(beanery.id, 'hello'), database)
  for (const aheadMs of [-5 * minuteMs, 5 * minuteMs]) {
    await database.query('update conversation set wakeTs = null')
    machine.aheadMs = aheadMs
    await wakeUps.wakeAt({ ...job, channel: messengerChannel }, deps.now() + minuteMs)
    machine.aheadMs = -aheadMs
    t.deepEqual(await wakeUps.takeDue(deps.now(), 10), [], 'it is not due for a minute')
    machine.aheadMs = 0
    const [row] = await database.query(
      'select wakeTs - timestampdiff(microsecond, "1970-01-01", utc_timestamp(3)) div 1000 as left_ from conversation',
    )
    const left = Number(row?.['left_'])
    t.true(left > minuteMs - 20_000 && left < minuteMs + 1_000, `${left} ms are left`)
  }
})

async function open(t: Parameters<typeof runConversation>[0], waits?: object) {
  machine.aheadMs = 0
  const run = await runConversation(t, {
    storyboard: echoing,
    withoutRespond: true,
    ...(waits === undefined ? {} : { waits }),
  })
  return run
}

type Run = Awaited<ReturnType<typeof runConversation>>

async function understood(
  written: { readonly delivered: Promise<unknown> },
  database: Run['database'],
): Promise<{ readonly v: 1; readonly conversationId: ReturnType<typeof asConversationId> }> {
  await written.delivered
  await until(
    'the turn is understood',
    async () => (await database.query('select 1 from turn where understanding is not null')).length === 1,
  )
  const [row] = await database.query('select id from conversation')
  return { v: 1, conversationId: asConversationId(String(row?.['id'])) }
}

/** Ports whose send waits until it is released. */
function holding(deps: RespondDeps) {
  const reached = Promise.withResolvers<void>()
  const released = Promise.withResolvers<void>()
  return {
    reached: reached.promise,
    release: () => released.resolve(),
    deps: {
      ...deps,
      async send(row) {
        reached.resolve()
        await released.promise
        return await deps.send(row)
      },
    } satisfies RespondDeps,
  }
}
