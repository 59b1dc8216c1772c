import test from 'ava'
import { commitDecision, type Decision } from '../../../src/db/conversation/commit-decision.ts'
import { createConversationReader } from '../../../src/db/conversation/read-conversation.ts'
import { messengerChannel } from '../../../src/domain/event.ts'
import { anonymousProfileId } from '../../../src/domain/event-key.ts'
import { asConversationId, asPageId, asProfileId, asPsid, type ProfileId } from '../../../src/domain/ids.ts'
import type { OutboundAction } from '../../../src/domain/outbound.ts'
import { openTables } from '../../helpers/open-tables.ts'
import { minuteMs, now } from '../../helpers/worker-ports.ts'

const sayOf = (text: string): OutboundAction => ({ action: { do: 'say', message: { text } }, causedTs: now })

/** A conversation with one open turn; commits a decision that was chosen by its snapshot. */
async function openConversation(pId: ProfileId = asProfileId('facebook:77')) {
  const { db, database } = await openTables()
  const { insertId } = await db
    .insertInto('conversation')
    .values({ pageId: asPageId('1001'), psid: asPsid('77') })
    .executeTakeFirstOrThrow()
  const conversationId = asConversationId(String(insertId))
  async function addTurn(kwInteractionId: number, ts: number): Promise<void> {
    await db
      .insertInto('turn')
      .values({
        kwInteractionId: String(kwInteractionId),
        conversationId,
        pId,
        ts: String(ts),
        facts: JSON.stringify({ kind: 'message', text: 'Hello' }),
        openedTs: String(now),
        readyTs: String(now),
      })
      .execute()
  }
  await db.insertInto('chan2Profile').values({ channelId: '77', cidType: 'facebook', pId }).execute()
  await addTurn(1, now)
  const snapshot = await createConversationReader(db).read(conversationId, {
    channel: messengerChannel,
    repliesSince: now - minuteMs,
  })
  const { turn } = snapshot
  if (turn === undefined) throw new Error('the conversation has an open turn')
  const decision: Decision = {
    reply: { actions: [], context: { asks: 'size' }, scene: 'menu', profile: { city: 'Rome' } },
    chosenBy: snapshot,
    outcome: 'waiting',
    actions: [sayOf('Hi'), sayOf('and more')],
    echoMark: '0123456789abcdef',
    expiresTs: now + 15 * minuteMs,
    now,
    claimsFirst: true,
  }
  return {
    database,
    addTurn,
    commit: (changes: Partial<Decision> = {}) => commitDecision(db, turn, { ...decision, ...changes }),
    /** The number of outbound rows, the state of the turn, and the stored context. */
    async stored() {
      const [row] = await database.query(
        `select (select count(*) from outbound) outbound, (select state from turn where kwInteractionId = 1) turn,
          context, decisions from conversation`,
      )
      return row
    },
  }
}

test.serial('a row that an operator added to the turn meanwhile makes the decision outdated', async (t) => {
  const { database, commit } = await openConversation()
  await database.query(
    `insert into outbound (turnId, step, conversationId, action, expiresTs, createdTs, state)
      select id, 0, conversationId, '{}', 0, 0, 'sent' from turn`,
  )
  await database.query('update conversation set decisions = decisions + 1')
  t.deepEqual(await commit(), { is: 'outdated' })
})

test.serial(
  'closes the turn and writes messages, context and profile; the first message is claimed',
  async (t) => {
    const { database, commit, stored } = await openConversation()
    const committed = await commit()
    const rows = await database.query(
      'select id, step, state, claimedTs, attempts, expiresTs from outbound order by step',
    )
    const expiresTs = now + 15 * minuteMs
    t.deepEqual(committed, { is: 'committed', firstOutboundId: String(rows[0]?.['id']) })
    t.deepEqual(
      rows.map(({ id: _id, ...row }) => row),
      [
        { step: 0, state: 'sending', claimedTs: now, attempts: 1, expiresTs },
        { step: 1, state: 'pending', claimedTs: null, attempts: 0, expiresTs },
      ],
    )
    t.deepEqual(await stored(), { outbound: 2, turn: 'done', context: '{"asks":"size"}', decisions: 1 })
    t.deepEqual(await database.query('select outcome, outcomeIfSent, scene, handledTs from turn'), [
      { outcome: 'waiting', outcomeIfSent: 'answered', scene: 'menu', handledTs: now },
    ])
    t.deepEqual(await database.query('select pId, city from profile'), [{ pId: 'facebook:77', city: 'Rome' }])
  },
)

