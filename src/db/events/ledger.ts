import { hash } from 'node:crypto'
import type { Kysely } from 'kysely'
import { createGroupCommit } from '../../group-commit.ts'
import { createBulkInsert } from '../mysql/bulk-insert.ts'
import { isPacketTooLarge } from '../mysql/database-error.ts'
import { again } from '../mysql/in-transaction.ts'
import type { Database } from '../mysql/schema.ts'
import { type LedgerBody, type LedgerPart, packBodies } from './ledger-bytes.ts'

/** A delivery as it arrived: its text, or base64 of bytes that are no UTF-8. */
interface LedgerDelivery {
  readonly body: string
  readonly base64?: true
  readonly at: number
}

/**
 * The raw ledger: everything that Facebook sent, byte for byte, one row for each group. Where the server's
 * `max_allowed_packet` is too small for a group, it has several rows, and a body that is too long alone has several
 * parts.
 */
export interface Ledger {
  /** The group (32 hex digits, unique) is in `webhookDelivery`. Repeating it changes nothing. */
  record(group: string, deliveries: readonly LedgerDelivery[]): Promise<void>
  /** Deletes rows that arrived before this time, at most `limit` in a call. Returns their number. */
  purgeBefore(time: Date, limit: number): Promise<number>
}

/** What one row holds, until the server refuses it for its size. */
interface LedgerItem {
  readonly key: Buffer
  readonly receivedTs: Date
  readonly bodies: readonly LedgerBody[]
  readonly row: LedgerRow
}

type LedgerRow = readonly [
  groupKey: Buffer,
  receivedTs: Date,
  deliveries: number,
  bytes: number,
  bodies: Buffer,
]

/** No event waits for it, only its own job, which takes the place of others meanwhile (`workers/parse.ts`). */
const pace = { paceMs: 60, enoughItems: 8 }

export function createLedger(db: Kysely<Database>): Ledger {
  const commits = createGroupCommit<LedgerItem>({
    commit: (items) => insert(db, items),
    maxItems: 200,
    maxSize: 4 * 1024 * 1024,
    sizeOf: ({ row: [, , , , bodies] }) => bodies.length,
    ...pace,
  })
  return {
    async record(group, deliveries) {
      if (deliveries.length > 0) await commits.add(itemOf(group, deliveries))
    },
    async purgeBefore(time, limit) {
      const result = await db
        .deleteFrom('webhookDelivery')
        .where('receivedTs', '<', time)
        .limit(limit)
        .executeTakeFirst()
      return Number(result.numDeletedRows)
    },
  }
}

const insertRows = createBulkInsert(
  'webhookDelivery',
  ['groupKey', 'receivedTs', 'deliveries', 'bytes', 'bodies'],
  'deliveries = webhookDelivery.deliveries',
)

/** Each statement is a transaction of its own. */
async function insert(db: Kysely<Database>, items: readonly LedgerItem[]): Promise<void> {
  try {
    const rows = items.map(({ row }) => row)
    await again(() => insertRows(db, rows))
  } catch (error) {
    if (!isPacketTooLarge(error)) throw error
    for (const item of items) await insertSplit(db, item)
  }
}

/** The item, in as many rows as it takes. The keys of the rows depend on the item alone, so this may be repeated. */
async function insertSplit(db: Kysely<Database>, item: LedgerItem): Promise<void> {
  try {
    await again(() => insertRows(db, [item.row]))
  } catch (error) {
    const halves = isPacketTooLarge(error) ? halvesOf(item) : undefined
    if (halves === undefined) throw error
    for (const half of halves) await insertSplit(db, half)
  }
}

/** Undefined where nothing is left to split. */
function halvesOf({ key, receivedTs, bodies }: LedgerItem): readonly LedgerItem[] | undefined {
  const [first] = bodies
  const pieces = bodies.length > 1 ? bodies : first === undefined ? [] : partsOf(first)
  if (pieces.length < 2) return undefined
  const middle = Math.ceil(pieces.length / 2)
  return [pieces.slice(0, middle), pieces.slice(middle)].map((half, index) =>
    toItem(
      hash('sha256', Buffer.concat([key, Buffer.from([index])]), 'buffer').subarray(0, 16),
      receivedTs,
      half,
    ),
  )
}

const partChars = 64 * 1024

/** A body in parts of 64 Ki characters: base64 where it is no text. */
function partsOf(body: LedgerBody): LedgerPart[] {
  if (typeof body !== 'string' && 'part' in body) return []
  const text = typeof body === 'string' ? body : body.base64
  const of = Math.ceil(text.length / partChars)
  return Array.from({ length: of }, (_, index) => ({
    part: index + 1,
    of,
    ...(typeof body === 'string' ? {} : { isBase64: true as const }),
    text: text.slice(index * partChars, (index + 1) * partChars),
  }))
}

function itemOf(group: string, deliveries: readonly LedgerDelivery[]): LedgerItem {
  const bodies = deliveries.map(({ body, base64 }) => (base64 === true ? { base64: body } : body))
  const receivedTs = new Date(Math.min(...deliveries.map(({ at }) => at)))
  return toItem(Buffer.from(group, 'hex'), receivedTs, bodies)
}

function toItem(key: Buffer, receivedTs: Date, bodies: LedgerItem['bodies']): LedgerItem {
  const { bytes, packed } = packBodies(bodies)
  return { key, receivedTs, bodies, row: [key, receivedTs, bodies.length, bytes, packed] }
}
