/** A storyboard in a folder, a database with what customers wrote to it, and the commands that learn from them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { ExecutionContext } from 'ava'
import { echo } from '../../helpers/decoded.ts'
import { openTables } from '../../helpers/open-tables.ts'
import { storeTurn } from '../../helpers/stored-turns.ts'
import { runToEnd } from '../run-to-end.ts'

export const storyboard = `storyboard: 1
name: Cakes
bot: { name: Bo, disclosure: 'I am Bo, a bot.' }
intents:
  # Parcels.
  parcel:
    - where is my parcel
    - has my parcel been sent
    - my parcel is late
    - track my parcel
  cake:
    - do you have cake # any cake
    - which cakes are there today
    - a slice of cake please
    - I would like some cake
none:
  - do you like football
fallback: { texts: ['Pardon?'] }
scenes:
  parcel: { on: [{ intent: parcel }], do: [{ say: It is on its way. }] }
  cake: { on: [{ intent: cake }], do: [{ say: We have plum cake. }] }
`

export const now = Date.now()

export async function openShop(t: ExecutionContext) {
  const { database, record } = await openTables()
  const folder = mkdtempSync(path.join(tmpdir(), 'pagebeat-learn-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const fileOf = (name: string, text: string): string => {
    writeFileSync(path.join(folder, name), text)
    return path.join(folder, name)
  }
  const file = fileOf('old.yaml', storyboard)
  const nlp = async (...args: readonly string[]) =>
    await runToEnd(['nlp', ...args], { DATABASE_URL: database.url, STORYBOARD: file })
  return { database, record, file, fileOf, nlp }
}

/** Texts about gluten that nobody understood, a parcel with a number, and one that an agent replied to. */
export async function fill({
  database,
  record,
}: Pick<Awaited<ReturnType<typeof openShop>>, 'database' | 'record'>) {
  const missed = { outcome: 'not_understood', intent: null, language: 'en' }
  const ts = now - 3_600_000
  await storeTurn(database, { text: 'do you sell gluten free bread', ts, psid: '1', ...missed })
  await storeTurn(database, { text: 'do you sell gluten free bread rolls', ts, psid: '2', ...missed })
  await storeTurn(database, { text: 'gluten free bread?', ts, psid: '3', ...missed })
  await storeTurn(database, { text: 'gluten free bread?', ts: ts - 86_400_000, psid: '4', ...missed })
  await storeTurn(database, { text: 'parzel 48213 \u001b[2Jhere', ts, psid: '5', ...missed, language: 'de' })
  await storeTurn(database, { text: 'a parcel with cake', ts, psid: '6', intent: 'cake', language: 'en' })
  await storeTurn(database, { text: 'which cakes are there today', ts, psid: '7', intent: 'cake' })
  await record(echo('6', 'agent', ts + 60_000))
}
