import test from 'ava'
import { listAudit } from '../../../src/db/console/audit-log.ts'
import { readMessages } from '../../../src/db/console/inbox/read-messages.ts'
import { createEventRecorder } from '../../../src/db/record-events.ts'
import { asConversationId, asPsid } from '../../../src/domain/ids.ts'
import { createLateness } from '../../../src/domain/lateness.ts'
import { marginMs } from '../../../src/domain/policy.ts'
import { createAgent } from '../../helpers/act-as-agent.ts'
import { at, comment, decodeAll, fromPerson, message, messengerBody } from '../../helpers/decoded.ts'
import { openTables } from '../../helpers/open-tables.ts'

const hourMs = 3_600_000
const conversationRules = {
  listensTo: () => true,
  lateness: createLateness(),
  ownAppId: '4711',
  silenceMs: 2 * hourMs,
  now: Date.now,
}
const soon = at(60)

/** What came for the Page, and an agent in the conversation of this customer, a minute later. */
async function open(psid: string, bodies: readonly string[], rules: Parameters<typeof createAgent>[1] = {}) {
  const { db, database } = await openTables()
  await createEventRecorder(db, { conversationRules }).record(decodeAll(bodies).events)
  const [row] = await database.query('select id from conversation where psid = ?', [psid])
  const conversationId = asConversationId(String(row?.['id']))
  const agent = createAgent(db, { conversationId, now: () => soon, ...rules })
  return {
    db,
    database,
    agent,
    conversationId,
    actions: async () =>
      (await db.selectFrom('outbound').selectAll().orderBy('id').execute()).map(
        ({ action, channel, state, conversationId: of }) => ({
          ...(JSON.parse(action) as { readonly action: object; readonly about?: object }).action,
          channel: channel === 'facebookFeed' ? 'feed' : 'messenger',
          ...(state === 'pending' ? {} : { state }),
          ...(of === conversationId ? {} : { of }),
        }),
      ),
    silence: async () =>
      (
        await database.query(
          'select silentTs, silentUntil, silentReason, servedTs, waitingTs from conversation',
        )
      )[0],
  }
}

test.serial('one request has one effect, however often and at once it comes', async (t) => {
  const { agent, db, conversationId } = await open('601', [message('601', 'm1', at(0))])
  const ask = () => agent.act({ act: 'reply', text: 'Hello', key: 'one-key' })
  const outcomes = await Promise.all([ask(), ask(), ask()])
  t.deepEqual(outcomes, [outcomes[0], outcomes[0], outcomes[0]])
  t.deepEqual(await ask(), outcomes[0])
  t.is((await db.selectFrom('outbound').select('id').execute()).length, 1)
  const target = { kind: 'conversation', id: conversationId } as const
  t.is((await listAudit(db, { target, limit: 9 })).length, 1)
  const other = createAgent(db, { id: '9', conversationId, now: () => soon })
  t.like(await other.act({ act: 'reply', text: 'Hi', key: 'one-key' }), { is: 'queued' }, 'of another user')
})

test.serial('a text and a picture are two messages, and both are taken back', async (t) => {
  const { agent, actions, db } = await open('601', [message('601', 'm1', at(0))])
  const pictureUrl = 'https://brand.example/a.png'
  const { outboundId = '' } = await agent.act({ act: 'reply', text: 'Look', pictureUrl })
  t.deepEqual(await actions(), [
    {
      do: 'say',
      message: { attachment: { type: 'image', payload: { url: pictureUrl } } },
      channel: 'messenger',
    },
    { do: 'say', message: { text: 'Look' }, channel: 'messenger' },
  ])
  t.is((await agent.act({ act: 'undo', outboundId })).is, 'done')
  t.deepEqual(await db.selectFrom('outbound').select('reason').execute(), [
    { reason: 'undone' },
    { reason: 'undone' },
  ])
})

