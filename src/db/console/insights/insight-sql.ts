/** The SQL of a number: from the tables as it is published, and from the hours that were counted. */
import type { InsightDefinition } from './definition.ts'
import { type Period, shiftSql, type SlotSize, slotSql, stretchesOf } from './slots.ts'

const pageAndLanguage = `(:pageId = 'all' OR x.pageId = :pageId) AND (:language = 'all' OR x.language = :language)`
const page = `(:pageId = 'all' OR x.pageId = :pageId)`

/** SQL of the filter by Page and language. */
export function filterOf({ hasLanguage }: InsightDefinition): string {
  return hasLanguage ? pageAndLanguage : page
}

/** What the SQL needs of a period: how slots are named. */
export interface Clock {
  readonly by: SlotSize
  /** SQL of what is added to a time in ms, for the viewer's clock. */
  readonly shift: (ms: string) => string
}

export function clockOf(period: Period): Clock {
  return { by: period.by, shift: (ms) => shiftSql(period, ms) }
}

/** From the tables of tracking. Parameters: `:from`, `:to`, `:pageId`, `:language`. */
export function tablesSql(definition: InsightDefinition, { by, shift }: Clock): string {
  return definition.select({
    from: `(\n  ${definition.facts}\n) x`,
    where: filterOf(definition),
    slot: slotSql(by, 'x.ms', shift('x.ms')),
    amount: '1',
  })
}

export interface InsightFilter extends Period {
  /** `all`: every Page, every language. */
  readonly pageId: string
  readonly language: string
}

/** From `insightHour`, with the same result and parameters. */
export function hoursSql(definition: InsightDefinition, filter: InsightFilter): string {
  const { by, shift } = clockOf(filter)
  const slotOf = (ms: string): string => slotSql(by, ms, shift(ms))
  // A table has no slots, so that it reads hours at the ends of the period only.
  const period = definition.shape === 'table' ? { ...filter, by: 'all' as const } : filter
  const stretches = stretchesOf(period).map(
    ({ size, fromHour, toHour }) =>
      `x.metric = '${metricOf(definition, size)}' AND ${countedIn(definition, filter, size)}
    AND x.hour >= ${fromHour} AND x.hour < ${toHour}`,
  )
  const source = {
    from: 'insightHour x',
    where: `(${stretches.join('\n  OR ')})`,
    slot: slotOf('x.hour * 3600000'),
    slotOf,
    amount: 'x.amount',
  }
  return (definition.hours?.select ?? definition.select)(source)
}

/**
 * Which rows of `insightHour` these are: of the Page and the language, or the sums of all. Sums of one of the two are not
 * stored.
 */
function countedIn(
  definition: InsightDefinition,
  { pageId, language }: InsightFilter,
  size: 'hour' | 'day',
): string {
  const isOfPage = pageId !== 'all'
  const isOfLanguage = language !== 'all' && definition.hasLanguage
  if (isOfPage && isOfLanguage) return 'x.pageId = :pageId AND x.language = :language'
  if (isOfPage) return 'x.pageId = :pageId'
  if (isOfLanguage) return 'x.language = :language'
  return `x.pageId ${hasSums(definition, size) ? '=' : '<>'} 'all'`
}

/** Whether rows hold the sums of all Pages and languages. They have the name `all`. */
export function hasSums({ sums }: InsightDefinition, size: 'hour' | 'day'): boolean {
  return size === 'day' || sums !== 'days'
}

/** `insightHour.metric` of hours, or of days (UTC): those have the number of their first hour. */
export function metricOf({ metric }: InsightDefinition, size: 'hour' | 'day'): string {
  return size === 'hour' ? metric : `${metric}/day`
}

/** Rows of days between `:fromHour` and `:toHour`, as they follow from the hours. */
export function countDaysSql(definition: InsightDefinition): string {
  const { where = '', bucket = 'x.bucket' } = definition.hours?.day ?? {}
  return `SELECT x.hour DIV 24 * 24 AS day, x.pageId, x.language, x.part, ${bucket} AS bucket, SUM(x.amount) AS amount
FROM insightHour x
WHERE x.metric = '${metricOf(definition, 'hour')}' AND x.pageId <> 'all' AND x.hour >= :fromHour AND x.hour < :toHour${where === '' ? '' : ` AND (${where})`}
GROUP BY 1, 2, 3, 4, 5`
}

/** Rows of `insightHour` between `:from` and `:to`, as they follow from the tables. */
export function countSql({ facts, hours }: InsightDefinition): string {
  return (
    hours?.count ??
    `SELECT x.ms DIV 3600000 AS hour, x.pageId, x.language, x.part, x.bucket, COUNT(*) AS amount
FROM (\n  ${facts}\n) x
GROUP BY hour, x.pageId, x.language, x.part, x.bucket`
  )
}