test.serial(
  'the question that a turn asks, and what became of the one before, are stored with it',
  async (t) => {
    const { database, commit } = await openConversation()
    const reply = {
      actions: [],
      context: {},
      scene: 'order',
      asks: { scene: 'order', slot: 'cups' },
      settles: { scene: 'order', slot: 'size', end: 'filled' },
    } as const
    t.like(await commit({ reply }), { is: 'committed' })
    const columns = 'select askedQuestion, repliedQuestion, questionEnd from turn'
    const stored = { askedQuestion: 'order.cups', repliedQuestion: 'order.size', questionEnd: 'filled' }
    t.deepEqual(await database.query(columns), [stored])
    // Another worker chose the same turn: its decision changes nothing.
    t.deepEqual(await commit({ reply: { actions: [], context: {} } }), { is: 'outdated' })
    t.deepEqual(await database.query(columns), [stored])
  },
)

test.serial('a turn that another worker has closed gets no second reply', async (t) => {
  const { database, commit, stored } = await openConversation()
  await database.query("update turn set state = 'done'")
  const before = await stored()
  t.deepEqual(await commit(), { is: 'outdated' })
  t.deepEqual(await stored(), before)
})

test.serial('a decision without a message only closes the turn', async (t) => {
  const { commit, stored } = await openConversation()
  const committed = await commit({ actions: [], claimsFirst: false, outcome: 'no_scene' })
  t.deepEqual(committed, { is: 'committed', firstOutboundId: undefined })
  t.like(await stored(), { outbound: 0, turn: 'done', decisions: 1 })
})

test.serial('the second of two decisions on one turn writes nothing', async (t) => {
  const { commit, stored } = await openConversation()
  await commit()
  t.deepEqual(await commit({ actions: [sayOf('again')] }), { is: 'outdated' })
  t.like(await stored(), { outbound: 2, decisions: 1 })
})

const changes = {
  'an earlier turn arrived': ({ addTurn }) => addTurn(2, now - 1),
  'a message is unsettled': async ({ database }) => {
    await database.query(
      `insert into outbound (turnId, step, conversationId, action, expiresTs, createdTs, state)
        select 99, 0, id, '{}', 0, 0, 'unknown' from conversation`,
    )
  },
  'another decision was committed': async ({ database }) => {
    await database.query('update conversation set decisions = 1')
  },
  'thread control changed': async ({ database }) => {
    await database.query('update conversation set silentTs = 5')
  },
} satisfies Readonly<Record<string, (opened: Awaited<ReturnType<typeof openConversation>>) => Promise<void>>>

for (const [name, change] of Object.entries(changes))
  test.serial(`a decision is outdated, and nothing is written, where ${name}`, async (t) => {
    const opened = await openConversation()
    await change(opened)
    const before = await opened.stored()
    t.deepEqual(await opened.commit(), { is: 'outdated' })
    t.deepEqual(await opened.stored(), before)
    t.is(before?.['turn'], 'open')
  })

test.serial('a later turn is no reason to choose again', async (t) => {
  const { addTurn, commit } = await openConversation()
  await addTurn(2, now + 1)
  t.is((await commit()).is, 'committed')
})

test.serial('the profile that all unnamed customers share is never changed', async (t) => {
  const { database, commit } = await openConversation(anonymousProfileId)
  t.is((await commit()).is, 'committed')
  t.deepEqual(await database.query('select pId from profile'), [])
})
