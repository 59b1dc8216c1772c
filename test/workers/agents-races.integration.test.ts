/** Agents of the console and the bot meet in one conversation: each step against each other. */
import test from 'ava'
import type { ReplyAction } from '../../src/domain/reply.ts'
import { SendOutcomeUnknownError } from '../../src/errors.ts'
import type { RespondDeps } from '../../workers/respond.ts'
import { createAgent } from '../helpers/act-as-agent.ts'
import { fromPage, fromPerson, message, messengerBody } from '../helpers/decoded.ts'
import { openConversation } from '../helpers/stepwise-conversation.ts'

const written = Math.floor(Date.now() / 1_000) * 1_000 - 5_000
const parts: readonly ReplyAction[] = [
  { do: 'say', message: { text: 'one' } },
  { do: 'say', message: { text: 'two' } },
]

/** A customer has written, and the bot has not replied yet. */
async function open(reply?: readonly ReplyAction[]) {
  const run = await openConversation(reply && (() => reply))
  await run.nlp(await run.stitch(message('601', 'm1', written, 'hello')))
  const rows = () =>
    run.db.selectFrom('outbound').select(['id', 'userId', 'state', 'reason']).orderBy('id').execute()
  const { id: conversationId } = await run.db
    .selectFrom('conversation')
    .select('id')
    .executeTakeFirstOrThrow()
  const agentOf = (given: Parameters<typeof createAgent>[1] = {}) =>
    createAgent(run.db, { conversationId, ...given })
  return { ...run, conversationId, agent: agentOf(), agentOf, rows }
}

type Run = Awaited<ReturnType<typeof open>>

/** Something happens just before a worker claims a row. */
const beforeClaim = ({ deps }: Run, meanwhile: () => Promise<unknown>): RespondDeps => ({
  ...deps,
  outbound: {
    ...deps.outbound,
    async claim(id, ts) {
      await meanwhile()
      return await deps.outbound.claim(id, ts)
    },
  },
})

test.serial('an agent who writes while the bot commits its decision: the bot keeps silent', async (t) => {
  const run = await open()
  const { deps, agent } = run
  let isFirst = true
  await run.respond({
    ...deps,
    async commitDecision(turn, decision) {
      if (isFirst) await agent.act({ act: 'reply', text: 'Ann here' })
      isFirst = false
      return await deps.commitDecision(turn, decision)
    },
  })
  t.deepEqual(run.sent, ['Ann here'])
  t.deepEqual(await run.outcomes(), ['silent_taken_over'])
})

test.serial('an agent who takes over before a worker claims a part: the part does not leave', async (t) => {
  const run = await open(parts)
  await run.respond(beforeClaim(run, () => run.agent.act({ act: 'take_over' })))
  t.deepEqual(run.sent, ['one'])
  t.like(await run.rows(), [{ state: 'sent' }, { state: 'suppressed', reason: 'silent_taken_over' }])
  t.deepEqual(await run.outcomes(), ['partly_failed'])
})

test.serial('a part whose first call may have taken effect is held when an agent takes over', async (t) => {
  const run = await open(parts)
  await run.respond({
    ...run.deps,
    async send(row) {
      if (row.step === 0)
        throw new SendOutcomeUnknownError({ reason: 'deadline', meaning: 'outcome_unclear' })
      return await run.deps.send(row)
    },
  })
  await run.db.updateTable('outbound').set({ state: 'pending' }).where('step', '=', 0).execute()
  await run.agent.act({ act: 'take_over' })
  t.like(await run.rows(), [{ state: 'pending' }, { state: 'suppressed' }])
  await run.respond()
  t.like(await run.rows(), [{ state: 'held', reason: 'silent_taken_over' }, { state: 'suppressed' }])
  t.deepEqual([run.sent, await run.outcomes()], [[], ['held']])
})

test.serial('undo and claim exclude each other', async (t) => {
  const run = await open(parts)
  await run.respond()
  const [first, second] = [
    await run.agent.act({ act: 'reply', text: 'sorry' }),
    await run.agent.act({ act: 'reply', text: 'kept' }),
  ]
  const undo = (outcome: typeof first) => run.agent.act({ act: 'undo', outboundId: outcome.outboundId ?? '' })
  let isFirst = true
  await run.respond(
    beforeClaim(run, async () => {
      if (isFirst) t.like(await undo(first), { is: 'done' })
      isFirst = false
    }),
  )
  t.deepEqual(run.sent, ['one', 'two', 'kept'])
  t.like(await undo(second), { is: 'refused', reason: 'too_late_to_undo' })
  const other = run.agentOf({ id: '9' })
  t.like(await other.act({ act: 'undo', outboundId: second.outboundId ?? '' }), { reason: 'not_yours' })
  t.like((await run.rows()).slice(2), [{ state: 'suppressed', reason: 'undone' }, { state: 'sent' }])
})

