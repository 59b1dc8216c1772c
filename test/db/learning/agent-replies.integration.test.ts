import test from 'ava'
import { findAgentReplies } from '../../../src/db/learning/agent-replies.ts'
import { readStoredTexts, type StoredText } from '../../../src/db/learning/stored-texts.ts'
import { createEventRecorder } from '../../../src/db/record-events.ts'
import { createLateness } from '../../../src/domain/lateness.ts'
import type { TurnId } from '../../../src/domain/ids.ts'
import {
  at,
  comment,
  decodeAll,
  echo,
  fromPage,
  messengerBody,
  ownEcho,
  pageId,
} from '../../helpers/decoded.ts'
import { openTables } from '../../helpers/open-tables.ts'
import { storeTurn } from '../../helpers/stored-turns.ts'

type Tables = Awaited<ReturnType<typeof openTables>>

const rules = {
  listensTo: () => false,
  lateness: createLateness(),
  ownAppId: '4711',
  silenceMs: 7_200_000,
  now: () => at(100_000),
}

/** The texts that an agent replied to. */
async function repliedTo({ db }: Tables): Promise<readonly string[]> {
  const texts: StoredText[] = []
  for await (const batch of readStoredTexts(db, { since: at(-3_600), until: at(86_400) }))
    texts.push(...batch.texts)
  const found = await findAgentReplies(db, texts, { isAutomaticApp: (appId) => appId === '77' })
  return texts
    .filter(({ turnId }) => found.has(turnId))
    .map(({ text }) => text)
    .toSorted()
}

test.serial(
  'an agent who writes within ten minutes after the bot has replied to the latest text',
  async (t) => {
    const tables = await openTables()
    const { database, record } = tables
    await storeTurn(database, { text: 'corrected', ts: at(0), psid: '1' })
    await storeTurn(database, { text: 'earlier', ts: at(0), psid: '2' })
    await storeTurn(database, { text: 'latest', ts: at(30), psid: '2' })
    await storeTurn(database, { text: 'too late', ts: at(0), psid: '3' })
    await storeTurn(database, { text: 'nobody', ts: at(0), psid: '4' })
    await storeTurn(database, { text: 'before', ts: at(60), psid: '5' })
    await storeTurn(database, { text: 'not replied', ts: at(0), psid: '6', outcome: 'no_scene' })
    await record(
      echo('1', 'e1', at(300)),
      echo('2', 'e2', at(90)),
      echo('3', 'e3', at(601)),
      echo('5', 'e5', at(10)),
      echo('6', 'e6', at(30)),
    )
    t.deepEqual(await repliedTo(tables), ['corrected', 'latest'])
  },
)

test.serial(
  'messages of the bot, of automatic apps and unsent ones are no replies of an agent',
  async (t) => {
    const tables = await openTables()
    const { database, record } = tables
    for (const psid of ['1', '2', '3', '4'])
      await storeTurn(database, { text: `to ${psid}`, ts: at(0), psid })
    const sent = { mid: 'a2', text: 'thanks', is_echo: true, app_id: 77 }
    const template = { mid: 'a3', is_echo: true, attachments: [{ type: 'template', payload: {} }] }
    await record(
      ownEcho('1', 'a1', at(5)),
      messengerBody({ ...fromPage('2', at(5)), message: sent }),
      messengerBody({ ...fromPage('3', at(5)), message: template }),
      echo('4', 'a4', at(5)),
    )
    t.deepEqual(await repliedTo(tables), ['to 4'])
    await database.query("update chanFacebookMessenger set removedTs = now() where mid = 'a4'")
    t.deepEqual(await repliedTo(tables), [])
  },
)

test.serial('messages and comments of agents of the console are replies of agents', async (t) => {
  const tables = await openTables()
  const { database, record } = tables
  for (const psid of ['1', '2']) await storeTurn(database, { text: `to ${psid}`, ts: at(0), psid })
  const facts = { kind: 'comment', commentId: '9_c1' } as const
  const turn = { text: 'comment c1', ts: at(0), psid: 'c1', channel: 'facebookFeed', facts } as const
  await storeTurn(database, turn)
  const page = { id: pageId, name: 'The Page' }
  await record(
    ownEcho('1', 'a1', at(5)),
    ownEcho('2', 'a2', at(5)),
    comment('c1', at(0)),
    comment('r1', at(60), { from: page, parent_id: '9_c1' }),
  )
  for (const platformId of ['a1', '9_r1'])
    await database.query(
      `insert into outbound (step, conversationId, action, state, expiresTs, createdTs, platformId, userId)
        values (0, 1, '{}', 'sent', 0, 0, ?, 8)`,
      [platformId],
    )
  t.deepEqual(await repliedTo(tables), ['comment c1', 'to 1'])
})

test.serial('a text that many customers got within seconds is automatic', async (t) => {
  const tables = await openTables()
  const { database, db } = tables
  const { record } = createEventRecorder(db, { conversationRules: rules })
  for (const psid of ['1', '2', '3', '4', '5'])
    await storeTurn(database, { text: `to ${psid}`, ts: at(0), psid })
  for (const psid of ['1', '2', '3', '4', '5'])
    await record(decodeAll([echo(psid, `b${psid}`, at(8), 'We are away.')]).events)
  t.deepEqual(await repliedTo(tables), [])
})

test.serial('a reply that hands the thread to an agent is meant so', async (t) => {
  const tables = await openTables()
  const { database, record } = tables
  const turnId = await storeTurn(database, { text: 'a human please', ts: at(0), psid: '1' })
  await storeOutbound(tables, turnId)
  await record(echo('1', 'c1', at(60)))
  t.deepEqual(await repliedTo(tables), [])
})

test.serial(
  'an agent who replies to a comment below the bot is found, and the bot itself is not',
  async (t) => {
    const tables = await openTables()
    const { database, record } = tables
    for (const id of ['c1', 'c2', 'c3'])
      await storeTurn(database, {
        text: `comment ${id}`,
        ts: at(0),
        psid: id,
        channel: 'facebookFeed',
        facts: { kind: 'comment', commentId: `9_${id}` },
      })
    const page = { id: pageId, name: 'The Page' }
    await record(
      comment('c1', at(0)),
      comment('r1', at(60), { from: page, parent_id: '9_c1' }),
      comment('r2', at(60), { from: page, parent_id: '9_c2' }),
      comment('r3', at(900), { from: page, parent_id: '9_c3' }),
    )
    const [row] = await database.query("select id from turn where facts like '%9_c2%'")
    await storeOutbound(tables, String(row?.['id']) as TurnId, '9_r2')
    t.deepEqual(await repliedTo(tables), ['comment c1'])
  },
)

async function storeOutbound({ database }: Tables, turnId: TurnId, platformId: string | null = null) {
  const act = platformId === null ? 'hand_over' : 'comment'
  await database.query(
    `insert into outbound (turnId, step, conversationId, action, state, expiresTs, createdTs, platformId)
      values (?, 0, 1, ?, 'sent', 0, 0, ?)`,
    [turnId, JSON.stringify({ action: { do: act } }), platformId],
  )
}