test.serial(
  'who takes a conversation over silences the bot, and who gives it back lets the bot reply',
  async (t) => {
    const { agent, silence, actions } = await open('601', [message('601', 'm1', at(0))])
    t.deepEqual(await agent.act({ act: 'take_over' }), { is: 'done' })
    const held = { silentTs: soon, silentUntil: soon + hourMs, silentReason: 'taken_over', servedTs: soon }
    t.like(await silence(), { ...held, waitingTs: null })
    t.deepEqual(await agent.act({ act: 'give_back' }), { is: 'done' })
    t.like(await silence(), { silentTs: soon, silentUntil: 0, silentReason: 'ours_again' })
    t.deepEqual(await actions(), [], 'no other app has written, so Facebook is not asked')
  },
)

const standby = messengerBody({ ...fromPerson('601', at(10)), message: { mid: 'm2', text: 'hi' } }, 'standby')

test.serial('a thread of another app is taken first, and an agent who writes is told so', async (t) => {
  const { agent, actions } = await open('601', [message('601', 'm1', at(0)), standby])
  t.like(await agent.act({ act: 'reply', text: 'Hello' }), { is: 'refused', reason: 'other_app_in_control' })
  const again = { act: 'reply', text: 'Hello', key: 'the-same-key' } as const
  t.like(await agent.act(again), { is: 'refused', reason: 'other_app_in_control' })
  t.like(await agent.act({ act: 'take_over' }), { is: 'queued' })
  t.like(await agent.act(again), { is: 'queued' }, 'a refusal is not the last word')
  t.like(await agent.act({ act: 'give_back' }), { is: 'queued' })
  t.deepEqual(
    (await actions()).map((action) => ('do' in action ? action.do : '')),
    ['take_thread', 'say', 'give_back'],
  )
})

test.serial(
  'after a hand-over to the inbox an agent of the console takes the thread by writing',
  async (t) => {
    const { agent, actions, db } = await open('601', [message('601', 'm1', at(0))])
    const silent = {
      silentTs: String(at(1)),
      silentUntil: String(at(100)),
      silentReason: 'handed_over',
    } as const
    await db.updateTable('conversation').set(silent).execute()
    t.like(await agent.act({ act: 'reply', text: 'Hello' }), { is: 'queued' })
    t.deepEqual(
      (await actions()).map((action) => ('do' in action ? action.do : '')),
      ['take_thread', 'say'],
    )
  },
)

test.serial('a message after the window is refused at once, and one with the feature is not', async (t) => {
  const late = { now: () => at(0) + 25 * hourMs }
  const { agent, db, conversationId, silence } = await open('601', [message('601', 'm1', at(0))], late)
  t.like(await agent.act({ act: 'reply', text: 'Hello' }), { is: 'refused', reason: 'window_closed' })
  t.like(await silence(), { silentTs: null }, 'nothing has changed')
  const rules = { mayUseHumanAgent: true }
  const able = createAgent(db, { conversationId, ...late, rules })
  t.like(await able.act({ act: 'reply', text: 'Hello' }), { is: 'queued' })
})

const c1 = comment('c1', at(0))
const theirs = comment('c2', at(1), { from: { id: '777', name: 'Eve' } })

test.serial(
  'comments of this customer are replied to, hidden and liked; those of others are not',
  async (t) => {
    const { agent, actions } = await open('501', [c1, theirs])
    const commentId = '9_c1'
    for (const act of ['hide', 'unhide', 'like', 'delete'] as const)
      t.like(await agent.act({ act, commentId }), { is: 'queued' })
    t.like(await agent.act({ act: 'reply_in_public', commentId, text: 'Thanks' }), { is: 'queued' })
    t.like(await agent.act({ act: 'reply_in_private', commentId, text: 'Hello' }), { is: 'queued' })
    t.like(await agent.act({ act: 'reply_in_private', commentId, text: 'Again' }), {
      is: 'refused',
      reason: 'already_replied',
    })
    t.like(await agent.act({ act: 'hide', commentId: '9_c2' }), { is: 'refused', reason: 'no_comment' })
    t.deepEqual(await actions(), [
      { do: 'hide', channel: 'feed' },
      { do: 'unhide', channel: 'feed' },
      { do: 'like', channel: 'feed' },
      { do: 'delete', channel: 'feed' },
      { do: 'comment', text: 'Thanks', channel: 'feed' },
      { do: 'private_reply', message: { text: 'Hello' }, channel: 'feed' },
    ])
  },
)

