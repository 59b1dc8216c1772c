import test from 'ava'
import { until } from '../helpers/until.ts'
import type { OutboundRows } from '../../src/db/outbound.ts'
import { createRespondStep, type RespondDeps } from '../../workers/respond.ts'
import { echoing } from '../helpers/echoing-storyboard.ts'
import { beanery, runConversation } from '../helpers/running-conversation.ts'

const waits = { sendMs: 800, claimMs: 300, graceMs: 100, giveUpMs: 3_000 }

/** Where the process dies: `before` or `after` a call of this port. From then on it does nothing any more. */
const crashPoints = {
  'before the turn is decided': ['decide', 'before'],
  'after the turn is decided': ['decide', 'after'],
  'before the claim': ['claim', 'before'],
  'after the claim': ['claim', 'after'],
  'before the bytes leave': ['deliver', 'before'],
  'after the bytes have left': ['deliver', 'after'],
  'before the outcome is written': ['settle', 'before'],
  'after the outcome is written': ['settle', 'after'],
  'before the record': ['record', 'before'],
  'after the record': ['record', 'after'],
} as const

for (const [name, [port, when]] of Object.entries(crashPoints)) {
  for (const echo of ['with its echo', 'without an echo']) {
    test.serial(`a worker that dies ${name} leaves one reply, recorded once, ${echo}`, async (t) => {
      const { graph, database, deps, untilIdle } = await runConversation(t, {
        storyboard: echoing,
        waits,
        nobodyAnswers: true,
      })
      if (echo === 'without an echo') graph.faults.set('echo-never', 1)
      const ada = graph.createPerson({ name: 'Ada' })
      await ada.write(beanery.id, 'hello').delivered
      await until(
        'the tables say so',
        async () => (await database.query('select 1 from turn where understanding is not null')).length === 1,
      )
      const [{ id: conversationId } = { id: '' }] = await database.query('select id from conversation')
      const job = { v: 1 as const, conversationId: String(conversationId) }

      await t.throwsAsync(() => createRespondStep(mortal(deps, port, when))(job), { message: 'died' })
      const respond = createRespondStep(deps)
      await until('the tables say so', async () => {
        await respond(job)
        const rows = await database.query(
          "select 1 from outbound where state = 'sent' and recordedTs is not null",
        )
        return rows.length === 1
      })
      await untilIdle()

      t.deepEqual(
        graph.ledger.seenBy(ada).map(({ text }) => text),
        ['re: hello (1)'],
      )
      t.deepEqual(await database.query("select count(*) n from interaction where direction = 'out'"), [
        { n: 1 },
      ])
    })
  }
}

test.serial('two workers at one conversation send one reply', async (t) => {
  const { graph, database, deps } = await runConversation(t, {
    storyboard: echoing,
    waits,
    nobodyAnswers: true,
  })
  const ada = graph.createPerson({ name: 'Ada' })
  for (const text of ['one', 'two', 'three']) await ada.write(beanery.id, text).delivered
  await until(
    'the tables say so',
    async () => (await database.query('select 1 from turn where understanding is not null')).length === 3,
  )
  const [{ id: conversationId } = { id: '' }] = await database.query('select id from conversation')
  const respond = createRespondStep(deps)
  const job = { v: 1 as const, conversationId: String(conversationId) }
  await until('the tables say so', async () => {
    await Promise.all([respond(job), respond(job), respond(job), respond(job)])
    return (await database.query("select 1 from outbound where state = 'sent'")).length === 3
  })
  t.deepEqual(
    graph.ledger.seenBy(ada).map(({ text }) => text),
    ['re: one (1)', 're: two (2)', 're: three (3)'],
  )
})

type Port = (typeof crashPoints)[keyof typeof crashPoints][0]

/** The same ports, until the process dies: then none of them does anything any more. */
function mortal(deps: RespondDeps, port: Port, when: 'before' | 'after'): RespondDeps {
  let isDead = false
  function guard<Arguments extends readonly unknown[], Result>(
    name: string,
    call: (...given: Arguments) => Promise<Result>,
  ): (...given: Arguments) => Promise<Result> {
    return async (...given) => {
      if (name === port && when === 'before') isDead = true
      if (isDead) throw new Error('died')
      const result = await call(...given)
      if (name === port) isDead = true
      if (isDead) throw new Error('died')
      return result
    }
  }
  const outbox: OutboundRows = deps.outbox as OutboundRows
  return {
    ...deps,
    turns: { findNext: guard('findNext', deps.turns.findNext) },
    minds: {
      ...deps.minds,
      decide: guard('decide', deps.minds.decide),
      find: guard('find', deps.minds.find),
      wakeAt: guard('wakeAt', deps.minds.wakeAt),
    },
    outbox: {
      findFirstUnsettled: guard('findFirstUnsettled', outbox.findFirstUnsettled),
      claim: guard('claim', outbox.claim),
      settle: guard('settle', outbox.settle),
      countSince: guard('countSince', outbox.countSince),
      findUnrecorded: guard('findUnrecorded', outbox.findUnrecorded),
      markRecorded: guard('markRecorded', outbox.markRecorded),
    },
    deliver: guard('deliver', deps.deliver),
    record: guard('record', deps.record),
  }
}
