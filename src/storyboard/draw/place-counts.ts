/** The picture of a storyboard as places: where the boxes, rows and lines are, with room for the numbers of each scene. */
import { fallbackRoot } from '../walk-actions.ts'
import type { Box, Row } from './box.ts'
import { boxWidth, titleHeight } from './box-layout.ts'
import { place } from './place.ts'
import { route } from './route.ts'

export interface DrawnRow {
  readonly label: string
  readonly lines: readonly string[]
  readonly tone: Row['tone']
  readonly x: number
  readonly y: number
  readonly height: number
  /** Of `count`: the question whose numbers belong here, as `turn` names it. Absent: those of the scene. */
  readonly question?: string
}

export interface DrawnBox {
  /** The name of the scene; with a colon for what is none. */
  readonly id: string
  readonly kind: Box['kind']
  readonly title: string
  readonly about: readonly string[]
  readonly x: number
  readonly y: number
  readonly height: number
  readonly rows: readonly DrawnRow[]
}

export interface DrawnWay {
  readonly from: string
  readonly to: string
  readonly tone: 'tap' | 'go' | 'agent'
  /** SVG path data. */
  readonly path: string
}

export interface PlacedStoryboard {
  readonly width: number
  readonly height: number
  readonly boxWidth: number
  readonly titleHeight: number
  /** Upper edge of the scenes that lead to no other one. */
  readonly alone?: number
  readonly boxes: readonly DrawnBox[]
  readonly ways: readonly DrawnWay[]
}

export function placeCounts(boxes: readonly Box[]): PlacedStoryboard {
  const flow = place(boxes.map(withCounts))
  return {
    width: flow.width,
    height: flow.height,
    boxWidth,
    titleHeight,
    ...(flow.alone === undefined ? {} : { alone: flow.alone }),
    boxes: flow.boxes.map(({ box, about, x, y, height, rows }) => ({
      id: box.id,
      kind: box.kind,
      title: box.title,
      about,
      x,
      y,
      height,
      rows: rows.map(({ row, lines, ...at }) => {
        const { label, tone, asks } = row
        const isOfQuestion = tone === 'count' && asks !== undefined
        return {
          label,
          lines: tone === 'count' ? [] : lines,
          tone,
          x: at.x,
          y: at.y,
          height: at.height,
          ...(isOfQuestion ? { question: `${box.id}.${asks}` } : {}),
        }
      }),
    })),
    ways: flow.ways.flatMap((way) => {
      const path = route(way, flow)
      const tone = flow.boxes.find(({ box }) => box.id === way.from)?.rows[way.row]?.row.tone
      return path === undefined
        ? []
        : [{ from: way.from, to: way.to, tone: tone === 'agent' || tone === 'go' ? tone : 'tap', path }]
    }),
  }
}

const count: Row = { label: '', text: '0', tone: 'count', depth: 0 }

/** Two rows for the numbers of a scene, and one below each question. The fallback counts turns without a scene. */
function withCounts(box: Box): Box {
  if (box.kind !== 'scene' && box.id !== fallbackRoot) return box
  if (box.id.endsWith(':') && box.id !== fallbackRoot) return box
  const rows = box.rows.flatMap((row) =>
    row.asks === undefined ? [row] : [row, { ...count, depth: row.depth, asks: row.asks }],
  )
  return { ...box, rows: [count, count, ...rows] }
}
