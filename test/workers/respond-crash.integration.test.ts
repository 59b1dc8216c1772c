import { asConversationId, asTurnId } from '../../src/domain/ids.ts'
import test from 'ava'
import { createRespondStep, type RespondDeps } from '../../workers/respond.ts'
import { recordSent, type RecordDeps } from '../../workers/respond/record-sent.ts'
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

/**
 * Where the process dies: `before` or `after` a call of this port. From then on it does nothing. The first message of a reply is
 * claimed in the transaction that commits the decision.
 */
const crashPoints = {
  'before the decision is committed': ['commitDecision', 'before'],
  'after the decision is committed': ['commitDecision', 'after'],
  'before the claim of a second message': ['claim', 'before'],
  'after the claim of a second message': ['claim', 'after'],
  'before the bytes leave': ['send', 'before'],
  'after the bytes have left': ['send', 'after'],
  'before the outcome is written': ['settle', 'before'],
  'after the outcome is written': ['settle', 'after'],
  'before the record': ['record', 'before'],
  'after the record': ['record', 'after'],
} as const

for (const [name, [port, when]] of Object.entries(crashPoints)) {
  for (const echo of ['with its echo', 'without an echo']) {
    test.serial(`a worker that dies ${name} leaves each reply once, recorded once, ${echo}`, async (t) => {
      const { graph, database, deps, recording, untilIdle } = await runConversation(t, {
        storyboard: echoing,
        waits,
        withoutRespond: true,
      })
      if (echo === 'without an echo') graph.faults.set('echo-never', 1)
      const ada = graph.createPerson({ name: 'Ada' })
      await ada.write(beanery.id, 'hello').delivered
      await until(
        'the turn is understood',
        async () => (await database.query('select 1 from turn where understanding is not null')).length === 1,
      )
      const [{ id: conversationId } = { id: '' }] = await database.query('select id from conversation')
      const job = { v: 1 as const, conversationId: asConversationId(String(conversationId)) }
      const replies = port === 'claim' ? ['re: hello (1)', 'and more'] : ['re: hello (1)']
      const talking = port === 'claim' ? talkative(deps) : deps
      // Nothing is too young to be recorded here: the clock is ahead.
      const recorder = { ...recording, now: () => Date.now() + 60_000 }

      const guard = dyingAt(port, when)
      const dying = createRespondStep(mortal(talking, guard))
      const work = port === 'record' ? untilRecorded(dying, job, mortalRecorder(recorder, guard)) : dying(job)
      await t.throwsAsync(work, { message: 'died' })
      const respond = createRespondStep(talking)
      await until('all is sent and recorded', async () => {
        await respond(job)
        await recordSent(recorder)
        const rows = await database.query(
          "select 1 from outbound where state = 'sent' and recordedTs is not null",
        )
        return rows.length === replies.length
      })
      await untilIdle()

      t.deepEqual(
        graph.ledger.seenBy(ada).map(({ text }) => text),
        replies,
      )
      t.deepEqual(await database.query("select count(*) n from interaction where direction = 'out'"), [
        { n: replies.length },
      ])
    })
  }
}

test.serial('two workers at one conversation send one reply', async (t) => {
  const { graph, database, deps } = await runConversation(t, {
    storyboard: echoing,
    waits,
    withoutRespond: true,
  })
  const ada = graph.createPerson({ name: 'Ada' })
  for (const text of ['one', 'two', 'three']) await ada.write(beanery.id, text).delivered
  await until(
    'the turns are understood',
    async () => (await database.query('select 1 from turn where understanding is not null')).length === 3,
  )
  const [{ id: conversationId } = { id: '' }] = await database.query('select id from conversation')
  const respond = createRespondStep(deps)
  const job = { v: 1 as const, conversationId: asConversationId(String(conversationId)) }
  await until('three are sent', async () => {
    await Promise.all([respond(job), respond(job), respond(job), respond(job)])
    return (await database.query("select 1 from outbound where state = 'sent'")).length === 3
  })
  t.deepEqual(
    graph.ledger.seenBy(ada).map(({ text }) => text),
    ['re: one (1)', 're: two (2)', 're: three (3)'],
  )
})

