import { Kysely, MysqlDialect } from 'kysely'
import { createPool } from 'mysql2'
import test from 'ava'
import type { Database } from '../../../src/db/mysql/schema.ts'
import {
  readStoredTexts,
  type StoredText,
  type StoredTextsOf,
} from '../../../src/db/learning/stored-texts.ts'
import { asPageId } from '../../../src/domain/ids.ts'
import { at, pageId } from '../../helpers/decoded.ts'
import { openTables } from '../../helpers/open-tables.ts'
import { changeMessage, storeTurn } from '../../helpers/stored-turns.ts'

const all = { since: at(-86_400), until: at(86_400) }

async function readAll(
  { db }: Awaited<ReturnType<typeof openTables>>,
  of: Partial<StoredTextsOf> = {},
): Promise<readonly StoredText[]> {
  const texts: StoredText[] = []
  for await (const batch of readStoredTexts(db, { ...all, ...of })) texts.push(...batch.texts)
  return texts
}

test.serial('texts are read newest first, with what was understood and what became of them', async (t) => {
  const tables = await openTables()
  const { database } = tables
  const one = await storeTurn(database, { text: 'where is it', ts: at(1), intent: 'order', language: 'en' })
  const two = await storeTurn(database, { text: 'hm', ts: at(2), outcome: 'not_understood' })
  const three = await storeTurn(database, { text: 'so nice', ts: at(3), outcome: 'no_scene', psid: '8' })
  const four = await storeTurn(database, { text: 'so bad', ts: at(4), outcome: 'no_scene', intent: 'anger' })
  const told = (await readAll(tables)).map(({ turnId, text, isNotUnderstood, understanding }) => ({
    turnId,
    text,
    isNotUnderstood,
    intent: understanding?.intent?.name,
  }))
  t.deepEqual(told, [
    { turnId: four, text: 'so bad', isNotUnderstood: false, intent: 'anger' },
    { turnId: three, text: 'so nice', isNotUnderstood: true, intent: undefined },
    { turnId: two, text: 'hm', isNotUnderstood: true, intent: undefined },
    { turnId: one, text: 'where is it', isNotUnderstood: false, intent: 'order' },
  ])
})

test.serial('unsent, removed and hidden texts are never read, nor those of other turns', async (t) => {
  const tables = await openTables()
  const { database } = tables
  await storeTurn(database, { text: 'unsent', ts: at(1), mid: 'u' })
  await changeMessage(database, 'u', { removedTs: at(2) })
  await storeTurn(database, { text: 'hidden', ts: at(1), mid: 'h' })
  await changeMessage(database, 'h', { hidden: 1 })
  for (const outcome of ['gathered', 'moderated', 'same_words', 'silent_person', 'silent_handed_over'])
    await storeTurn(database, { text: outcome, ts: at(1), outcome })
  await storeTurn(database, { text: 'a tap', ts: at(1), facts: { payload: 'menu' } })
  await storeTurn(database, { text: 'edited later', ts: at(1), mid: 'e' })
  await changeMessage(database, 'e', { text: 'new words', textTs: at(2) })
  const kept = await storeTurn(database, { text: 'kept', ts: at(1) })
  t.deepEqual(
    (await readAll(tables)).map(({ turnId, text }) => [turnId, text]),
    [[kept, 'kept']],
  )
})

test.serial(
  'the text of a burst is left out when one of its messages was unsent, also if it was kept',
  async (t) => {
    const tables = await openTables()
    const { database } = tables
    await storeTurn(database, { text: 'my card is 4', ts: at(1), outcome: 'gathered', mid: 'g', psid: '8' })
    await changeMessage(database, 'g', { removedTs: at(9) })
    const facts = { earlierTexts: ['my card is 4'] }
    await storeTurn(database, { text: 'my card is 4\nhello', ts: at(2), facts, psid: '8' })
    await storeTurn(database, { text: 'another\ncustomer', ts: at(2), psid: '9' })
    t.deepEqual(
      (await readAll(tables)).map(({ text }) => text),
      ['another\ncustomer'],
    )
  },
)

test.serial(
  'each turn is read once, over batches and at equal times, and only of the Page and the days',
  async (t) => {
    const tables = await openTables()
    const { database } = tables
    await storeTurn(database, { text: 'first', ts: at(0) })
    const [one] = await database.query('select * from turn')
    const { conversationId, facts, understanding } = one ?? {}
    const count = 2_300
    await database.query(
      `insert into turn (kwInteractionId, conversationId, pId, ts, facts, openedTs, readyTs, understanding, outcome, state)
      values ${Array.from({ length: count }, (_, n) => `(${n + 1}, ?, '', ${at(1 + Math.floor(n / 1_100))}, ?, 0, 0, ?, 'answered', 'done')`).join(',')}`,
      Array.from({ length: count }, () => [conversationId, facts, understanding]).flat(),
    )
    await storeTurn(database, { text: 'of another', ts: at(3), pageId: '99' })
    const read = await readAll(tables)
    t.is(read.length, count + 2)
    t.is(new Set(read.map(({ turnId }) => turnId)).size, count + 2)
    t.deepEqual(
      (await readAll(tables, { pageId: asPageId('99') })).map(({ text }) => text),
      ['of another'],
    )
    t.is((await readAll(tables, { pageId: asPageId(pageId), since: at(1), until: at(2) })).length, 1_100)
    t.is((await readAll(tables, { since: at(3), until: at(4) })).length, 101)
  },
)

test.serial(
  'turns are read by the index on their time, a bounded number in a statement, also those of one Page',
  async (t) => {
    const { database } = await openTables()
    for (let n = 0; n < 300; n++) {
      await storeTurn(database, { text: 'x', ts: at(n), psid: String(n), mid: `plan${n}` })
      await changeMessage(database, `plan${n}`, { textTs: at(n) })
      await database.query('insert into profileFacebook (pId) values (?)', [`facebook:${n}`])
    }
    await database.query('analyze table turn, conversation, contentState, profileFacebook')
    for (const page of [undefined, asPageId(pageId)]) {
      const [statement = ''] = await statementsOf(database.url, { since: at(0), until: at(50), pageId: page })
      const plan = await database.query(`explain format=traditional ${statement}`)
      t.deepEqual(
        plan.map(({ table, key }) => [table, key]),
        [
          ['t', 'timeIndex'],
          ['c', 'PRIMARY'],
          ['s', 'PRIMARY'],
          ['p', 'PRIMARY'],
        ],
        statement,
      )
      t.notRegex(String(plan[0]?.['Extra']), /filesort|temporary/)
      t.notRegex(statement, /pageId =|state =/)
    }
  },
)

/** The statements of a read, with their values. */
async function statementsOf(url: string, of: StoredTextsOf): Promise<readonly string[]> {
  const statements: string[] = []
  const pool = createPool({ uri: url, timezone: 'Z', supportBigNumbers: true, bigNumberStrings: true })
  const db = new Kysely<Database>({
    dialect: new MysqlDialect({ pool }),
    log({ query }) {
      statements.push(pool.format(query.sql, [...query.parameters]))
    },
  })
  try {
    for await (const { turns } of readStoredTexts(db, of)) statements.push(`-- ${turns}`)
  } finally {
    await db.destroy()
  }
  return statements
}
