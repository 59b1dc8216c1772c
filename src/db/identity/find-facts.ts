/** The table `profileFact`. */
import { type Kysely, sql } from 'kysely'
import type { ProfileId } from '../../domain/ids.ts'
import type { FactSourceKind, FactStrength } from '../../domain/profile-fact.ts'
import type { KnownFact } from '../../identity/derive-profile.ts'
import { createBulkInsert } from '../mysql/bulk-insert.ts'
import type { Database } from '../mysql/schema.ts'
import { valueList } from '../mysql/value-list.ts'

export interface StoredFact extends KnownFact {
  readonly source: { readonly kind: FactSourceKind; readonly id: string }
}

const originsAtOnce = 1_024

/** What is known of each of these origins. */
export async function findFacts(
  db: Kysely<Database>,
  origins: readonly ProfileId[],
): Promise<Map<ProfileId, StoredFact[]>> {
  const facts = new Map<ProfileId, StoredFact[]>()
  for (let from = 0; from < origins.length; from += originsAtOnce) {
    const { rows } = await sql<FactRow>`select originPId, name, strength, value, ts, sourceKind, sourceId
      from profileFact force index (primary)
      where originPId in (${valueList(origins.slice(from, from + originsAtOnce))})`.execute(db)
    for (const { originPId, sourceKind, sourceId, ts, ...fact } of rows) {
      const known = facts.get(originPId) ?? []
      facts.set(originPId, known)
      known.push({ ...fact, ts: Number(ts), source: { kind: sourceKind, id: sourceId } })
    }
  }
  return facts
}

interface FactRow {
  readonly originPId: ProfileId
  readonly name: string
  readonly strength: FactStrength
  readonly value: string | null
  readonly ts: string
  readonly sourceKind: FactSourceKind
  readonly sourceId: string
}

const bytes = (of: (column: string) => string, column: string) =>
  `cast(coalesce(${of(column)}, '') as binary)`
const told = (column: string) => `values(${column})`
const stored = (column: string) => `profileFact.${column}`
const isNewer = `(values(ts) > profileFact.ts or (values(ts) = profileFact.ts
  and ${bytes(told, 'value')} > ${bytes(stored, 'value')}))`
const isOfFirstSource = `(values(ts) = profileFact.ts and ${bytes(told, 'value')} = ${bytes(stored, 'value')}
  and (${bytes(told, 'sourceKind')}, ${bytes(told, 'sourceId')})
    < (${bytes(stored, 'sourceKind')}, ${bytes(stored, 'sourceId')}))`

/**
 * Rows of `profileFact`. Of two facts of one strength the newer is kept; at the same time, the greater in bytes; of the
 * same value, that of the source that comes first in bytes. So their order makes no difference.
 */
export const upsertFacts = createBulkInsert(
  'profileFact',
  ['originPId', 'name', 'strength', 'value', 'ts', 'sourceKind', 'sourceId'],
  // In this order: MySQL assigns one after the other, and a condition reads what is assigned already.
  [
    ...['sourceId', 'sourceKind'].map(
      (name) => `${name} = if(${isNewer} or ${isOfFirstSource}, ${told(name)}, ${stored(name)})`,
    ),
    `value = if(${isNewer}, values(value), profileFact.value)`,
    'ts = greatest(profileFact.ts, values(ts))',
  ].join(', '),
)