test.serial('no decision is committed while a message of an earlier reply is unsettled', async (t) => {
  const { graph, database, deps } = await runConversation(t, {
    storyboard: echoing,
    waits,
    withoutRespond: true,
  })
  const ada = graph.createPerson({ name: 'Ada' })
  for (const text of ['one', 'two']) await ada.write(beanery.id, text).delivered
  await until(
    'the turns are understood',
    async () => (await database.query('select 1 from turn where understanding is not null')).length === 2,
  )
  const [first, second] = await database.query('select id from turn order by ts')
  const commit = async (id: unknown) => {
    const turn = await deps.turns.find(asTurnId(String(id)))
    if (turn === undefined) return t.fail('no such turn')
    const action = { action: { do: 'say' as const, message: { text: 'hi' } }, causedTs: turn.ts }
    const now = Date.now()
    return await deps.commitDecision(turn, {
      reply: { actions: [], context: {} },
      chosenBy: await deps.conversations.read(turn.conversationId, {
        channel: turn.channel,
        repliesSince: now,
      }),
      outcome: 'waiting',
      actions: [action],
      echoMark: '0123456789abcdef',
      expiresTs: now + 60_000,
      now,
      claimsFirst: true,
    })
  }
  const outdated = { is: 'outdated' } as const
  t.deepEqual(await commit(second?.['id']), outdated, 'an earlier turn is open')
  t.deepEqual(await commit(first?.['id']), { is: 'committed', firstOutboundId: '1' })
  t.deepEqual(await commit(second?.['id']), outdated, 'the first reply is under way')
  await database.query("update outbound set state = 'sent'")
  t.deepEqual(await commit(second?.['id']), { is: 'committed', firstOutboundId: '2' })
})

type Port = (typeof crashPoints)[keyof typeof crashPoints][0]
type Guard = <Arguments extends readonly unknown[], Result>(
  name: string,
  call: (...given: Arguments) => Promise<Result>,
) => (...given: Arguments) => Promise<Result>

/** Calls work until the process dies: then none of them does anything any more. */
function dyingAt(port: Port, when: 'before' | 'after'): Guard {
  let isDead = false
  return (name, call) =>
    async (...given) => {
      if (name === port && when === 'before') isDead = true
      if (isDead) throw new Error('died')
      const result = await call(...given)
      if (name === port) isDead = true
      if (isDead) throw new Error('died')
      return result
    }
}

function mortal(deps: RespondDeps, guard: Guard): RespondDeps {
  const { conversations, wakeUps, outbound } = deps
  return {
    ...deps,
    conversations: { read: guard('read', conversations.read) },
    wakeUps: { wakeAt: guard('wakeAt', wakeUps.wakeAt), clear: guard('clear', wakeUps.clear) },
    commitDecision: guard('commitDecision', deps.commitDecision),
    outbound: {
      find: guard('find', outbound.find),
      findState: guard('findState', outbound.findState),
      claim: guard('claim', outbound.claim),
      settle: guard('settle', outbound.settle),
      remember: guard('remember', outbound.remember),
    },
    send: guard('send', deps.send),
  }
}

function mortalRecorder({ outbound, record, now }: RecordDeps, guard: Guard): RecordDeps {
  const { findUnrecorded, markRecorded } = outbound
  return {
    outbound: {
      findUnrecorded: guard('findUnrecorded', findUnrecorded),
      markRecorded: guard('markRecorded', markRecorded),
    },
    record: guard('record', record),
    now,
  }
}

/** Replies, and records what was sent, unless the echo recorded it first. */
async function untilRecorded(
  respond: ReturnType<typeof createRespondStep>,
  job: Parameters<typeof respond>[0],
  recorder: RecordDeps,
): Promise<void> {
  await respond(job)
  await recordSent(recorder)
  throw new Error('died') // the echo recorded it: nothing was left to die at
}

/** A storyboard that says two things. */
function talkative(deps: RespondDeps): RespondDeps {
  return {
    ...deps,
    async chooseReply(input) {
      const reply = await deps.chooseReply(input)
      return {
        ...reply,
        actions: [...reply.actions, { do: 'say', message: { text: 'and more' } }],
      }
    },
  }
}
