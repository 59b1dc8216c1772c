/** The line of a way: from a row, through the columns between, to the head of a box. */
import { boxWidth, titleHeight } from './box-layout.ts'
import { passesOf, type Way } from './layers.ts'
import type { PlacedBox, PlacedFlow } from './place.ts'

interface Point {
  readonly x: number
  readonly y: number
}

/** SVG path data; undefined when one end is not in the picture. */
export function route(way: Way, flow: PlacedFlow): string | undefined {
  const from = flow.boxes.find(({ box }) => box.id === way.from)
  const to = flow.boxes.find(({ box }) => box.id === way.to)
  if (from === undefined || to === undefined) return undefined
  const start = portOf(from, way.row)
  const end = { x: to.x, y: to.y + titleHeight / 2 }
  if (from.x === to.x) return loop({ x: from.x + boxWidth, y: start }, { x: to.x + boxWidth, y: end.y })
  const isForward = to.x > from.x
  const edge = (x: number, isLeaving: boolean) => (isLeaving === isForward ? x + boxWidth : x)
  const trail = passesOf(way, flow.layers.columnOf)
  const passes = trail.columns.flatMap((column, index): Point[] => {
    const y = flow.passes.get(trail.ids[index] ?? '') ?? start
    const x = flow.columnX(column)
    return [
      { x: edge(x, false), y },
      { x: edge(x, true), y },
    ]
  })
  const points = [{ x: edge(from.x, true), y: start }, ...passes, { x: edge(to.x, false), y: end.y }]
  return curve(points)
}

function portOf({ y, rows }: PlacedBox, row: number): number {
  const placed = rows[row]
  return y + (placed === undefined ? titleHeight / 2 : placed.y + placed.height / 2 - 1)
}

/** Curves between columns and straight lines through them. */
function curve(points: readonly Point[]): string {
  const parts = points.slice(1).map((point, index) => {
    const last = points[index] ?? point
    if (index % 2 === 1) return `H${point.x}`
    const middle = (last.x + point.x) / 2
    return `C${middle} ${last.y} ${middle} ${point.y} ${point.x} ${point.y}`
  })
  return `M${points[0]?.x ?? 0} ${points[0]?.y ?? 0}${parts.join('')}`
}

/** A way within a column: out to the right and back. */
function loop(start: Point, end: Point): string {
  const reach = Math.min(78, 34 + Math.abs(end.y - start.y) / 14)
  return `M${start.x} ${start.y}C${start.x + reach} ${start.y} ${end.x + reach} ${end.y} ${end.x} ${end.y}`
}
