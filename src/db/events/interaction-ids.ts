import type { Transaction } from 'kysely'
import { eventDayOf } from '../../domain/event-key.ts'
import type { Database } from '../mysql/schema.ts'

export interface FoundInteraction {
  /** The event key, 32 hex digits. */
  readonly key: string
  readonly id: string
  /** ms since the epoch */
  readonly ts: number | undefined
}

/**
 * Which of the events are in `interaction`. It makes one look-up in the unique index for each day, and batches have
 * few days.
 */
export async function findInteractions(
  transaction: Transaction<Database>,
  events: readonly { readonly key: string; readonly ts: number; readonly dayTs?: number }[],
): Promise<FoundInteraction[]> {
  const found: FoundInteraction[] = []
  for (const [day, ofDay] of Map.groupBy(events, eventDayOf)) {
    const keys = ofDay.map(({ key }) => key)
    found.push(...(await findByKey(transaction, [day], keys)))
  }
  return found
}

/**
 * The most days and keys in one statement. Their product is the number of ranges, which must stay small for the
 * optimizer.
 */
const daysAtOnce = 32
const keysAtOnce = 200

/**
 * The ids of events whose day is not known: comments and messages that a later event changes. It searches the unique
 * index day by day, the newest first, as an index by key alone would cost every insert a random page
 * (docs/decisions/0004-finding-originals.md). Keys of events that were never recorded are left out.
 */
export async function findOnAnyDay(
  transaction: Transaction<Database>,
  keys: readonly string[],
): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  if (keys.length === 0) return ids
  const days = await recordedDays(transaction)
  for (let from = 0; from < days.length; from += daysAtOnce) {
    const open = keys.filter((key) => !ids.has(key))
    if (open.length === 0) break
    for (let first = 0; first < open.length; first += keysAtOnce) {
      const some = open.slice(first, first + keysAtOnce)
      const rows = await findByKey(transaction, days.slice(from, from + daysAtOnce), some)
      for (const { key, id } of rows) ids.set(key, id)
    }
  }
  return ids
}

/** Newest first. A loose scan of the unique index takes as many steps as there are days. */
async function recordedDays(transaction: Transaction<Database>): Promise<string[]> {
  const rows = await transaction
    .selectFrom('interaction')
    .select('eventDay')
    .where('eventDay', 'is not', null)
    .groupBy('eventDay')
    .execute()
  const days = rows.map(({ eventDay }) => eventDay ?? '')
  return days.toSorted().toReversed()
}

async function findByKey(
  transaction: Transaction<Database>,
  days: readonly string[],
  keys: readonly string[],
): Promise<FoundInteraction[]> {
  const rows = await transaction
    .selectFrom('interaction')
    .select(['kwInteractionId', 'eventKey', 'ts'])
    .where('eventDay', 'in', days)
    .where(
      'eventKey',
      'in',
      keys.map((key) => Buffer.from(key, 'hex')),
    )
    .execute()
  return rows.map(({ eventKey, kwInteractionId, ts }) => ({
    key: (eventKey ?? Buffer.alloc(0)).toString('hex'),
    id: kwInteractionId,
    ts: ts?.getTime(),
  }))
}
