import test from 'ava'
import { sql } from 'kysely'
import { linkNow, resolveSoon } from '../../../../src/db/identity/link-now.ts'
import { revokeLinks } from '../../../../src/db/identity/record-links.ts'
import { maskUnsent } from '../../../../src/db/events/mask-unsent.ts'
import { maskInbox } from '../../../../src/db/privacy/mask-inbox.ts'
import {
  at,
  comment,
  decodeAll,
  echo,
  fromPerson,
  message,
  messengerBody,
  pageId,
  post,
} from '../../../helpers/decoded.ts'
import { openInbox } from '../../../helpers/inbox.ts'
import { until } from '../../../helpers/until.ts'

type Inbox = Awaited<ReturnType<typeof openInbox>>

async function entriesOf({ database }: Inbox, columns: string): Promise<unknown[]> {
  return await database.query(
    `select c.psid, ${columns} from inboxEntry e join conversation c on c.id = e.conversationId order by c.psid`,
  )
}

async function wordsOf({ database }: Inbox, psid: string): Promise<string> {
  const rows = await database.query(
    `select word from inboxWord w join conversation c on c.id = w.conversationId where c.psid = ? order by word`,
    [psid],
  )
  return rows.map((row) => row['word']).join(' ')
}

async function open(...bodies: readonly string[]): Promise<Inbox> {
  const inbox = await openInbox(at(1_000))
  await inbox.tracking.record(decodeAll(bodies).events)
  await inbox.round()
  return inbox
}

test.serial('a message that is committed after a later one comes into the Inbox', async (t) => {
  const inbox = await open(message('601', 'm1', at(1), 'first'))
  const commit = Promise.withResolvers<void>()
  const inserted = Promise.withResolvers<void>()
  const late = inbox.db.transaction().execute(async (transaction) => {
    await sql`insert into interaction (pId, channel, interactionType, ts, direction, pageId, eventDay, eventKey, standby)
      values ('facebook:601', 'facebookMessenger', 'message', ${new Date(at(50))}, 'in', ${pageId}, '2026-06-01',
        ${Buffer.alloc(16, 7)}, 0)`.execute(transaction)
    await sql`insert into chanFacebookMessenger (kwInteractionId, senderId, recipientId, text, mid)
      values (last_insert_id(), '601', ${pageId}, 'overtaken', 'm9')`.execute(transaction)
    inserted.resolve()
    await commit.promise
  })
  await inserted.promise
  await inbox.tracking.record(decodeAll([message('602', 'm2', at(60), 'second')]).events)
  await inbox.round()
  t.deepEqual(await entriesOf(inbox, 'lastText'), [
    { psid: '601', lastText: 'first' },
    { psid: '602', lastText: 'second' },
  ])
  commit.resolve()
  await late
  await inbox.round()
  t.deepEqual(await entriesOf(inbox, 'lastText'), [
    { psid: '601', lastText: 'overtaken' },
    { psid: '602', lastText: 'second' },
  ])
  t.is(await wordsOf(inbox, '601'), 'first overtaken')
})

test.serial(
  'silence, waiting, replies and turns that change without a new row reach the entry',
  async (t) => {
    const inbox = await open(message('601', 'm1', at(1), 'Let me talk to an agent'))
    const { database } = inbox
    const state = async (ms = 600) => {
      await inbox.round(ms)
      const [row] = await database.query('select state from inboxEntry')
      return row?.['state']
    }
    t.is(await state(), 'bot')
    const ms = inbox.now()
    await database.query('update conversation set silentTs = ?, silentUntil = ?, silentReason = ?', [
      ms,
      ms + 100_000,
      'handed_over',
    ])
    t.is(await state(), 'agent')
    await database.query('update conversation set waitingTs = ?, askedTs = ?, handOverTs = ?', [
      at(1),
      at(1),
      ms,
    ])
    t.is(await state(), 'waiting')
    await database.query('update conversation set waitingTs = null, servedTs = ?', [ms + 1])
    t.is(await state(), 'agent')
    t.is(await state(120_000), 'bot', 'the silence has ended by time alone')
    await database.query(
      `insert into outbound (turnId, step, conversationId, action, expiresTs, createdTs)
      select t.id, 0, t.conversationId, '{"action":{"do":"like"}}', 1, ? from turn t`,
      [inbox.now()],
    )
    t.is(await state(), 'bot')
    await database.query(`update outbound set state = 'held'`)
    t.is(await state(), 'trouble')
    await database.query(`update outbound set state = 'sent', recordedTs = 1`)
    t.is(await state(), 'bot')
    await database.query(
      `update turn set state = 'done', outcome = 'not_understood', scene = 'fallback', understanding = ?`,
      [JSON.stringify({ provider: 'local', version: '1', entities: [], language: 'de' })],
    )
    t.is(await state(), 'not_understood')
    t.deepEqual(await entriesOf(inbox, 'scene, language'), [
      { psid: '601', scene: 'fallback', language: 'de' },
    ])
  },
)

