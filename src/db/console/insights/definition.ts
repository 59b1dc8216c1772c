/** The form of a number of Insights: what it counts, and the SQL that counts it. */

/**
 * - `slot`: an hour or day by the viewer's clock. `kind`: one of the words that the definition explains, or a name.
 * - `count`, `ms`: a number; how many, or how long.
 */
export type InsightUnit = 'slot' | 'kind' | 'count' | 'ms'

export interface InsightColumn {
  readonly name: string
  readonly unit: InsightUnit
  readonly says: string
}

/** What is counted: rows of the tables, or hours that were counted before. */
export interface InsightSource {
  /** A table expression with the alias `x`. */
  readonly from: string
  readonly where: string
  /** SQL of the time of a row, ms; of its slot; and of how often it counts. */
  readonly slot: string
  readonly amount: string
}

export interface InsightDefinition {
  readonly name: string
  /** Which rows of `insightHour` hold it. */
  readonly metric: string
  /** For people: what counts, and when. */
  readonly says: string
  /** `over_time`: amounts by kind. `times`: percentiles by kind. `table`: a row for each thing, over the whole period. */
  readonly shape: 'over_time' | 'times' | 'table'
  readonly hasLanguage: boolean
  readonly columns: readonly InsightColumn[]
  /** What the words of `kind` mean, in the order in which they are shown. Absent: they are names. */
  readonly kinds?: Readonly<Record<string, string>>
  /**
   * SQL: a row for each thing that counts between `:from` and `:to`, with `id` (of the interaction), `ms`, `pageId`, `pId`,
   * `language`, `part`, `bucket`, and `value` for times.
   */
  readonly facts: string
  /** SQL of the kind of a row `x` of the facts. */
  readonly kind: string
  /** SQL of the result. */
  readonly select: (source: InsightSource) => string
  /**
   * `days`: hours have no rows with the sums of all Pages. It is a table, which reads hours only at the ends of a period.
   */
  readonly sums?: 'days'
  /**
   * Where a number is no sum of facts: how hours are counted, which rows of the hours `x` count for the day and with which
   * bucket, and how the result is read from them.
   */
  readonly hours?: {
    readonly count: string
    readonly day: { readonly where: string; readonly bucket: string }
    readonly select: (source: InsightSource & { readonly slotOf: (ms: string) => string }) => string
  }
}

export const slotColumn: InsightColumn = {
  name: 'slot',
  unit: 'slot',
  says: 'the hour or day, by the clock of the viewer',
}

/** How often each kind happened in each slot. */
export function overTime(kind: string, amount: string): InsightDefinition['select'] {
  return ({
    from,
    where,
    slot,
    amount: counted,
  }) => `SELECT ${slot} AS slot, ${kind} AS kind, ${sumOf(counted)} AS ${amount}
FROM ${from}
WHERE ${where}
GROUP BY slot, kind
ORDER BY slot, kind`
}

/** SQL of the sum of amounts; `COUNT(*)` where each row counts once. */
export function sumOf(amount: string, condition?: string): string {
  if (condition !== undefined) return `SUM(CASE WHEN ${condition} THEN ${amount} ELSE 0 END)`
  return amount === '1' ? 'COUNT(*)' : `SUM(${amount})`
}
