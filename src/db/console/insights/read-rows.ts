/** The rows behind a number. */
import type { Kysely } from 'kysely'
import type { Database } from '../../mysql/schema.ts'
import type { InsightDefinition } from './definition.ts'
import { filterOf } from './insight-sql.ts'
import { bindNamed } from './named-sql.ts'
import { hourMs } from './slots.ts'

export interface RowsOf {
  /** ms */
  readonly from: number
  readonly to: number
  readonly pageId: string
  readonly language: string
  /** Undefined: all. */
  readonly kind: string | undefined
  /** Rows before this one, by time. */
  readonly before: { readonly ms: number; readonly id: string } | undefined
  readonly limit: number
}

export interface InsightFact {
  readonly id: string
  readonly ms: number
  readonly pageId: string
  readonly conversationId: string | undefined
  readonly kind: string
  readonly customer: string | undefined
  readonly text: string | undefined
  readonly valueMs: number | undefined
}

type Row = {
  readonly [Name in keyof InsightFact]: string | number | null
}

/** Parameters: those of the number, `:kind` (`*`: every one), `:beforeMs`, `:beforeId`, and how many. */
export function rowsSql(definition: InsightDefinition): string {
  const value = definition.shape === 'times' ? 'x.value' : 'NULL'
  return `SELECT x.id, x.ms, x.pageId, t.conversationId, ${definition.kind} AS kind, ${value} AS valueMs,
  p.name AS customer, COALESCE(m.text, f.message) AS text
FROM (
  ${definition.facts}
) x
LEFT JOIN turn t ON t.kwInteractionId = x.id
LEFT JOIN profileFacebook p ON p.pId = x.pId
LEFT JOIN chanFacebookMessenger m ON m.kwInteractionId = x.id
LEFT JOIN chanFacebookFeed f ON f.kwInteractionId = x.id
WHERE ${filterOf(definition)}
  AND (:kind = '*' OR ${definition.kind} = :kind)
  AND (x.ms < :beforeMs OR x.ms = :beforeMs AND x.id < :beforeId)
ORDER BY x.ms DESC, x.id DESC
LIMIT :most`
}

const anyKind = '*'
/** The latest hours are read first: of a long period, few rows are shown. */
const firstHours = 6

/** The latest first. */
export async function readRows(
  db: Kysely<Database>,
  definition: InsightDefinition,
  { from, to, pageId, language, kind = anyKind, before, limit }: RowsOf,
): Promise<InsightFact[]> {
  const text = rowsSql(definition)
  const found: InsightFact[] = []
  let end = Math.min(to, (before?.ms ?? to) + 1)
  for (let hours = firstHours; end > from && found.length < limit; hours *= 4) {
    const start = Math.max(from, end - hours * hourMs)
    const { rows } = await bindNamed<Row>(text, {
      from: start,
      to: end,
      pageId,
      language,
      kind,
      beforeMs: before?.ms ?? to,
      beforeId: before?.id ?? '0',
      most: limit - found.length,
    }).execute(db)
    found.push(...rows.map(toFact))
    end = start
  }
  return found
}

function toFact({ id, ms, pageId, conversationId, kind, customer, text, valueMs }: Row): InsightFact {
  return {
    id: String(id),
    ms: Number(ms),
    pageId: String(pageId),
    conversationId: textOf(conversationId),
    kind: String(kind),
    customer: textOf(customer),
    text: textOf(text),
    valueMs: valueMs === null ? undefined : Number(valueMs),
  }
}

function textOf(value: string | number | null): string | undefined {
  return value === null ? undefined : String(value)
}
