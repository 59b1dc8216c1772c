import type { Kysely } from 'kysely'
import { createBulkInsert } from '../../src/db/mysql/bulk-insert.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import { type CustomerKey, type IdentityLink, inOrder, linkKey } from '../../src/domain/identity-link.ts'
import { originOf } from '../../src/domain/origin.ts'

const atOnce = 2_000
/** One customer in this number has the telephone of the one before. */
const sharingEach = 50

/** Customers with a profile and three links each, and nothing resolved. */
export async function fillCustomers(db: Kysely<Database>, customers: number): Promise<void> {
  for (let from = 0; from < customers; from += atOnce) {
    const numbers = Array.from({ length: Math.min(atOnce, customers - from) }, (_, at) => from + at)
    const ids = numbers.map(idsOf)
    await insertIds(
      db,
      ids
        .flat()
        .map((key) => [
          key.value,
          key.kind,
          originOf(key),
          key.kind === 'facebook' ? 1_700_000_000_000 : null,
        ]),
    )
    await insertProfiles(
      db,
      numbers.map((number) => [String(number), `First ${number}`]),
    )
    await insertLinks(db, ids.flatMap(linksOf).map(rowOf))
  }
}

function idsOf(number: number): CustomerKey[] {
  const phone = number % sharingEach === 1 ? number - 1 : number
  return [
    { kind: 'customer', value: String(number) },
    { kind: 'email', value: `customer${number}@example.com` },
    { kind: 'phone', value: `+4917${String(phone).padStart(9, '0')}` },
    { kind: 'facebook', value: String(7_000_000_000_000_000 + number) },
  ]
}

function linksOf([a, ...others]: readonly CustomerKey[]): IdentityLink[] {
  if (a === undefined) return []
  return others.map((b) => ({
    a,
    b,
    evidence: 'import',
    strength: 'verified',
    source: { kind: 'import', id: `${a.value} ${b.kind}` },
    ts: 1_750_000_000_000,
  }))
}

function rowOf(link: IdentityLink): readonly unknown[] {
  const [a, b] = inOrder(link.a, link.b)
  const { evidence, strength, source, ts } = link
  const key = Buffer.from(linkKey(link), 'hex')
  return [key, a.kind, a.value, b.kind, b.value, evidence, strength, source.kind, source.id, ts]
}

const insertIds = createBulkInsert(
  'chan2Profile',
  ['channelId', 'cidType', 'pId', 'firstTs'],
  'pId = chan2Profile.pId',
)
const insertProfiles = createBulkInsert('profile', ['pId', 'firstName'], 'pId = profile.pId')
const insertLinks = createBulkInsert(
  'identityLink',
  [
    'linkKey',
    'aCidType',
    'aChannelId',
    'bCidType',
    'bChannelId',
    'evidence',
    'strength',
    'sourceKind',
    'sourceId',
    'ts',
  ],
  'ts = identityLink.ts',
)