test.serial('nothing is done about a comment that is gone, nor in private after seven days', async (t) => {
  const removed = comment('c1', at(2), { verb: 'remove' })
  const gone = await open('501', [c1, removed])
  t.like(await gone.agent.act({ act: 'like', commentId: '9_c1' }), { reason: 'content_removed' })
  const old = await open('501', [c1], { now: () => at(0) + 8 * 24 * hourMs })
  t.like(await old.agent.act({ act: 'reply_in_private', commentId: '9_c1', text: 'Hi' }), {
    reason: 'private_reply_too_late',
  })
  t.like(await old.agent.act({ act: 'reply_in_public', commentId: '9_c1', text: 'Hi' }), { is: 'queued' })
})

test.serial('a comment that got its private reply at Facebook gets no other one', async (t) => {
  const { agent, db, conversationId } = await open('501', [c1])
  const told = async () => {
    const read = await readMessages(db, conversationId, { limit: 9, now: soon })
    return read?.messages.flatMap(({ privateReply }) => privateReply ?? [])
  }
  const until = at(0) + 7 * 24 * hourMs - marginMs
  t.deepEqual(await told(), [{ until, isTaken: false }])
  const reply = { act: 'reply_in_private', commentId: '9_c1', text: 'Hello' } as const
  t.like(await agent.act(reply), { is: 'queued' })
  t.deepEqual(await told(), [{ until, isTaken: true }])
  await db.updateTable('outbound').set({ state: 'failed', reason: 'service_trouble' }).execute()
  t.like(await agent.act(reply), { is: 'queued' }, 'nothing has left')
  await db.updateTable('outbound').set({ state: 'failed', reason: 'already_replied' }).execute()
  t.like(await agent.act(reply), { is: 'refused', reason: 'already_replied' })
  t.deepEqual(await told(), [{ until, isTaken: true }])
})

test.serial(
  'a customer of two ids gets messages where they wrote last, and replies below their comments',
  async (t) => {
    const { db, agent, database, actions } = await open('501', [c1, message('601', 'm1', at(0))])
    await database.query(
      "update chan2Profile p join chan2Profile q on q.channelId = '501' set p.pId = q.pId where p.channelId = '601'",
    )
    t.like(await agent.act({ act: 'reply', text: 'Hello' }), { is: 'queued' })
    t.like(await agent.act({ act: 'like', commentId: '9_c1' }), { is: 'queued' })
    const [messenger] = await db
      .selectFrom('conversation')
      .select('id')
      .where('psid', '=', asPsid('601'))
      .execute()
    t.deepEqual(await actions(), [
      { do: 'say', message: { text: 'Hello' }, channel: 'messenger', of: messenger?.id },
      { do: 'like', channel: 'feed' },
    ])
  },
)

test.serial('a comment with a private reply of an agent is answered', async (t) => {
  const { agent, database } = await open('501', [c1])
  const answered = () => database.query('select answered, privateReply from answeredComment')
  await agent.act({ act: 'reply_in_private', commentId: '9_c1', text: 'Hello' })
  t.deepEqual(await answered(), [{ answered: 'no', privateReply: null }])
  await database.query("update outbound set state = 'sent'")
  t.deepEqual(await answered(), [{ answered: 'private', privateReply: 'Hello' }])
})

test.serial('there is no act in a conversation that is not there', async (t) => {
  const { db } = await openTables()
  const agent = createAgent(db, { conversationId: asConversationId('999999') })
  t.like(await agent.act({ act: 'take_over' }), { is: 'refused', reason: 'no_conversation' })
  t.deepEqual(await db.selectFrom('agentAct').select('id').execute(), [])
})
