import type { ProfileId } from '../domain/ids.ts'
import type { Explored } from './explore.ts'
import type { IdRow } from './identity-reader.ts'

/** An origin with its customer until now, and from now on. */
export interface Placed {
  readonly origin: ProfileId
  readonly from: ProfileId
  readonly to: ProfileId
}

export interface Changes {
  /** Rows of ids as they are to be. */
  readonly changed: readonly IdRow[]
  /** Ids without an event that no link names: it is as if they had never been told. */
  readonly dead: readonly IdRow[]
  /** The origins whose customer changes, with all others of the customers that lose or gain one. */
  readonly regrouped: readonly Placed[]
}

export function planChanges({ rows, shared, keys, components, isLinked }: Explored): Changes {
  const changed: IdRow[] = []
  const dead: IdRow[] = []
  const placed = new Map<ProfileId, Placed>()
  for (const name of keys.keys()) {
    const row = rows.get(name)
    if (row === undefined) continue
    const origin = row.originPId ?? row.pId
    const component = components.get(origin)
    const pId = component?.pId ?? origin
    placed.set(origin, { origin, from: row.pId, to: pId })
    if (row.firstTs === null && !isLinked(name)) {
      dead.push(row)
      continue
    }
    const originPId = component !== undefined && component.origins.length > 1 ? origin : null
    const isShared = shared.has(name)
    if (pId === row.pId && originPId === row.originPId && isShared === row.isShared) continue
    changed.push({ ...row, pId, originPId, isShared })
  }
  return { changed, dead, regrouped: withNeighbours([...placed.values()]) }
}

function withNeighbours(placed: readonly Placed[]): Placed[] {
  const moving = placed.filter(({ from, to }) => from !== to)
  const customers = new Set(moving.flatMap(({ from, to }) => [from, to]))
  return placed.filter(({ from, to }) => customers.has(from) || customers.has(to))
}
