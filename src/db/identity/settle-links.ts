/** New links are stored, and their customers are what the links say, in one transaction. */
import { type Kysely, type Transaction } from 'kysely'
import { type CustomerKey, type IdentityLink, nameOfKey, toUsableKey } from '../../domain/identity-link.ts'
import { explore, type IdentityRules } from '../../identity/explore.ts'
import { splitByHeld } from '../../identity/held-customers.ts'
import type { IdRow } from '../../identity/identity-reader.ts'
import { planChanges } from '../../identity/plan-changes.ts'
import { inTransaction } from '../mysql/in-transaction.ts'
import type { Database } from '../mysql/schema.ts'
import { hasRows, writeCustomersOfIds } from './apply-customers.ts'
import { addIds, findIdRows, toFreshRow } from './customer-ids.ts'
import { createDatabaseReader } from './database-reader.ts'
import { type EarlierFirst, noteFirst } from './first-times.ts'
import { type KnownForgotten, withoutForgottenLinks } from './forgotten-links.ts'
import { readIdentityRules } from './identity-rules.ts'
import { findNewLinks, type NewLink, recordLinks, storeLinks, touchIds } from './record-links.ts'
import { settleInvites, type SettledInvites } from './settle-invites.ts'

export interface LinksToSettle {
  readonly links: readonly IdentityLink[]
  /** Ids that are known since an earlier time than their row says. */
  readonly earlier: readonly EarlierFirst[]
}

export interface SettleOptions {
  readonly tombstones: KnownForgotten
  readonly rules: Partial<IdentityRules>
}

export interface SettledLinks {
  readonly invites: SettledInvites
  /** Marked ids: more belongs to their customers than these links name, they have rows to move, or a link was revoked. */
  readonly marked: readonly CustomerKey[]
}

/**
 * Every id that the links name is locked, in the order of all writers, before anything is read that decides. Customers of
 * whom more turns out are marked: `resolveCustomers` locks all of theirs. A link that is known changes nothing, but the
 * earliest time counts. The rows are the same after any order and number of calls. Throws DatabaseBusyError (retry), or
 * RejectedRowsError if a link or a row of its customer is refused.
 */
export async function settleLinks(
  db: Kysely<Database>,
  { links, earlier }: LinksToSettle,
  { tombstones, rules }: SettleOptions,
): Promise<SettledLinks> {
  return await inTransaction(db, async (transaction) => {
    const { stored, begun } = await lockIds(transaction, { links, earlier })
    const allowed = await withoutForgottenLinks(transaction, links, tombstones, stored)
    const news = await findNewLinks(transaction, allowed, (key) => !stored.has(nameOfKey(key)))
    await storeLinks(transaction, news)
    const invites = await settleInvites(transaction, allowed)
    const open = await linkIds(transaction, { news, stored, rules })
    await touchIds(transaction, open)
    return { invites, marked: [...begun, ...invites.touched, ...open] }
  })
}

/** The same without a look at who is who, which the database may refuse: all ids of the links are marked. */
export async function storeLinksMarked(
  db: Kysely<Database>,
  { links, earlier }: LinksToSettle,
  tombstones: KnownForgotten,
): Promise<SettledLinks> {
  return await inTransaction(db, async (transaction) => {
    const { stored, begun } = await lockIds(transaction, { links, earlier })
    const allowed = await withoutForgottenLinks(transaction, links, tombstones, stored)
    const linked = await recordLinks(transaction, allowed)
    const invites = await settleInvites(transaction, allowed)
    return { invites, marked: [...begun, ...invites.touched, ...linked] }
  })
}

/** The ids of the links have rows. Returns those whose customers also have ids that are not locked, or rows to move. */
async function linkIds(
  transaction: Transaction<Database>,
  {
    news,
    stored,
    rules,
  }: {
    readonly news: readonly NewLink[]
    readonly stored: ReadonlyMap<string, IdRow>
    readonly rules: Partial<IdentityRules>
  },
): Promise<readonly CustomerKey[]> {
  const fresh = new Map(
    endsOf(news).flatMap((key) => {
      const name = nameOfKey(key)
      return stored.has(name) ? [] : [[name, toFreshRow(key)] as const]
    }),
  )
  // A claimed link only proposes: it changes nothing for ids that were looked at before.
  const merging = news.filter(
    ({ strength, a, b }) => strength !== 'claimed' || fresh.has(nameOfKey(a)) || fresh.has(nameOfKey(b)),
  )
  const seeds = endsOf(merging)
  if (seeds.length === 0) return []
  const all = { ...(await readIdentityRules(transaction)), ...rules }
  const reader = createDatabaseReader(transaction, new Map([...stored, ...fresh]))
  const explored = await explore(reader, seeds, all)
  const { closed, open } = splitByHeld(explored, (name) => stored.has(name) || fresh.has(name))
  const changes = planChanges(closed)
  // The next batches wait for this transaction: rows are moved beside them.
  if (await hasRows(transaction, changes)) {
    await addIds(transaction, [...fresh.values()])
    return seeds
  }
  const settled = new Set([...fresh.keys()].filter((name) => closed.keys.has(name)))
  await addIds(
    transaction,
    [...fresh].flatMap(([name, row]) => (settled.has(name) ? [] : [row])),
  )
  await writeCustomersOfIds(transaction, closed, { changes, fresh: settled })
  return seeds.filter((key) => open.has(nameOfKey(key)))
}

/** The rows of all these ids, with their new first times. `begun` are marked. */
async function lockIds(
  transaction: Transaction<Database>,
  { links, earlier }: LinksToSettle,
): Promise<{ readonly stored: ReadonlyMap<string, IdRow>; readonly begun: readonly CustomerKey[] }> {
  const firsts = earlier.map(({ id, ts }) => ({ key: { kind: 'facebook', value: id }, ts }))
  const rows = await findIdRows(transaction, [...endsOf(links), ...firsts.map(({ key }) => key)], 'update')
  const times = firsts.flatMap(({ key, ts }) => {
    const row = rows.get(nameOfKey(key))
    return row === undefined ? [] : [{ row, ts }]
  })
  const begun = await noteFirst(transaction, times)
  for (const { row, ts } of times)
    rows.set(nameOfKey(row), { ...row, firstTs: Math.min(ts, row.firstTs ?? Infinity) })
  return { stored: rows, begun }
}

/** The distinct usable ids. */
function endsOf(links: readonly Pick<IdentityLink, 'a' | 'b'>[]): CustomerKey[] {
  const ends = links.flatMap(({ a, b }) => [a, b]).flatMap((key) => toUsableKey(key) ?? [])
  return [...new Map(ends.map((key) => [nameOfKey(key), key])).values()]
}
