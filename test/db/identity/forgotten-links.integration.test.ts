import { randomBytes } from 'node:crypto'
import test from 'ava'
import { type ForgottenRule, withoutForgottenLinks } from '../../../src/db/identity/forgotten-links.ts'
import { createTombstones } from '../../../src/db/privacy/tombstones.ts'
import type { IdentityLink, LinkSourceKind } from '../../../src/domain/identity-link.ts'
import { createIdDigests } from '../../../src/privacy/id-digest.ts'
import { openTables } from '../../helpers/open-tables.ts'

const forgottenTs = 1_000
const [ada, bob] = [
  { kind: 'facebook', value: '803725070025856' },
  { kind: 'facebook', value: '803725070025999' },
]
const number = { kind: 'customer', value: '4711' }

function linkOf(kind: LinkSourceKind, ts: number, a = ada): IdentityLink {
  return { a, b: number, evidence: 'invite', strength: 'verified', source: { kind, id: '1' }, ts }
}

test.serial('only a later act of a forgotten customer makes their ids again', async (t) => {
  const { db, database } = await openTables()
  await database.query('delete from forgotten')
  const keys = [randomBytes(32), randomBytes(32)].map((key) => key.toString('base64'))
  const of = (rule: ForgottenRule) => createTombstones(createIdDigests(keys), rule)
  // They were forgotten when the second key was the first.
  const older = createTombstones(createIdDigests(keys.slice(1)))
  await db.transaction().execute((transaction) => older.record(transaction, [number], forgottenTs))
  const [imported, agents, late, own] = [
    linkOf('import', 2_000),
    linkOf('agent', 2_000),
    linkOf('interaction', 999),
    linkOf('interaction', 2_000, bob),
  ]
  const all = [imported, agents, late, own]
  t.deepEqual(await withoutForgottenLinks(db, all, of('until_they_write')), [own])
  t.deepEqual(await withoutForgottenLinks(db, all, of('for_ever')), [])
  t.deepEqual(await withoutForgottenLinks(db, all, undefined), all)
  await database.query(
    "insert into chan2Profile (channelId, cidType, pId) values ('4711', 'customer', '4711')",
  )
  // Their number is in use again: what is from before stays forgotten.
  t.deepEqual(await withoutForgottenLinks(db, all, of('until_they_write')), [imported, agents, own])
})
