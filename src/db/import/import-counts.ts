/** What an import refused, and which ids it made: each value and link once, wherever the rows that name it stand. */
import { type Kysely, sql, type Transaction } from 'kysely'
import { type CustomerKey, type IdentityLink, linkKey, nameOfKey } from '../../domain/identity-link.ts'
import type { Explored } from '../../identity/explore.ts'
import { createKeySet } from '../../identity/key-set.ts'
import type { IdRow } from '../../identity/identity-reader.ts'
import { describeShared, mostReasons } from '../../import/plan-counts.ts'
import { byKind } from '../identity/by-kind.ts'
import type { Database } from '../mysql/schema.ts'
import { unionAll } from '../mysql/union-all.ts'
import { valueList } from '../mysql/value-list.ts'

/** What one batch adds. */
export interface BatchCounts {
  readonly fresh: readonly CustomerKey[]
  /** Values of the rows that merge nobody. */
  readonly shared: readonly CustomerKey[]
  /** Keys of links of the rows that an operator has revoked. */
  readonly revoked: readonly string[]
}

export interface ImportCounts {
  /** Ids that are new, by kind. */
  readonly newIdsByKind: Readonly<Record<string, number>>
  readonly sharedValues: number
  readonly revokedLinks: number
  /** One sentence for each of the first shared values. */
  readonly reasons: readonly string[]
}

export function createImportCounts() {
  const newIdsByKind: Record<string, number> = {}
  const [shared, revoked] = [createKeySet(), createKeySet()]
  /** The first shared values. */
  const first: CustomerKey[] = []
  return {
    add(batch: BatchCounts): void {
      for (const { kind } of batch.fresh) newIdsByKind[kind] = (newIdsByKind[kind] ?? 0) + 1
      for (const key of batch.shared) {
        const name = nameOfKey(key)
        if (first.length < mostReasons && !shared.has(name)) first.push(key)
        shared.add(name)
      }
      for (const key of batch.revoked) revoked.add(key)
    },
    async total(db: Kysely<Database>): Promise<ImportCounts> {
      const owners = await findOwners(db, first)
      const reasons = first.map(nameOfKey).map((name) => describeShared(name, owners.get(name) ?? null))
      return { newIdsByKind, sharedValues: shared.size, revokedLinks: revoked.size, reasons }
    },
  }
}

/** Those of the ids of a batch that merge nobody. An id that was not explored is as its row says. */
export function sharedOf(
  keys: ReadonlyMap<string, CustomerKey>,
  { explored, stored }: { readonly explored?: Explored; readonly stored: ReadonlyMap<string, IdRow> },
): CustomerKey[] {
  const isShared = (name: string) =>
    explored?.keys.has(name) === true ? explored.shared.has(name) : stored.get(name)?.isShared === true
  return [...keys].flatMap(([name, key]) => (isShared(name) ? [key] : []))
}

/** The keys of those links that an operator has revoked. */
export async function findRevoked(
  transaction: Transaction<Database>,
  links: readonly IdentityLink[],
): Promise<string[]> {
  if (links.length === 0) return []
  const keys = [...new Set(links.map(linkKey))].toSorted().map((key) => Buffer.from(key, 'hex'))
  const { rows } = await sql<{ readonly linkKey: Buffer }>`
    select link.linkKey from identityLink link force index (linkOnce)
    join identityLink revocation on revocation.revokesId = link.id
    where link.linkKey in (${valueList(keys)})`.execute(transaction)
  return rows.map((row) => row.linkKey.toString('hex'))
}

async function findOwners(
  db: Kysely<Database>,
  keys: readonly CustomerKey[],
): Promise<Map<string, number | null>> {
  if (keys.length === 0) return new Map()
  const selects = byKind(keys).map(
    ([kind, values]) => sql<CustomerKey & { readonly owners: number | null }>`
      select cidType as kind, channelId as value, owners from sharedValue
      where cidType = ${kind} and channelId in (${valueList(values)})`,
  )
  const { rows } = await unionAll(selects).execute(db)
  return new Map(rows.map((row) => [nameOfKey(row), row.owners]))
}