test.serial(
  'nothing leaves before an earlier message can no longer be taken back, and no worker spins',
  async (t) => {
    const run = await open(parts)
    await run.respond()
    let now = Date.now() + 60_000
    const patient = run.agentOf({ now: () => now, rules: { undoMs: 5_000 } })
    const quick = run.agentOf({ id: '9', now: () => now })
    const { undoUntil } = await patient.act({ act: 'reply', text: 'first' })
    t.is(undoUntil, now + 5_000)
    await quick.act({ act: 'reply', text: 'second' })
    let reads = 0
    const deps = {
      ...run.deps,
      now: () => now,
      conversations: {
        read: (...given: Parameters<typeof run.deps.conversations.read>) => {
          reads += 1
          return run.deps.conversations.read(...given)
        },
      },
    }
    await run.respond(deps)
    t.deepEqual([run.sent.length, reads], [2, 2], 'one read of each channel')
    const [{ wakeTs } = { wakeTs: undefined }] = await run.database.query('select wakeTs from conversation')
    t.true(Number(wakeTs) <= now + 5_000, 'a sweeper wakes the conversation')
    now += 5_000
    await run.respond(deps)
    t.deepEqual(run.sent.slice(2), ['first', 'second'])
  },
)

test.serial(
  'a message of unknown outcome holds the next one until its echo comes, and serves the customer',
  async (t) => {
    const run = await open(parts)
    await run.respond()
    await run.agentOf({ now: () => written + 1_000 }).act({ act: 'take_over' })
    const askedTs = written + 2_000
    await run.nlp(await run.stitch(message('601', 'm2', askedTs, 'still there?')))
    await run.respond({ ...run.deps, now: () => Date.now() + 5_000 })
    const waiting = async () =>
      (await run.database.query('select waitingTs from conversation'))[0]?.['waitingTs']
    t.is(await waiting(), askedTs, 'the customer waits for the agent')

    await run.agent.act({ act: 'reply', text: 'yes' })
    await run.agent.act({ act: 'reply', text: 'here I am' })
    await run.respond({
      ...run.deps,
      send: () =>
        Promise.reject(new SendOutcomeUnknownError({ reason: 'deadline', meaning: 'outcome_unclear' })),
    })
    await run.respond()
    t.like((await run.rows()).slice(2), [{ state: 'unknown' }, { state: 'pending' }])
    t.is(await waiting(), askedTs)

    const [row] = await run.database.query(
      "select id, claimedTs, echoMark from outbound where state = 'unknown'",
    )
    const metadata = `pagebeat.${String(row?.['id'])}.${Number(row?.['claimedTs']).toString(36)}.${String(row?.['echoMark'])}`
    const silence = () => run.database.query('select silentTs, silentUntil, silentReason from conversation')
    const before = await silence()
    const sent = { mid: 'm_yes', text: 'yes', is_echo: true, app_id: 42, metadata }
    await run.stitch(messengerBody({ ...fromPage('601', Date.now()), message: sent }))
    t.is(await waiting(), null, 'an agent has written')
    t.deepEqual(await silence(), before, 'our own echo silences nobody')
    await run.respond()
    t.deepEqual(run.sent.slice(2), ['here I am'])
    t.like((await run.rows()).slice(2), [
      { state: 'sent', userId: '8' },
      { state: 'sent', userId: '8' },
    ])
  },
)

test.serial('what the customer wrote after the agent sent still waits', async (t) => {
  const run = await open(parts)
  await run.respond()
  await run.agent.act({ act: 'reply', text: 'bye' })
  await run.stitch(message('601', 'm2', Date.now() + 1_000, 'one more thing'))
  await run.deps.threadControl.handOver(run.conversationId, {
    ts: Date.now(),
    causedTs: Date.now() + 1_000,
    until: Date.now() + 9_000,
  })
  await run.respond()
  t.like(await run.database.query('select waitingTs is not null as waits from conversation'), [{ waits: 1 }])
})

test.serial(
  'the bot stays silent when thread control comes back while an agent has the conversation',
  async (t) => {
    const run = await open(parts)
    await run.respond()
    await run.agent.act({ act: 'take_over' })
    const passed = { pass_thread_control: { new_owner_app_id: '42' } }
    await run.stitch(messengerBody({ ...fromPerson('601', Date.now() + 50), ...passed }))
    await run.nlp(await run.stitch(message('601', 'm2', Date.now() + 60, 'hello?')))
    await run.respond({ ...run.deps, now: () => Date.now() + 5_000 })
    t.deepEqual(run.sent, ['one', 'two'])
    t.is((await run.outcomes()).at(-1), 'silent_taken_over')
    t.like(await run.agent.act({ act: 'give_back' }), { is: 'done' })
    await run.nlp(await run.stitch(message('601', 'm3', Date.now() + 70, 'hello??')))
    await run.respond({ ...run.deps, now: () => Date.now() + 5_000 })
    t.is(run.sent.length, 4)
  },
)
