/** A worker acts on a snapshot that may be out of date, and must not lose what it alone knows. */
import { asConversationId } from '../../src/domain/ids.ts'
import test, { type ExecutionContext } from 'ava'
import { DatabaseBusyError, GraphRateLimitedError } from '../../src/errors.ts'
import { createRespondStep } from '../../workers/respond.ts'
import { echoing } from '../helpers/echoing-storyboard.ts'
import { beanery, runConversation } from '../helpers/running-conversation.ts'
import { until } from '../helpers/until.ts'

const waits = {
  sendMs: 800,
  claimMs: 300,
  graceMs: 400,
  endedAfterErrorMs: 0,
  endedAfterSilenceMs: 800,
  giveUpMs: 20_000,
}

/** A customer wrote these texts; no stage replies but the steps of the test. */
async function written(t: ExecutionContext, texts: readonly string[] = ['hello']) {
  const run = await runConversation(t, { storyboard: echoing, waits, withoutRespond: true })
  const ada = run.graph.createPerson({ name: 'Ada' })
  for (const text of texts) await ada.write(beanery.id, text).delivered
  await until(
    'the turns are understood',
    async () =>
      (await run.database.query('select 1 from turn where understanding is not null')).length ===
      texts.length,
  )
  const turns = await run.database.query('select id, conversationId from turn order by ts')
  const job = { v: 1 as const, conversationId: asConversationId(String(turns[0]?.['conversationId'])) }
  return { ...run, ada, turns, job }
}

test.serial(
  'a reply chosen before an earlier turn became known is chosen again, with the context of that turn',
  async (t) => {
    const { graph, database, deps, ada, turns, job } = await written(t, ['one', 'two'])
    const [one, two] = turns
    const put = (turn: typeof one, state: string): Promise<unknown> =>
      database.query(`update turn set state = '${state}' where id = ${Number(turn?.['id'])}`)
    await put(one, 'done') // as if it were still on its way
    let hasCome = false
    const respond = createRespondStep({
      ...deps,
      isUnderWay: async () => {
        if (hasCome) return false
        hasCome = true
        await Promise.all([put(one, 'open'), put(two, 'done')])
        await createRespondStep(deps)(job)
        await put(two, 'open')
        return false
      },
    })
    await respond(job)
    t.deepEqual(
      graph.ledger.seenBy(ada).map(({ text }) => text),
      ['re: one (1)', 're: two (2)'],
    )
    t.deepEqual(await database.query('select turnId, attempts from outbound order by id'), [
      { turnId: one?.['id'], attempts: 1 },
      { turnId: two?.['id'], attempts: 1 },
    ])
  },
)

test.serial('an agent who takes the thread while the reply is chosen keeps it', async (t) => {
  const { graph, database, deps, ada, job } = await written(t)
  const respond = createRespondStep({
    ...deps,
    async chooseReply(input) {
      await graph.pageInboxWrites(beanery.id, ada, 'An agent here').delivered
      await until(
        'the silence is recorded',
        async () =>
          (await database.query("select 1 from conversation where silentReason = 'person'")).length === 1,
      )
      return await deps.chooseReply(input)
    },
  })
  await respond(job)
  t.deepEqual(
    graph.ledger.seenBy(ada).map(({ text }) => text),
    ['An agent here'],
  )
  t.deepEqual(await database.query('select outcome from turn'), [{ outcome: 'silent_person' }])
})

test.serial('a hand-over is not cut short by the first message of the agent', async (t) => {
  const { graph, database, deps, ada, job } = await written(t)
  const ts = Date.now() - 1_000
  const silentUntil = ts + 24 * 60 * 60_000
  await deps.threadControl.handOver(job.conversationId, { ts, causedTs: ts, until: silentUntil })
  await graph.pageInboxWrites(beanery.id, ada, 'I take over').delivered
  await until(
    'the echo is recorded',
    async () => (await database.query("select 1 from interaction where direction = 'out'")).length === 1,
  )
  t.deepEqual(await database.query('select silentUntil, silentReason from conversation'), [
    { silentUntil, silentReason: 'handed_over' },
  ])
})

test.serial('a wake-up that came since the snapshot is not put off', async (t) => {
  const { database, deps, job } = await written(t)
  const soon = Date.now() + 1_000
  const send = async (): Promise<never> => {
    await database.query(`update conversation set wakeTs = ${soon}`) // as an echo would, or `pagebeat outbound drop`
    throw parkedFor(600_000)
  }
  await createRespondStep({ ...deps, send })(job)
  t.deepEqual(await database.query('select wakeTs from conversation'), [{ wakeTs: soon }])
})

test.serial('a conversation that must wait for a minute is not read every few seconds', async (t) => {
  const { deps, wakeUps, job } = await written(t)
  let passedMs = 0
  const now = (): number => Date.now() + passedMs
  const respond = createRespondStep({ ...deps, now, send: () => Promise.reject(parkedFor(60_000)) })
  await respond(job)
  let wakes = 0
  for (let second = 0; second < 300; second += 1) {
    passedMs = second * 1_000
    const due = await wakeUps.takeDue(now(), 10)
    wakes += due.length
    if (due.length > 0) await respond(job)
  }
  t.true(wakes >= 4 && wakes <= 6, String(wakes))
})

test.serial('the outcome of a call is not recorded as a bug where the database is busy', async (t) => {
  const { database, deps, job } = await written(t)
  const { outbound } = deps
  const respond = createRespondStep({
    ...deps,
    outbound: {
      ...outbound,
      settle: async (id, from, settlement) => {
        if (settlement.to !== 'sent') return await outbound.settle(id, from, settlement)
        throw new DatabaseBusyError({ errno: 1205, symbol: 'ER_LOCK_WAIT_TIMEOUT', where: undefined })
      },
    },
  })
  await t.throwsAsync(respond(job), { instanceOf: DatabaseBusyError })
  t.deepEqual(await database.query('select state, reason from outbound'), [
    { state: 'sending', reason: null },
  ])
})

function parkedFor(retryAfterMs: number): GraphRateLimitedError {
  return new GraphRateLimitedError(
    { reason: 'page_paused', meaning: 'throttled' },
    { scope: 'page', retryAfterMs },
  )
}
