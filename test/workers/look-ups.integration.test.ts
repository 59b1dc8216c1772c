import test, { type ExecutionContext } from 'ava'
import type { GraphFaultName } from '../../sandbox/facebook/faults.ts'
import type { GraphOptions } from '../../sandbox/facebook/graph-api/server.ts'
import { echoing } from '../helpers/echoing-storyboard.ts'
import { beanery, runConversation } from '../helpers/running-conversation.ts'
import { until } from '../helpers/until.ts'

/** As in production, ten times faster. */
const waits = {
  sendMs: 800,
  claimMs: 1_000,
  graceMs: 500,
  endedAfterErrorMs: 1_500,
  endedAfterSilenceMs: 4_000,
  giveUpMs: 30_000,
}

async function open(t: ExecutionContext, graph: Partial<GraphOptions> = {}) {
  const run = await runConversation(t, { storyboard: echoing, waits, graph })
  const ada = run.graph.createPerson({ name: 'Ada' })
  const settled = (count: number) =>
    until(
      `${count} messages are settled`,
      async () => {
        const rows = await run.database.query(
          "select 1 from outbound where state in ('sent', 'held', 'failed')",
        )
        return rows.length === count
      },
      { withinMs: 60_000 },
    )
  /** The response of the first message is lost, and no other call fails. */
  async function losing(fault: GraphFaultName, write: () => unknown): Promise<void> {
    run.graph.faults.set(fault, 1) // not forced: a courtesy call would take it
    write()
    await until('its outcome is unknown', async () => {
      const rows = await run.database.query("select 1 from outbound where state = 'unknown'")
      return rows.length === 1
    })
    run.graph.faults.set(fault, 0)
  }
  return {
    ...run,
    ada,
    losing,
    settled,
    states: () => run.database.query('select state, attempts from outbound order by id'),
    seen: () => run.graph.ledger.seenBy(ada).map(({ text }) => text),
  }
}

for (const [name, aheadMs] of [
  ['90 s ahead of ours', 90_000],
  ['90 s behind ours', -90_000],
] as const)
  test.serial(`a lost response is found at a Facebook whose clock is ${name}`, async (t) => {
    const { graph, ada, losing, settled, states, seen } = await open(t, { now: () => Date.now() + aheadMs })
    graph.faults.set('echo-never', 1)
    await losing('answer-lost', () => ada.write(beanery.id, 'hello'))
    await settled(1)
    t.deepEqual(await states(), [{ state: 'sent', attempts: 1 }])
    t.deepEqual(seen(), ['re: hello (1)'])
  })

const lies: Readonly<Record<string, Partial<Record<GraphFaultName, number>>>> = {
  'an empty list and a late echo': { 'list-empty': 0, 'echo-late': 6_000 },
  'a list that lags, and a late echo': { 'list-lags': 3_000, 'echo-late': 9_000 },
  'a list that lags, and no echo': { 'list-lags': 3_000, 'echo-never': 0 },
}
for (const [name, faults] of Object.entries(lies))
  test.serial(`${name} are no reason to send a message twice`, async (t) => {
    const { graph, ada, losing, settled, states, seen } = await open(t)
    for (const [fault, ms] of Object.entries(faults) as [GraphFaultName, number][])
      graph.faults.set(fault, 1, { ms })
    await losing('answer-lost', () => ada.write(beanery.id, 'hello'))
    await settled(1)
    t.deepEqual(await states(), [{ state: 'sent', attempts: 1 }])
    t.deepEqual(seen(), ['re: hello (1)'])
  })

test.serial('a list that stays empty holds the message, and says nothing about it', async (t) => {
  const { graph, ada, losing, settled, states, seen } = await open(t)
  graph.faults.set('list-empty', 1)
  graph.faults.set('echo-never', 1)
  await losing('answer-lost', () => ada.write(beanery.id, 'hello'))
  await settled(1)
  t.deepEqual(await states(), [{ state: 'held', attempts: 1 }])
  t.deepEqual(seen(), ['re: hello (1)'])
})

test.serial('a message that takes effect after the connection broke is waited for', async (t) => {
  const { graph, ada, settled, states, seen } = await open(t)
  graph.faults.set('commit-late', 1, { ms: 3_000, forMs: 2_000 })
  graph.faults.set('echo-never', 1)
  ada.write(beanery.id, 'hello')
  await settled(1)
  t.deepEqual(await states(), [{ state: 'sent', attempts: 1 }])
  t.deepEqual(seen(), ['re: hello (1)'])
})

for (const [name, fault, attempts] of [
  ['was sent', 'answer-lost', 1],
  ['was not sent', 'code-2-before-commit', 2],
] as const)
  test.serial(`in a thread with 40 messages in 8 s it is found out that one ${name}`, async (t) => {
    const { graph, ada, losing, settled, states, seen } = await open(t)
    graph.faults.set('echo-never', 1)
    await losing(fault, () => ada.write(beanery.id, 'm1'))
    for (let index = 2; index <= 41; index += 1) {
      await new Promise((resolve) => setTimeout(resolve, 200)) // a customer who writes fast
      ada.write(beanery.id, `m${index}`)
    }
    await settled(41)
    const rows = await states()
    t.deepEqual(rows[0], { state: 'sent', attempts })
    t.deepEqual(
      rows.filter(({ state }) => state !== 'sent'),
      [],
    )
    t.deepEqual(
      seen(),
      Array.from({ length: 41 }, (_, index) => `re: m${index + 1} (${index + 1})`),
    )
  })
