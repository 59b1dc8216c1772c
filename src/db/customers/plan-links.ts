/** What links would change, worked out by the rules that change it. */
import { type Kysely, sql } from 'kysely'
import { type CustomerKey, type IdentityLink, nameOfKey } from '../../domain/identity-link.ts'
import type { ProfileId } from '../../domain/ids.ts'
import { explore, type IdentityRules, type Shared } from '../../identity/explore.ts'
import { planChanges } from '../../identity/plan-changes.ts'
import { createDatabaseReader } from '../identity/database-reader.ts'
import { createChangedReader } from './changed-reader.ts'
import type { Database } from '../mysql/schema.ts'

/** Rows that go from one customer to another. */
export interface Move {
  readonly from: ProfileId
  readonly to: ProfileId
  readonly ids: readonly CustomerKey[]
  readonly interactions: number
  readonly turns: number
}

export interface LinkPlan {
  readonly moves: readonly Move[]
  /** The customer of each seed then, by name. */
  readonly customers: ReadonlyMap<string, ProfileId>
  /** The seeds that merge nobody, by name, with the reason. */
  readonly shared: ReadonlyMap<string, Shared>
}

export interface LinksToPlan {
  readonly added?: readonly IdentityLink[]
  readonly revokedIds?: readonly string[]
  readonly seeds: readonly CustomerKey[]
  readonly rules: IdentityRules
}

export async function planLinks(
  db: Kysely<Database>,
  { added = [], revokedIds = [], seeds, rules }: LinksToPlan,
): Promise<LinkPlan> {
  const reader = createChangedReader(db, { added, revokedIds })
  const explored = await explore(reader, seeds, rules)
  const stored = await createDatabaseReader(db).findIds([...explored.keys.values()])
  const moves: Move[] = []
  for (const { origin, from, to } of planChanges(explored).regrouped) {
    const ids = [...stored.values()].filter((row) => (row.originPId ?? row.pId) === origin)
    if (from === to || ids.length === 0) continue
    const counts = await countRows(db, { origin, from })
    moves.push({ from, to, ids: ids.map(({ kind, value }) => ({ kind, value })), ...counts })
  }
  const names = new Set(seeds.map(nameOfKey))
  const customers = new Map(
    seeds.flatMap((key) => {
      const row = explored.rows.get(nameOfKey(key))
      const pId = row && explored.components.get(row.originPId ?? row.pId)?.pId
      return pId === undefined ? [] : [[nameOfKey(key), pId] as const]
    }),
  )
  return { moves, customers, shared: new Map([...explored.shared].filter(([name]) => names.has(name))) }
}

async function countRows(
  db: Kysely<Database>,
  { origin, from }: { readonly origin: ProfileId; readonly from: ProfileId },
): Promise<{ interactions: number; turns: number }> {
  const { rows } = await sql<{ readonly interactions: string; readonly turns: string }>`
    select count(*) as interactions, count(t.id) as turns
    from interaction i left join turn t on t.kwInteractionId = i.kwInteractionId
    where i.pId = ${from} and coalesce(i.originPId, i.pId) = ${origin}`.execute(db)
  const [row] = rows
  return { interactions: Number(row?.interactions ?? 0), turns: Number(row?.turns ?? 0) }
}
