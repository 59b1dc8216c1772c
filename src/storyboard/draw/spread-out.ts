/** Heights in the columns: each slot as near as possible to its neighbours, without overlaps. */
import type { Layers, Slot } from './layers.ts'

interface Sizes {
  readonly heightOf: (slot: Slot) => number
  readonly gap: number
}

const rounds = 10

/** The upper edge of each slot by its id; the highest is 0. */
export function spreadOut({ columns, steps }: Layers, { heightOf, gap }: Sizes): Map<string, number> {
  const tops = new Map<string, number>()
  for (const slots of columns) {
    let y = 0
    for (const slot of slots) {
      tops.set(slot.id, y)
      y += heightOf(slot) + gap
    }
  }
  for (let round = 0; round < rounds; round++) {
    for (const slots of round % 2 === 0 ? columns : columns.toReversed()) {
      const wished = slots.map((slot) => meanOf(slot.id, { steps, tops }))
      const sizes = slots.map((slot) => heightOf(slot) + gap)
      for (const [index, y] of settle(wished, sizes).entries()) tops.set(slots[index]?.id ?? '', y)
    }
  }
  const highest = Math.min(...tops.values())
  return new Map([...tops].map(([id, y]) => [id, Math.round(y - highest)]))
}

interface Known {
  readonly steps: Layers['steps']
  readonly tops: ReadonlyMap<string, number>
}

function meanOf(id: string, { steps, tops }: Known): number {
  const near = steps.flatMap(({ from, to }) => (from === id ? [to] : to === id ? [from] : []))
  const own = tops.get(id) ?? 0
  if (near.length === 0) return own
  return near.reduce((sum, other) => sum + (tops.get(other) ?? own), 0) / near.length
}

/** Least squares under the order: neighbours that would overlap are moved as one block to the mean of their wishes. */
function settle(wished: readonly number[], sizes: readonly number[]): number[] {
  const before = sizes.map((_, index) => sizes.slice(0, index).reduce((sum, size) => sum + size, 0))
  const blocks: { sum: number; count: number }[] = []
  for (const [index, wish] of wished.entries()) {
    blocks.push({ sum: wish - (before[index] ?? 0), count: 1 })
    for (let last = blocks.length - 1; last > 0; last--) {
      const [a, b] = [blocks[last - 1], blocks[last]]
      if (a === undefined || b === undefined || a.sum / a.count <= b.sum / b.count) break
      blocks.splice(last - 1, 2, { sum: a.sum + b.sum, count: a.count + b.count })
    }
  }
  const offsets = blocks.flatMap(({ sum, count }) => Array.from({ length: count }, () => sum / count))
  return offsets.map((offset, index) => offset + (before[index] ?? 0))
}
