import { type Kysely, sql } from 'kysely'
import type { ConversationId } from '../../domain/ids.ts'
import type { ReceiptKind } from '../../domain/event.ts'
import type { Database } from '../mysql/schema.ts'

/** A receipt of a known conversation, as the table `receipt` holds it. */
export interface PlacedReceipt {
  readonly conversationId: ConversationId
  readonly kind: ReceiptKind
  /** ms */
  readonly watermark: number
}

/** Messages later than `after` and not later than `upTo` (ms) were first delivered, or read, at `upTo`. */
export interface CoveredRange {
  readonly conversationId: ConversationId
  readonly effect: 'delivered' | 'read'
  readonly after: number
  readonly upTo: number
}

/** The greatest watermarks of a conversation before these receipts; -1 if there is none. */
export interface Watermarks {
  readonly delivered: number
  readonly read: number
}

interface OpenRange extends Omit<CoveredRange, 'after'> {
  /**
   * Undefined when the receipt is not newer than the known ones: it may be a repeat. Then the one before it is looked
   * up.
   */
  readonly after: number | undefined
}

/**
 * The messages that each receipt covers: those since the receipt before it, as older ones have an earlier watermark.
 * For receipts in order the one before is known. For a late receipt it is one step in the primary key.
 */
export async function findCoveredRanges(
  db: Kysely<Database>,
  receipts: readonly PlacedReceipt[],
  known: ReadonlyMap<string, Watermarks>,
): Promise<CoveredRange[]> {
  const ranges = [...Map.groupBy(receipts, ({ conversationId }) => conversationId)].flatMap(([id, ofOne]) =>
    openRanges(ofOne, known.get(id) ?? { delivered: -1, read: -1 }),
  )
  const late = ranges.filter(({ after }) => after === undefined)
  const before = await findWatermarksBefore(db, late)
  return ranges.map((range) => ({ ...range, after: range.after ?? before[late.indexOf(range)] ?? -1 }))
}

function openRanges(receipts: readonly PlacedReceipt[], { delivered, read }: Watermarks): OpenRange[] {
  const any = Math.max(delivered, read)
  let [lastAny, lastRead] = [any, read]
  const ranges: OpenRange[] = []
  for (const { conversationId, kind, watermark: upTo } of receipts.toSorted(
    (a, b) => a.watermark - b.watermark,
  )) {
    ranges.push({ conversationId, effect: 'delivered', upTo, after: upTo > any ? lastAny : undefined })
    lastAny = Math.max(lastAny, upTo)
    if (kind !== 'read') continue
    ranges.push({ conversationId, effect: 'read', upTo, after: upTo > read ? lastRead : undefined })
    lastRead = Math.max(lastRead, upTo)
  }
  return ranges
}

async function findWatermarksBefore(db: Kysely<Database>, ranges: readonly OpenRange[]): Promise<number[]> {
  if (ranges.length === 0) return []
  const asked = ranges.map(({ conversationId, effect, upTo }, index) => {
    const last = (kind: ReceiptKind) => sql`coalesce((select watermark from receipt
      where conversationId = ${conversationId} and kind = ${kind} and watermark < ${upTo}
      order by watermark desc limit 1), -1)`
    const before = effect === 'read' ? last('read') : sql`greatest(${last('delivery')}, ${last('read')})`
    return sql`select ${index} as place, ${before} as watermark`
  })
  const { rows } = await sql<{
    place: string
    watermark: string
  }>`${sql.join(asked, sql` union all `)}`.execute(db)
  return rows.toSorted((a, b) => Number(a.place) - Number(b.place)).map(({ watermark }) => Number(watermark))
}
