/** The rows of a number as the lines or bars of a chart. */
import type { Insight, InsightValues } from '../../api/insights.ts'

export interface Series {
  readonly kind: string
  /** Of each slot, in their order. Undefined: there is none, as of a time. */
  readonly values: readonly (number | undefined)[]
}

/** More kinds than these are added up. */
export const mostKinds = 6
export const otherKinds = '…'

/** `column`: of the value. Kinds are in the order of the definition, else the largest first. */
export function toSeries(insight: Insight, { slots, rows, totals }: InsightValues, column: string): Series[] {
  const at = insight.columns.findIndex(({ name }) => name === column)
  const amounts = new Map(totals.map((row) => [String(row[1]), Number(row[at])]))
  const known = Object.keys(insight.kinds ?? {})
  const sorted = [...amounts].toSorted(([, a], [, b]) => b - a).map(([kind]) => kind)
  const kinds = known.length > 0 ? known.filter((kind) => amounts.has(kind)) : sorted
  const isTime = insight.shape === 'times'
  const shown = known.length > 0 ? kinds : kinds.slice(0, mostKinds)
  const index = new Map(slots.map(({ slot }, position) => [slot, position]))
  const values = new Map<string, (number | undefined)[]>(
    shown.map((kind) => [kind, slots.map(() => (isTime ? undefined : 0))]),
  )
  if (kinds.length > shown.length)
    values.set(
      otherKinds,
      slots.map(() => 0),
    )
  for (const row of rows) {
    const of = values.get(String(row[1])) ?? values.get(otherKinds)
    const position = index.get(String(row[0]))
    if (of !== undefined && position !== undefined) of[position] = (of[position] ?? 0) + Number(row[at])
  }
  return [...values].map(([kind, of]) => ({ kind, values: of }))
}
