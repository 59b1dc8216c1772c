import { deflateSync } from 'node:zlib'
import type { Kysely } from 'kysely'
import { createGroupCommit } from '../../group-commit.ts'
import { createBulkInsert } from '../mysql/bulk-insert.ts'
import { again } from '../mysql/in-transaction.ts'
import type { Database } from '../mysql/schema.ts'

/** A delivery as it arrived: its text, or base64 of bytes that are no UTF-8. */
interface LedgerDelivery {
  readonly body: string
  readonly base64?: true
  readonly at: number
}

/** The raw ledger: everything that Facebook sent, byte for byte, one row for each group. */
export interface Ledger {
  /** The group (32 hex digits, unique) is in `webhookDelivery`. Repeating it changes nothing. */
  record(group: string, deliveries: readonly LedgerDelivery[]): Promise<void>
  /** Deletes rows that arrived before this time, at most `limit` in a call. Returns their number. */
  purgeBefore(time: Date, limit: number): Promise<number>
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
  const commits = createGroupCommit<LedgerRow>({
    commit: (rows) => insert(db, rows),
    maxItems: 200,
    maxSize: 4 * 1024 * 1024,
    sizeOf: ([, , , , bodies]) => bodies.length,
    ...pace,
  })
  return {
    async record(group, deliveries) {
      if (deliveries.length > 0) await commits.add(rowOf(group, deliveries))
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
async function insert(db: Kysely<Database>, rows: readonly LedgerRow[]): Promise<void> {
  await again(() => insertRows(db, rows))
}

function rowOf(group: string, deliveries: readonly LedgerDelivery[]): LedgerRow {
  const bodies = deliveries.map(({ body, base64 }) => (base64 === true ? { base64: body } : body))
  const bytes = Buffer.from(JSON.stringify(bodies))
  const length = Buffer.alloc(4)
  length.writeUInt32LE(bytes.length)
  const receivedTs = new Date(Math.min(...deliveries.map(({ at }) => at)))
  const packed = Buffer.concat([length, compress(bytes)]) // the format that UNCOMPRESS() reads
  return [Buffer.from(group, 'hex'), receivedTs, deliveries.length, bytes.length, packed]
}

/**
 * In this thread, fast, and with a small window for a small group: a large window, or another thread, takes longer
 * than the compression itself.
 */
function compress(bytes: Buffer): Buffer {
  return deflateSync(bytes, bytes.length > 16_384 ? { level: 1 } : { level: 1, windowBits: 12, memLevel: 4 })
}
