/** Places the boxes: linked ones in columns, and the others in a grid below. */
import type { Box } from './box.ts'
import { type BoxLayout, boxWidth, layOutBox } from './box-layout.ts'
import { findWays, type Layers, type Slot, toLayers, type Way } from './layers.ts'
import { spreadOut } from './spread-out.ts'

export interface PlacedBox extends BoxLayout {
  readonly x: number
  readonly y: number
}

export interface PlacedFlow {
  readonly width: number
  readonly height: number
  readonly boxes: readonly PlacedBox[]
  readonly ways: readonly Way[]
  readonly layers: Layers
  /** Upper edge of each place that a way passes. */
  readonly passes: ReadonlyMap<string, number>
  readonly columnX: (column: number) => number
  /** Upper edge of the grid of boxes without ways. */
  readonly alone?: number
}

const gutter = 104
const margin = 28
const gap = 26
const passHeight = 8
const top = 84
const headingHeight = 64

export function place(boxes: readonly Box[]): PlacedFlow {
  const ways = findWays(boxes)
  const joined = new Set(ways.flatMap(({ from, to }) => [from, to]))
  const linked = boxes.filter(({ id }) => joined.has(id))
  const layers = toLayers(linked, ways)
  const heights = new Map(boxes.map((box) => [box.id, layOutBox(box)]))
  const heightOf = (slot: Slot) =>
    slot.kind === 'pass' ? passHeight : (heights.get(slot.id)?.height ?? passHeight)
  const tops = spreadOut(layers, { heightOf, gap })
  const columnX = (column: number) => margin + column * (boxWidth + gutter)
  const placed = linked.map((box): PlacedBox => {
    const layout = heights.get(box.id) ?? layOutBox(box)
    return { ...layout, x: columnX(layers.columnOf.get(box.id) ?? 0), y: top + (tops.get(box.id) ?? 0) }
  })
  const bottom = Math.max(top - gap, ...placed.map(({ y, height }) => y + height))
  const columns = Math.max(layers.columns.length, 3)
  const others = boxes.filter(({ id }) => !joined.has(id)).map((box) => heights.get(box.id) ?? layOutBox(box))
  const grid = toGrid(others, { columns, top: bottom + headingHeight, columnX })
  return {
    width: columnX(columns) - gutter + margin,
    height: Math.max(bottom, ...grid.map(({ y, height }) => y + height)) + margin,
    boxes: [...placed, ...grid],
    ways,
    layers,
    passes: new Map([...tops].map(([id, y]) => [id, top + y + passHeight / 2])),
    columnX,
    ...(grid.length === 0 ? {} : { alone: bottom + headingHeight }),
  }
}

interface Grid {
  readonly columns: number
  readonly top: number
  readonly columnX: (column: number) => number
}

/** Puts each box below the shortest column so far. */
function toGrid(layouts: readonly BoxLayout[], { columns, top: start, columnX }: Grid): PlacedBox[] {
  const ends = Array.from({ length: columns }, () => start)
  return layouts.map((layout) => {
    const y = Math.min(...ends)
    const column = ends.indexOf(y)
    ends[column] = y + layout.height + gap
    return { ...layout, x: columnX(column), y }
  })
}
