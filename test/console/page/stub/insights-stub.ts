/** Numbers that look like those of a brand: weekdays are busy, nights are quiet. The same for the same period. */
import type { ServerResponse } from 'node:http'
import type { z } from 'zod'
import {
  insightListSchema,
  insightQuerySchema,
  insightRowsQuerySchema,
  insightRowsSchema,
  insightValuesSchema,
} from '../../../../console/api/insights.ts'
import { notUnderstoodSchema } from '../../../../console/api/not-understood.ts'
import { storyboardSchema } from '../../../../console/api/storyboard.ts'
import type { InsightDefinition } from '../../../../src/db/console/insights/definition.ts'
import { findDefinition, insightDefinitions } from '../../../../src/db/console/insights/definitions.ts'
import { toFlow } from '../../../../src/storyboard/draw/flow.ts'
import { placeCounts } from '../../../../src/storyboard/draw/place-counts.ts'
import { order } from '../../../storyboard/order-storyboard.ts'
import { type Slot, slotsOf, wholeHours } from '../../../../src/db/console/insights/slots.ts'

const names: Readonly<Record<string, readonly string[]>> = {
  intents: ['opening_hours', 'order_status', 'price', 'complaint', '', 'thanks'],
  intentsOverTime: ['opening_hours', 'order_status', 'price', 'complaint', '', 'thanks', 'job', 'invoice'],
  scenes: ['welcome', 'hours', 'order', '', '<b>markup</b>'],
  scenesOverTime: ['welcome', 'hours', 'order', ''],
  funnel: ['order.size', 'order.cups', 'order.name'],
  posts: ['100200300400500_9001', '100200300400500_9002'],
  ads: ['120330000123456', '120330000777777'],
}

/** That of the tests of the storyboard, in use since the day before yesterday. */
function answerStoryboard(nowMs: number, response: ServerResponse): void {
  const { boxes, ways, ...sizes } = placeCounts(toFlow(order.definition))
  send(response, storyboardSchema, {
    drawing: {
      name: order.name,
      sinceTs: nowMs - 2 * 86_400_000,
      ...sizes,
      ways: [...ways],
      boxes: boxes.map(({ about, rows, ...box }) => ({
        ...box,
        about: [...about],
        rows: rows.map(({ lines, ...row }) => ({ ...row, lines: [...lines] })),
      })),
    },
    otherUntilMs: nowMs - 2 * 86_400_000,
  })
}

const group = (name: string, intent: string | null, examples: string[]) => ({
  group: name,
  count: examples.length * 7,
  lastSeen: '2026-11-28T10:00:00.000Z',
  nearest: intent === null ? null : { intent, confidence: 0.4 },
  near: intent === null ? ['thanks'] : [intent, 'price'],
  examples,
})

function answerNotUnderstood(response: ServerResponse): void {
  send(response, notUnderstoodSchema, {
    texts: 21,
    intents: [
      'opening_hours',
      'order_status',
      'price',
      'complaint',
      'thanks',
      'job',
      'invoice',
      'dogs_welcome',
    ],
    groups: [
      group('parcel', 'order_status', ['where is my parcel', 'my parcel <b>is late</b>']),
      group('dog', null, ['may my dog come in']),
    ],
  })
}

/** The storyboard has the sentences about parcels already. */
function answerPatch(url: URL, response: ServerResponse): void {
  if (url.searchParams.get('accept')?.startsWith('parcel=') !== true)
    return void response.writeHead(200, { 'content-type': 'text/x-diff' }).end('--- storyboard.yaml')
  const says = 'The storyboard has all of these sentences already.'
  response.writeHead(409, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ error: 'nothing_new', says }))
}

