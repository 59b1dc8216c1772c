import test from 'ava'
import {
  maskOldTexts,
  purgeDeadLetters,
  purgeAgentActs,
  purgeOutbound,
  purgeTurns,
} from '../../../src/db/privacy/retention.ts'
import { at, comment, message } from '../../helpers/decoded.ts'
import { openTables } from '../../helpers/open-tables.ts'

const dayMs = 86_400_000
const before = new Date(at(0))

async function plantTurns() {
  const { db, database } = await openTables()
  const add = (table: string, row: object) => database.query(`insert into ${table} set ?`, [row])
  for (const [id, ts, turnState, sentState] of [
    [1, at(0) - 2, 'done', 'sent'],
    [2, at(0) - 1, 'done', 'held'],
    [3, at(0) - 1, 'open', 'pending'],
    [4, at(0), 'done', 'sent'],
  ] as const) {
    const turn = { id, kwInteractionId: id, conversationId: 1, pId: 'facebook:1', facts: '{}', readyTs: ts }
    await add('turn', { ...turn, ts, openedTs: ts, state: turnState })
    const sent = {
      id,
      turnId: id,
      step: 1,
      conversationId: 1,
      action: '{}',
      state: sentState,
      recordedTs: ts,
    }
    await add('outbound', { ...sent, createdTs: ts, expiresTs: ts })
  }
  const act = {
    contentKey: Buffer.alloc(16),
    pageId: '1',
    commentId: '1',
    rule: 'r',
    act: 'hide',
    cause: 'comment',
    ts: 1,
  }
  await add('moderation', { ...act, outboundId: 1 })
  const idsOf = async (table: string) =>
    (await database.query(`select id from ${table} order by id`)).map(({ id }) => Number(id))
  return { db, database, idsOf }
}

test.serial('old turns are deleted with their messages, and unsettled turns stay', async (t) => {
  const { db, database, idsOf } = await plantTurns()
  t.is(await purgeTurns(db, before), 1)
  t.deepEqual(
    [await idsOf('turn'), await idsOf('outbound')],
    [
      [2, 3, 4],
      [2, 3, 4],
    ],
  )
  t.deepEqual(await database.query('select * from moderation'), [])
  t.is(await purgeTurns(db, before), 0)
})

test.serial('old messages of the bot are deleted without their turns, and unsettled ones stay', async (t) => {
  const { db, idsOf } = await plantTurns()
  t.is(await purgeOutbound(db, before), 1)
  t.deepEqual(
    [await idsOf('turn'), await idsOf('outbound')],
    [
      [1, 2, 3, 4],
      [2, 3, 4],
    ],
  )
  t.is(await purgeOutbound(db, before), 0)
})

test.serial('old messages and acts of agents are deleted, also those without a turn', async (t) => {
  const { db, database } = await openTables()
  for (const [n, ts] of [
    [1, at(0) - 1],
    [2, at(0)],
  ] as const) {
    const sent = { step: 0, conversationId: 1, action: '{}', state: 'sent', recordedTs: ts, userId: 8 }
    await database.query('insert into outbound set ?', [{ ...sent, createdTs: ts, expiresTs: ts }])
    const act = { userId: 8, requestKey: `key ${n}`, conversationId: 1, act: 'reply', result: 'queued', ts }
    await database.query('insert into agentAct set ?', [act])
  }
  t.is(await purgeOutbound(db, before), 1)
  t.is(await purgeAgentActs(db, before), 1)
  t.deepEqual(await database.query('select requestKey from agentAct'), [{ requestKey: 'key 2' }])
})

test.serial('old dead letters go once they were retried or dropped', async (t) => {
  const { db, database } = await openTables()
  for (const [n, state, ts] of [
    [1, 'open', at(0) - 1],
    [2, 'retried', at(0) - 1],
    [3, 'dropped', at(0) - 1],
    [4, 'dropped', at(0)],
  ] as const)
    await database.query('insert into deadLetter set ?', [
      {
        deadKey: Buffer.alloc(16, n),
        stage: 'parse',
        reason: 'bug',
        detail: state,
        payload: '',
        state,
        firstTs: new Date(ts),
        lastTs: new Date(ts),
      },
    ])
  t.is(await purgeDeadLetters(db, before), 2)
  t.deepEqual(
    (await database.query('select detail from deadLetter order by id')).map(({ detail }) => detail),
    ['open', 'dropped'],
  )
})

test.serial('old words are masked day by day, once, and rows keep their times and ids', async (t) => {
  const { db, database, record } = await openTables()
  await record(
    message('1', 'old', at(0) - 3 * dayMs, 'quokka'),
    comment('1_1', at(0) - 2 * dayMs, { message: 'quokka' }),
    message('1', 'new', at(0), 'wombat'),
  )
  const words = async () =>
    (
      await database.query(
        `select coalesce(m.text, f.message) as text, coalesce(m.valueRaw, f.valueRaw) as raw from interaction i
          left join chanFacebookMessenger m using (kwInteractionId)
          left join chanFacebookFeed f on f.kwInteractionId = i.kwInteractionId order by i.ts`,
      )
    ).map(({ text, raw }) => [text, String(raw).length > 20])
  t.is(await maskOldTexts(db, before), 2)
  t.deepEqual(await words(), [
    [null, false],
    [null, false],
    ['wombat', true],
  ])
  t.is(await maskOldTexts(db, before), 0)
  t.is(await maskOldTexts(db, new Date(at(0) + 2 * dayMs)), 1)
  t.deepEqual((await words()).at(-1), [null, false])
})