test.serial(
  'customers who are linked have one conversation, and two again after the link is revoked',
  async (t) => {
    const inbox = await open(
      comment('c1', at(10), { message: 'nice beans', from: { id: '501', name: 'Ada Lovelace' } }),
      message('601', 'm1', at(20), 'where is my parcel'),
    )
    t.is((await entriesOf(inbox, '1')).length, 2)
    const [a, b] = ['501', '601'].map((value) => ({ kind: 'facebook', value }))
    if (a === undefined || b === undefined) return t.fail()
    const source = { kind: 'agent', id: '1' } as const
    await linkNow(inbox.db, [{ a, b, evidence: 'agent', strength: 'verified', source, ts: 1 }], {
      tombstones: undefined,
    })
    await inbox.settle()
    t.deepEqual(await entriesOf(inbox, 'pId, name, unanswered'), [
      { psid: '601', pId: 'facebook:501', name: 'Ada Lovelace', unanswered: 2 },
    ])
    t.is(await wordsOf(inbox, '601'), 'ada beans is lovelace my nice parcel where')
    t.is(await wordsOf(inbox, '501'), '')
    const [link] = await inbox.database.query('select id from identityLink')
    await revokeLinks(inbox.db, [{ linkId: String(link?.['id']), by: 'test', ts: 2 }])
    await resolveSoon(inbox.db, [a, b])
    await inbox.settle()
    t.deepEqual(await entriesOf(inbox, 'pId, name, unanswered'), [
      { psid: '501', pId: 'facebook:501', name: 'Ada Lovelace', unanswered: 1 },
      { psid: '601', pId: 'facebook:601', name: null, unanswered: 1 },
    ])
    t.is(await wordsOf(inbox, '601'), 'is my parcel where')
    t.is(await wordsOf(inbox, '501'), 'ada beans lovelace nice')
  },
)

test.serial(
  'a reply of the Page is in the conversation of the customer whose comment or post it is about',
  async (t) => {
    const visitor = { id: '701', name: 'Vic' }
    const inbox = await open(
      comment('c1', at(10), { from: { id: '501', name: 'Ada' } }),
      post('v1', at(20), { from: visitor, message: 'hello Page' }),
    )
    const page = { id: pageId, name: 'The Page' }
    await inbox.tracking.record(
      decodeAll([
        comment('c2', at(30), { from: page, parent_id: '9_c1', message: 'to the comment' }),
        comment('c3', at(40), { from: page, parent_id: `${pageId}_v1`, message: 'to the post' }),
      ]).events,
    )
    await inbox.round()
    t.deepEqual(await entriesOf(inbox, 'lastBy, lastText, unanswered'), [
      { psid: '501', lastBy: 'agent', lastText: 'to the comment', unanswered: 0 },
      { psid: '701', lastBy: 'agent', lastText: 'to the post', unanswered: 0 },
    ])
    t.is(await wordsOf(inbox, '701'), 'hello page post the to vic')
  },
)

test.serial('words that are unsent, or too old, are in no table of the Inbox', async (t) => {
  const inbox = await open(
    message('601', 'm1', at(1), 'hello secret'),
    message('601', 'm2', at(2), 'password hello'),
    message('602', 'm3', at(3), 'goodbye'),
  )
  const unsend = messengerBody({ ...fromPerson('601', at(30)), message: { mid: 'm2', is_deleted: true } })
  await inbox.tracking.record(decodeAll([unsend]).events)
  await maskUnsent(inbox.db, at(40))
  const rows = await inbox.database.query(`select word from inboxWord where word = 'password'`)
  t.deepEqual(rows, [], 'also without a console')
  await inbox.settle()
  t.deepEqual(await entriesOf(inbox, 'lastText'), [
    { psid: '601', lastText: null },
    { psid: '602', lastText: 'goodbye' },
  ])
  t.is(await wordsOf(inbox, '601'), 'hello secret')
  await maskInbox(inbox.db, new Date(at(86_400)))
  t.is(await wordsOf(inbox, '602'), '')
  t.deepEqual(await entriesOf(inbox, 'lastText'), [
    { psid: '601', lastText: null },
    { psid: '602', lastText: null },
  ])
})

test.serial('a customer who is forgotten while the Inbox is filled does not come back into it', async (t) => {
  const inbox = await open(message('601', 'm1', at(1), 'hello'), message('602', 'm2', at(2), 'stays'))
  await inbox.tracking.record(decodeAll([message('601', 'm3', at(5), 'private matter')]).events)
  const go = Promise.withResolvers<void>()
  const locked = Promise.withResolvers<void>()
  const forgetting = inbox.db.transaction().execute(async (transaction) => {
    await sql`select id from conversation where psid = '601' for update`.execute(transaction)
    locked.resolve()
    await go.promise
    await sql`delete from chan2Profile where channelId = '601'`.execute(transaction)
    await sql`delete e from inboxEntry e join conversation c on c.id = e.conversationId where c.psid = '601'`.execute(
      transaction,
    )
    await sql`delete from conversation where psid = '601'`.execute(transaction)
  })
  await locked.promise
  const round = inbox.round()
  await until('the round to wait for the lock', async () => {
    const waits = await inbox.database.query(
      `select 1 from information_schema.processlist where info like '%lock in share mode%' and info not like '%processlist%'`,
    )
    return waits.length > 0
  })
  go.resolve()
  await Promise.all([forgetting, round])
  await inbox.settle()
  t.deepEqual(await entriesOf(inbox, 'lastText'), [{ psid: '602', lastText: 'stays' }])
  t.deepEqual(await inbox.database.query(`select word from inboxWord where word = 'private'`), [])
})

test.serial('what happened while no console ran is found by the sweep after the start', async (t) => {
  const inbox = await open(message('601', 'm1', at(1), 'hello'), echo('601', 'm2', at(2)))
  await inbox.settle()
  await inbox.database.query('update conversation set silentTs = 1, silentUntil = ?, silentReason = ?', [
    inbox.now() + 10_000_000,
    'paused_by_hand',
  ])
  await inbox.reopen()
  await inbox.settle()
  t.deepEqual(await entriesOf(inbox, 'state'), [{ psid: '601', state: 'agent' }])
})
