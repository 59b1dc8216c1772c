/** What links would change, worked out by the rules that change it. */
import { type Kysely, sql } from 'kysely'
import { type CustomerKey, type IdentityLink, nameOfKey } from '../../domain/identity-link.ts'
import type { ProfileId } from '../../domain/ids.ts'
import { explore, type IdentityRules, type Shared } from '../../identity/explore.ts'
import { type Placed, planChanges } from '../../identity/plan-changes.ts'
import { createDatabaseReader } from '../identity/database-reader.ts'
import { createChangedReader } from './changed-reader.ts'
import type { Database } from '../mysql/schema.ts'
import { valueList } from '../mysql/value-list.ts'

/** An origin's rows, and the ids that brought them. */
export interface PlannedOrigin extends Placed {
  readonly ids: readonly CustomerKey[]
  readonly interactions: number
  readonly turns: number
}

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
  /** Every origin of the customers that change. */
  readonly origins: readonly PlannedOrigin[]
  /** Ids that nothing names then: they have no event and no link. */
  readonly dead: readonly CustomerKey[]
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
  const { regrouped, dead } = planChanges(explored)
  const counts = await countRows(db, [...new Set(regrouped.map(({ from }) => from))])
  const rows = Map.groupBy(explored.rows.values(), (row) => row.originPId ?? row.pId)
  const origins = regrouped.map((placed): PlannedOrigin => {
    const ids = (rows.get(placed.origin) ?? []).map(({ kind, value }) => ({ kind, value }))
    return { ...placed, ids, ...(counts.get(`${placed.from} ${placed.origin}`) ?? none) }
  })
  const isStored = (key: CustomerKey) => stored.has(nameOfKey(key))
  const moves = origins
    .map(({ from, to, ids, interactions, turns }) => ({
      from,
      to,
      ids: ids.filter(isStored),
      interactions,
      turns,
    }))
    .filter(({ from, to, ids }) => from !== to && ids.length > 0)
  const names = new Set(seeds.map(nameOfKey))
  const customers = new Map(
    seeds.flatMap((key) => {
      const row = explored.rows.get(nameOfKey(key))
      const pId = row && explored.components.get(row.originPId ?? row.pId)?.pId
      return pId === undefined ? [] : [[nameOfKey(key), pId] as const]
    }),
  )
  const shared = new Map([...explored.shared].filter(([name]) => names.has(name)))
  return { moves, origins, dead: dead.filter(isStored), customers, shared }
}

const none = { interactions: 0, turns: 0 }

/** By `<customer> <origin>`. */
async function countRows(
  db: Kysely<Database>,
  pIds: readonly ProfileId[],
): Promise<Map<string, { interactions: number; turns: number }>> {
  if (pIds.length === 0) return new Map()
  const { rows } = await sql<{
    readonly of: string
    readonly interactions: string
    readonly turns: string
  }>`
    select concat(i.pId, ' ', coalesce(i.originPId, i.pId)) as \`of\`, count(*) as interactions, count(t.id) as turns
    from interaction i left join turn t on t.kwInteractionId = i.kwInteractionId
    where i.pId in (${valueList(pIds)}) group by 1`.execute(db)
  return new Map(
    rows.map((row) => [row.of, { interactions: Number(row.interactions), turns: Number(row.turns) }]),
  )
}
