/** Insights: numbers over time, with the SQL of each and the rows behind it. */
import { z } from 'zod'
import { asPersonal } from './personal.ts'

const time = z.coerce.number().int().min(0).max(8_640_000_000_000)
const filter = {
  /** ms. Numbers are by the hour: `from` is taken down, and `to` up, to a whole hour. */
  from: time,
  to: time,
  page: z
    .string()
    .regex(/^(?:all|\d{1,64})$/)
    .default('all'),
  /** BCP 47, of the text. Numbers without a language are not filtered by it. */
  language: z
    .string()
    .regex(/^[A-Za-z0-9-]{2,35}$/)
    .default('all'),
}

/** `GET /api/insights/:name` and `/api/insights/:name.csv` */
export const insightQuerySchema = z.strictObject({
  ...filter,
  /** Weeks begin on a Monday. */
  by: z.enum(['hour', 'day', 'week', 'all']).default('day'),
  /** IANA name: of the days and hours. */
  zone: z.string().min(1).max(64).default('UTC'),
})
export type InsightQuery = z.infer<typeof insightQuerySchema>

/** `GET /api/insights/:name/rows`: `from` and `to` are those of the slot. */
export const insightRowsQuerySchema = z.strictObject({
  ...filter,
  /** Of the row. Absent: all kinds. */
  kind: z.string().max(200).optional(),
  cursor: z
    .string()
    .regex(/^\d{1,16}\.\d{1,20}$/)
    .optional(),
})
export type InsightRowsQuery = z.infer<typeof insightRowsQuerySchema>

export const insightColumnSchema = z.object({
  name: z.string(),
  /** `slot`: an hour or day; `kind`: a word or a name; `count`; `ms`: how long. */
  unit: z.enum(['slot', 'kind', 'count', 'ms']),
  says: z.string(),
})

export const insightSchema = z.object({
  name: z.string(),
  says: z.string(),
  /** `over_time`: amounts by kind. `times`: percentiles by kind. `table`: a row for each thing. */
  shape: z.enum(['over_time', 'times', 'table']),
  hasLanguage: z.boolean(),
  columns: z.array(insightColumnSchema),
  /** What each kind means, in their order. Absent: kinds are names. */
  kinds: z.record(z.string(), z.string()).optional(),
})
export type Insight = z.infer<typeof insightSchema>

/** `GET /api/insights` */
export const insightListSchema = z.object({
  insights: z.array(insightSchema),
  /** Languages that texts of customers had. */
  languages: z.array(z.string()),
})
export type InsightList = z.infer<typeof insightListSchema>

const cell = z.union([z.string(), z.number()])

export const insightValuesSchema = z.object({
  name: z.string(),
  /** As they are counted: whole hours. */
  from: z.number(),
  to: z.number(),
  /** All of the period, also those without a row. */
  slots: z.array(z.object({ slot: z.string(), fromMs: z.number(), toMs: z.number() })),
  /** In the order of the columns. */
  rows: z.array(z.array(cell)),
  /** The same over the whole period: no sum of the rows where things count once in each. */
  totals: z.array(z.array(cell)),
  /** The SQL on the tables with the same result, to be pasted. */
  sql: z.string(),
  /** Older hours are not counted yet, ms. Absent: all are. */
  countedFromMs: z.number().optional(),
})
export type InsightValues = z.infer<typeof insightValuesSchema>

export const insightRowsSchema = z.object({
  rows: z.array(
    z.object({
      /** Of the interaction. */
      id: z.string(),
      ts: z.number(),
      pageId: z.string(),
      conversationId: z.string().optional(),
      kind: z.string(),
      customer: asPersonal('name', z.string()).optional(),
      text: asPersonal('text', z.string()).optional(),
      /** Of times: how long, ms. */
      valueMs: z.number().optional(),
    }),
  ),
  next: z.string().optional(),
})
export type InsightRows = z.infer<typeof insightRowsSchema>
