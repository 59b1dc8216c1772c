/** Chooses the column and the order of each box, so that ways are short and seldom cross. */
import { type Box, agentId } from './box.ts'

/** A box in a column, or a place where ways to a box pass through the column. */
export type Slot =
  | { readonly kind: 'box'; readonly id: string; readonly box: Box }
  | { readonly kind: 'pass'; readonly id: string; readonly to: string }

export interface Way {
  readonly from: string
  readonly to: string
  /** The row of the box where it starts. */
  readonly row: number
}

/** One step of a way, between neighbouring columns or inside one. */
export interface Step {
  readonly from: string
  readonly to: string
}

export interface Layers {
  readonly columns: readonly (readonly Slot[])[]
  readonly columnOf: ReadonlyMap<string, number>
  readonly steps: readonly Step[]
}

/** For each box, the first row that leads to each other box. */
export function findWays(boxes: readonly Box[]): Way[] {
  const known = new Set(boxes.map(({ id }) => id))
  return boxes.flatMap(({ id, rows }) => {
    const seen = new Set([id])
    return rows.flatMap(({ to }, row) => {
      if (to === undefined || seen.has(to) || !known.has(to)) return []
      seen.add(to)
      return [{ from: id, to, row }]
    })
  })
}

export function toLayers(boxes: readonly Box[], ways: readonly Way[]): Layers {
  const columnOf = assignColumns(boxes, ways)
  const columns: Slot[][] = []
  const put = (column: number, slot: Slot) => {
    const list = (columns[column] ??= [])
    if (!list.some(({ id }) => id === slot.id)) list.push(slot)
  }
  for (const box of boxes) put(columnOf.get(box.id) ?? 0, { kind: 'box', id: box.id, box })
  const steps: Step[] = []
  for (const way of ways) {
    const trail = passesOf(way, columnOf)
    for (const [index, id] of trail.ids.entries())
      put(trail.columns[index] ?? 0, { kind: 'pass', id, to: way.to })
    const stops = [way.from, ...trail.ids, way.to]
    for (const [index, to] of stops.slice(1).entries()) steps.push({ from: stops[index] ?? way.from, to })
  }
  return { columns: order(columns, steps), columnOf, steps }
}

/** Ways to the same box share the places that they pass. */
export function passesOf(
  { from, to }: Pick<Way, 'from' | 'to'>,
  columnOf: ReadonlyMap<string, number>,
): { readonly ids: readonly string[]; readonly columns: readonly number[] } {
  const start = columnOf.get(from) ?? 0
  const end = columnOf.get(to) ?? 0
  const direction = Math.sign(end - start)
  const columns = Array.from(
    { length: Math.max(0, Math.abs(end - start) - 1) },
    (_, index) => start + direction * (index + 1),
  )
  return { columns, ids: columns.map((column) => `${to}@${column}${direction < 0 ? '<' : '>'}`) }
}

/** The column is the least number of steps from a start; the box of the agent is in the last column. */
function assignColumns(boxes: readonly Box[], ways: readonly Way[]): Map<string, number> {
  const columnOf = new Map<string, number>()
  const targets = new Set(ways.map(({ to }) => to))
  const ids = boxes.map(({ id }) => id).filter((id) => id !== agentId)
  const spread = (start: readonly string[]) => {
    const waiting = [...start]
    for (const id of start) columnOf.set(id, 0)
    for (const id of waiting) {
      for (const { from, to } of ways) {
        if (from !== id || to === agentId || columnOf.has(to)) continue
        columnOf.set(to, (columnOf.get(id) ?? 0) + 1)
        waiting.push(to)
      }
    }
  }
  spread(ids.filter((id) => !targets.has(id)))
  for (const id of ids) if (!columnOf.has(id)) spread([id])
  if (boxes.some(({ id }) => id === agentId))
    columnOf.set(agentId, Math.max(0, ...[...columnOf.values()].map((column) => column + 1)))
  return columnOf
}

const sweeps = 12

/** Moves each slot near the middle of its neighbours, forwards and backwards. */
function order(columns: readonly (readonly Slot[])[], steps: readonly Step[]): Slot[][] {
  const ordered = columns.map((slots) => [...slots])
  const places = new Map<string, number>()
  const remember = (slots: readonly Slot[]) => {
    for (const [index, { id }] of slots.entries()) places.set(id, (index + 0.5) / slots.length)
  }
  for (const slots of ordered) remember(slots)
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const turn = sweep % 2 === 0 ? ordered : ordered.toReversed()
    for (const slots of turn) {
      const wished = new Map(slots.map(({ id }) => [id, middleOf(id, { steps, places })]))
      slots.sort((a, b) => (wished.get(a.id) ?? 0) - (wished.get(b.id) ?? 0))
      remember(slots)
    }
  }
  return ordered
}

interface Known {
  readonly steps: readonly Step[]
  readonly places: ReadonlyMap<string, number>
}

function middleOf(id: string, { steps, places }: Known): number {
  const near = steps.flatMap(({ from, to }) => (from === id ? [to] : to === id ? [from] : []))
  const own = places.get(id) ?? 0.5
  if (near.length === 0) return own
  return near.reduce((sum, other) => sum + (places.get(other) ?? own), 0) / near.length
}