export function answerInsights(url: URL, nowMs: number, response: ServerResponse): void {
  const [, , area, name, what] = url.pathname.split('/')
  if (area === 'not-understood')
    return name === 'patch' ? answerPatch(url, response) : answerNotUnderstood(response)
  if (area === 'storyboard') return answerStoryboard(nowMs, response)
  if (name === undefined)
    return send(response, insightListSchema, { insights: list(), languages: ['de', 'en'] })
  const definition = findDefinition(name)
  if (definition === undefined) return void response.writeHead(404).end('{}')
  const given = Object.fromEntries(url.searchParams)
  if (what === 'rows') return answerRows(insightRowsQuerySchema.parse(given), response)
  const query = insightQuerySchema.parse(given)
  const period = { ...wholeHours(query), zone: query.zone }
  const isEmpty = query.page === '999'
  const slots = definition.shape === 'table' ? [] : slotsOf({ ...period, by: query.by })
  const rows = isEmpty
    ? []
    : rowsOf(
        definition,
        slots.filter(({ fromMs }) => fromMs < nowMs),
      )
  send(response, insightValuesSchema, {
    name,
    from: period.from,
    to: period.to,
    slots,
    rows,
    totals: isEmpty ? [] : totalsOf(definition, rows),
    sql: "SELECT COUNT(*)\nFROM interaction i\nWHERE i.direction = 'in';",
  })
}

function list() {
  return insightDefinitions.map(({ name, says, shape, hasLanguage, columns, kinds }) => ({
    name,
    says,
    shape,
    hasLanguage,
    columns: [...columns],
    ...(kinds === undefined ? {} : { kinds }),
  }))
}

type Row = (string | number)[]

function rowsOf(definition: InsightDefinition, slots: readonly Slot[]): Row[] {
  const kinds =
    definition.kinds === undefined ? (names[definition.name] ?? []) : Object.keys(definition.kinds)
  const numbers = definition.columns.length
  if (definition.shape === 'table')
    return kinds.map((kind, index) => [
      kind,
      // All, and parts of all.
      ...Array.from({ length: numbers - 1 }, (_, at) => Math.round(400 / (index + 1) / 2 ** at)),
    ])
  return slots.flatMap(({ slot, fromMs }) =>
    kinds.map((kind, index): Row => {
      const hour = new Date(fromMs).getUTCHours()
      const wave = 20 + 14 * Math.sin(fromMs / 86_400_000) + 10 * Math.sin((hour - 8) / 4)
      const amount = Math.max(0, Math.round((wave * 3) / (index + 1)))
      if (definition.shape === 'over_time') return [slot, kind, amount]
      const ms = 2_000 * 60 ** index + amount * 100
      return [slot, kind, ms, ms * 3, ms * 9, amount]
    }),
  )
}

function totalsOf({ shape }: InsightDefinition, rows: readonly Row[]): Row[] {
  if (shape === 'table') return [...rows]
  const totals = new Map<string | number | undefined, Row>()
  for (const [, kind = '', ...numbers] of rows) {
    const before = totals.get(kind)
    const sums = numbers.map((one, at) =>
      shape === 'times' ? one : Number(one) + Number(before?.[at + 2] ?? 0),
    )
    totals.set(kind, ['all', kind, ...sums])
  }
  return [...totals.values()]
}

function answerRows(query: z.infer<typeof insightRowsQuerySchema>, response: ServerResponse): void {
  const first = query.cursor === undefined ? 0 : 3
  const rows = Array.from({ length: 3 }, (_, index) => ({
    id: String(first + index + 1),
    ts: query.to - (first + index + 1) * 60_000,
    pageId: '100200300400500',
    conversationId: '109',
    kind: query.kind ?? 'message',
    ...(index === 1 ? {} : { customer: '<img src=x> Ada Lovelace' }),
    text: 'When do you open on Sunday? '.repeat(index + 1),
  }))
  send(response, insightRowsSchema, { rows, ...(first === 0 ? { next: '1.1' } : {}) })
}

function send<Schema extends z.ZodType>(
  response: ServerResponse,
  schema: Schema,
  value: z.input<Schema>,
): void {
  response.writeHead(200, { 'Content-Type': 'application/json' })
  response.end(JSON.stringify(schema.parse(value)))
}
