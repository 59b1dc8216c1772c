/** The lines of text in a box, placed from its upper left corner. */
import type { Box, Row } from './box.ts'
import { wrap } from './measure.ts'

export const boxWidth = 312
export const titleHeight = 34
const labelWidth = 66
const padding = 14
const indent = 10
const fontSize = 11.5
const lineHeight = 15
const rowGap = 5

export interface PlacedRow {
  readonly row: Row
  readonly x: number
  readonly y: number
  readonly height: number
  readonly lines: readonly string[]
}

export interface BoxLayout {
  readonly box: Box
  readonly height: number
  readonly about: readonly string[]
  readonly rows: readonly PlacedRow[]
}

export const metrics = { labelWidth, padding, fontSize, lineHeight } as const

export function layOutBox(box: Box): BoxLayout {
  const about = wrap(box.about ?? '', { width: boxWidth - 2 * padding, size: fontSize, lines: 4 })
  const rows: PlacedRow[] = []
  let y = titleHeight + 8 + (about.length > 0 ? about.length * lineHeight + 8 : 0)
  for (const row of box.rows) {
    const x = padding + row.depth * indent
    const width = boxWidth - x - labelWidth - padding - (row.tone === 'tap' ? 24 : 0)
    const lines = wrap(row.text, { width, size: fontSize, lines: 3 })
    const height = Math.max(1, lines.length) * lineHeight + (row.tone === 'tap' ? 5 : 0)
    rows.push({ row, x, y, height, lines })
    y += height + rowGap
  }
  return { box, height: y + 8, about, rows }
}
