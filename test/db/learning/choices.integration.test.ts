import test from 'ava'
import { findChoices } from '../../../src/db/learning/choices.ts'
import { readStoredTexts } from '../../../src/db/learning/stored-texts.ts'
import { at } from '../../helpers/decoded.ts'
import { openTables } from '../../helpers/open-tables.ts'
import { storeTurn } from '../../helpers/stored-turns.ts'

test.serial('a choice belongs to the text that the bot asked about', async (t) => {
  const { database, db } = await openTables()
  const asked = (text: string, psid: string) =>
    storeTurn(database, { text, psid, ts: at(1), outcome: 'asked_back' })
  const chose = async (psid: string, about: string, intent: string | null) => {
    const turnId = await storeTurn(database, { text: 'Cake', psid, ts: at(9), facts: { payload: 'x' } })
    const set = 'update turn set answersTurnId = ?, meantIntent = ? where id = ?'
    await database.query(set, [about, intent, turnId])
  }
  const one = await asked('cake parcel', '1')
  const two = await asked('parcel cake', '2')
  await asked('no reply', '3')
  const other = await storeTurn(database, { text: 'not asked', psid: '4', ts: at(1) })
  await chose('1', one, 'cake')
  await chose('2', two, null)
  await chose('4', other, 'cake')
  for await (const { texts } of readStoredTexts(db, { since: 0, until: at(100) }))
    t.deepEqual(
      await findChoices(db, texts),
      new Map([
        [one, { intent: 'cake' }],
        [two, { intent: undefined }],
      ]),
    )
})
