/** `/api/insights`: the numbers, the rows behind them, and CSV. */
import { Router } from '@koa/router'
import type { Context } from 'koa'
import type { InsightDefinition } from '../../src/db/console/insights/definition.ts'
import { findDefinition, insightDefinitions } from '../../src/db/console/insights/definitions.ts'
import { findLanguages } from '../../src/db/console/insights/languages.ts'
import { readMarks } from '../../src/db/console/insights/marks.ts'
import type { InsightFilter } from '../../src/db/console/insights/insight-sql.ts'
import { readInsight, shownSql } from '../../src/db/console/insights/read-insight.ts'
import { readRows } from '../../src/db/console/insights/read-rows.ts'
import { hourMs, slotsOf, wholeHours } from '../../src/db/console/insights/slots.ts'
import {
  insightListSchema,
  type InsightQuery,
  insightQuerySchema,
  insightRowsQuerySchema,
  insightRowsSchema,
  insightValuesSchema,
} from '../api/insights.ts'
import type { AreaDeps } from './area-deps.ts'
import { answer } from './http/answer.ts'
import { ApiFailure, notFound } from './http/api-failure.ts'
import { decodeQuery } from './http/decode.ts'
import { requireRole } from './http/require-role.ts'
import { toCsv } from './to-csv.ts'

const dayMs = 24 * hourMs
const mostMs = { hour: 32 * dayMs, day: 100 * dayMs, week: 740 * dayMs, all: 3_700 * dayMs } as const
const rowsAtOnce = 50
const languagesOfMs = 90 * dayMs

export function createInsightsRoutes({ db, now }: AreaDeps): Router {
  const router = new Router()
  router.get('/api/insights', requireRole('viewer'), async (ctx: Context) => {
    const languages = await findLanguages(db, Math.floor((now() - languagesOfMs) / hourMs))
    answer(ctx, insightListSchema, { insights: insightDefinitions.map(describe), languages })
  })
  router.get('/api/insights/:name.csv', requireRole('viewer'), async (ctx: Context) => {
    const definition = requireDefinition(ctx['params'].name)
    const rows = await readInsight(db, definition, filterOf(decodeQuery(ctx, insightQuerySchema)))
    ctx.attachment(`${definition.name}.csv`)
    ctx.type = 'text/csv; charset=utf-8'
    ctx.body = toCsv([definition.columns.map(({ name }) => name), ...rows])
  })
  router.get('/api/insights/:name', requireRole('viewer'), async (ctx: Context) => {
    const definition = requireDefinition(ctx['params'].name)
    const filter = filterOf(decodeQuery(ctx, insightQuerySchema))
    const isTable = definition.shape === 'table'
    const [totals, over, { countedDownTo }] = await Promise.all([
      readInsight(db, definition, { ...filter, by: 'all' }),
      isTable ? undefined : readInsight(db, definition, filter),
      readMarks(db),
    ])
    const rows = over ?? totals
    const isCounted = countedDownTo === 0 || (countedDownTo ?? Infinity) * hourMs <= filter.from
    answer(ctx, insightValuesSchema, {
      name: definition.name,
      from: filter.from,
      to: filter.to,
      slots: isTable ? [] : slotsOf(filter),
      rows,
      totals,
      sql: shownSql(definition, filter),
      ...(isCounted ? {} : { countedFromMs: Math.min((countedDownTo ?? Infinity) * hourMs, now()) }),
    })
  })
  router.get('/api/insights/:name/rows', requireRole('viewer'), async (ctx: Context) => {
    const definition = requireDefinition(ctx['params'].name)
    const { from, to, page, language, kind, cursor } = decodeQuery(ctx, insightRowsQuerySchema)
    requireOrder({ from, to })
    const [ms = '', id = ''] = cursor?.split('.') ?? []
    const before = cursor === undefined ? undefined : { ms: Number(ms), id }
    const limit = rowsAtOnce + 1
    const found = await readRows(db, definition, { from, to, pageId: page, language, kind, before, limit })
    const rows = found.slice(0, rowsAtOnce).map(({ ms: ts, ...row }) => ({ ts, ...row }))
    const last = rows.at(-1)
    const next = found.length > rowsAtOnce && last !== undefined ? { next: `${last.ts}.${last.id}` } : {}
    answer(ctx, insightRowsSchema, { rows, ...next })
  })
  return router
}

function describe({ name, says, shape, hasLanguage, columns, kinds }: InsightDefinition) {
  return { name, says, shape, hasLanguage, columns: [...columns], ...(kinds === undefined ? {} : { kinds }) }
}

function requireDefinition(name: unknown): InsightDefinition {
  const definition = typeof name === 'string' ? findDefinition(name) : undefined
  if (definition === undefined) throw notFound('number')
  return definition
}

function filterOf({ from, to, page, language, by, zone }: InsightQuery): InsightFilter {
  requireOrder({ from, to })
  if (to - from > mostMs[by])
    throw notValid(
      `The period is longer than ${mostMs[by] / dayMs} days. Ask for days or weeks, or for less.`,
    )
  if (!isZone(zone)) throw notValid('zone: no time zone has this name. Give an IANA name, as Europe/Lisbon.')
  return { ...wholeHours({ from, to }), pageId: page, language, by, zone }
}

function requireOrder({ from, to }: { readonly from: number; readonly to: number }): void {
  if (from >= to) throw notValid('from: it must be before `to`.')
}

function notValid(says: string): ApiFailure {
  return new ApiFailure(422, { code: 'not_valid', says })
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
