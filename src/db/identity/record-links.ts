/** Evidence of who is who is stored once, and whom it concerns is marked to be looked at again. */
import { type Kysely, sql, type Transaction } from 'kysely'
import {
  type CustomerKey,
  type IdentityLink,
  inOrder,
  linkKey,
  nameOfKey,
  revocationKey,
  toUsableKey,
} from '../../domain/identity-link.ts'
import { createBulkInsert } from '../mysql/bulk-insert.ts'
import { inTransaction } from '../mysql/in-transaction.ts'
import type { Database } from '../mysql/schema.ts'
import { valueList } from '../mysql/value-list.ts'
import type { CheckedLinks } from './forgotten-links.ts'
import { holdIds } from './customer-ids.ts'

type Db = Kysely<Database> | Transaction<Database>

/**
 * The links are stored, each once, their ids have rows, and `resolveCustomers` knows of them: all in the caller's
 * transaction, or in one of its own. A repeat changes nothing, but the earliest time counts. A link of an id with
 * itself, or of an unusable id (`toUsableKey`), is left out. The order and number of calls make no difference.
 * Returns the ids of links that are new.
 */
export async function recordLinks(db: Db, links: CheckedLinks): Promise<readonly CustomerKey[]> {
  if (links.length === 0) return []
  return await within(db, async (transaction) => {
    const news = await findNewLinks(transaction, links)
    if (news.length === 0) return []
    const ends = news.flatMap(({ a, b }) => [a, b])
    await holdIds(transaction, ends)
    await storeLinks(transaction, news)
    await touchIds(transaction, ends)
    return ends
  })
}

/**
 * The usable ones among these links that are not stored yet, or with a later time, each once, in the order of all writers.
 * `isFresh`: the id has no row, so a link of it, if it is stored at all, was revoked. It counts as new.
 */
export async function findNewLinks(
  transaction: Transaction<Database>,
  links: readonly IdentityLink[],
  isFresh: (key: CustomerKey) => boolean = () => false,
): Promise<readonly NewLink[]> {
  const news = await withoutKnown(transaction, withoutRepeats(links), isFresh)
  return news.map(([key, link]) => ({ ...link, key }))
}

export interface NewLink extends IdentityLink {
  readonly key: string
}

/** The links are stored. The transaction holds the rows of their ids, and looks at them again or marks them (`touchIds`). */
export async function storeLinks(
  transaction: Transaction<Database>,
  news: readonly NewLink[],
): Promise<void> {
  await insertLinks(transaction, news.map(rowOf))
}

export interface Revocation {
  /** `identityLink.id` */
  readonly linkId: string
  /** The agent or operator. */
  readonly by: string
  /** ms */
  readonly ts: number
}

/**
 * These links count no more. Each revocation is a row; what was known before is kept. An unknown link, a revocation and
 * a link that is revoked already are left out.
 */
export async function revokeLinks(db: Db, revocations: readonly Revocation[]): Promise<void> {
  if (revocations.length === 0) return
  await within(db, async (transaction) => {
    const rows = await transaction
      .selectFrom('identityLink')
      .selectAll()
      .where(
        'id',
        'in',
        revocations.map(({ linkId }) => linkId),
      )
      .where('revokesId', 'is', null)
      .execute()
    if (rows.length === 0) return
    const byLink = new Map(revocations.map((each) => [each.linkId, each]))
    const ends = rows.flatMap((row) => [
      { kind: row.aCidType, value: row.aChannelId },
      { kind: row.bCidType, value: row.bChannelId },
    ])
    await holdIds(transaction, ends)
    const revoked = rows.flatMap((row) => {
      const revocation = byLink.get(row.id)
      if (revocation === undefined) return []
      const { by, ts } = revocation
      return [
        [
          Buffer.from(revocationKey(row.id), 'hex'),
          ...idsOf(row),
          row.evidence,
          row.strength,
          'agent',
          row.id,
          row.pageId,
          ts,
          by,
          row.id,
        ],
      ]
    })
    await insertLinks(transaction, revoked)
    await touchIds(transaction, ends)
  })
}

/** `resolveCustomers` looks at these ids again, once this transaction is committed. */
export async function touchIds(db: Db, keys: readonly CustomerKey[]): Promise<void> {
  const distinct = new Map(keys.map((key) => [nameOfKey(key), key]))
  if (distinct.size === 0) return
  await insertTouched(
    db,
    [...distinct.values()].map(({ kind, value }) => [kind, value]),
  )
}

const insertTouched = createBulkInsert(
  'identityTouched',
  ['cidType', 'channelId'],
  'cidType = identityTouched.cidType',
)

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
    'pageId',
    'ts',
    'byWhom',
    'revokesId',
  ],
  'ts = least(identityLink.ts, values(ts))',
)

function rowOf(link: NewLink): readonly unknown[] {
  const [a, b] = inOrder(link.a, link.b)
  const { key, evidence, strength, source, pageId = null, ts, by = null } = link
  const ends = [a.kind, a.value, b.kind, b.value]
  return [Buffer.from(key, 'hex'), ...ends, evidence, strength, source.kind, source.id, pageId, ts, by, null]
}

/** The usable links by their key, each with its earliest time. */
function withoutRepeats(links: readonly IdentityLink[]): Map<string, IdentityLink> {
  const byKey = new Map<string, IdentityLink>()
  for (const given of links) {
    const [a, b] = [toUsableKey(given.a), toUsableKey(given.b)]
    if (a === undefined || b === undefined || nameOfKey(a) === nameOfKey(b)) continue
    const link = { ...given, a, b }
    const key = linkKey(link)
    const before = byKey.get(key)
    if (before === undefined || link.ts < before.ts) byKey.set(key, link)
  }
  return byKey
}

const keysAtOnce = 1_000

/** The links that are not stored yet, or with a later time. They are sorted by their key, as all writers do. */
async function withoutKnown(
  transaction: Transaction<Database>,
  links: ReadonlyMap<string, IdentityLink>,
  isFresh: (key: CustomerKey) => boolean,
): Promise<(readonly [string, IdentityLink])[]> {
  const sorted = [...links].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const known = new Map<string, number>()
  const unsure = sorted.flatMap(([key, { a, b }]) =>
    isFresh(a) || isFresh(b) ? [] : [Buffer.from(key, 'hex')],
  )
  for (let from = 0; from < unsure.length; from += keysAtOnce) {
    const keys = unsure.slice(from, from + keysAtOnce)
    const { rows } = await sql<{ readonly linkKey: Buffer; readonly ts: string }>`
      select linkKey, ts from identityLink force index (linkOnce)
      where linkKey in (${valueList(keys)})`.execute(transaction)
    for (const row of rows) known.set(row.linkKey.toString('hex'), Number(row.ts))
  }
  return sorted.filter(([key, { ts }]) => ts < (known.get(key) ?? Infinity))
}

async function within<Result>(
  db: Db,
  work: (transaction: Transaction<Database>) => Promise<Result>,
): Promise<Result> {
  return await (isTransaction(db) ? work(db) : inTransaction(db, work))
}

function isTransaction(db: Db): db is Transaction<Database> {
  return db.isTransaction
}

function idsOf(row: {
  readonly aCidType: string
  readonly aChannelId: string
  readonly bCidType: string
  readonly bChannelId: string
}): readonly string[] {
  return [row.aCidType, row.aChannelId, row.bCidType, row.bChannelId]
}
