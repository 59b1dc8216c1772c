/** The raw deliveries of an event: they hold its JSON as Facebook sent it. */
import { type Kysely, sql } from 'kysely'
import { decodeDelivery } from '../../facebook/webhook-payload.ts'
import type { StoredDeliveries } from '../../why/stored-event.ts'
import { unpackBodies } from '../events/ledger-bytes.ts'
import type { Database } from '../mysql/schema.ts'

export interface Wanted {
  /** The key of the event, 32 hex digits. */
  readonly key: string
  /** A text that a delivery of the event holds. */
  readonly named: string
  /** When it happened, ms. */
  readonly ts: number
  /** When its turn was opened, ms, if it has one: the delivery came shortly before. */
  readonly openedTs: number | undefined
}

const mostRows = 2_000
/** To unpack and search so much takes a tenth of a second. */
const mostBytes = 24 * 1_024 ** 2
const mostFound = 50
/** Clocks differ: a delivery may seem to come before its event. */
const clockMs = 2_000

/** The first of them, and their number. Rows near the event and near its turn are searched. */
export async function findDeliveries(db: Kysely<Database>, wanted: Wanted): Promise<StoredDeliveries> {
  const after = await search(db, wanted, sql`receivedTs >= ${new Date(wanted.ts - clockMs)}`, sql`asc`)
  const found =
    after.length > 0 || wanted.openedTs === undefined
      ? after
      : await search(db, wanted, sql`receivedTs <= ${new Date(wanted.openedTs + clockMs)}`, sql`desc`)
  const times = found.toSorted((a, b) => a - b)
  const [receivedTs] = times
  if (receivedTs !== undefined) return { is: 'found', receivedTs, copies: times.length }
  const oldest = await db
    .selectFrom('webhookDelivery')
    .select('receivedTs')
    .orderBy('receivedTs')
    .limit(1)
    .executeTakeFirst()
  const isKept = oldest !== undefined && oldest.receivedTs.getTime() <= wanted.ts
  return { is: isKept ? 'not_found' : 'not_kept' }
}

async function search(
  db: Kysely<Database>,
  { key, named }: Wanted,
  near: ReturnType<typeof sql>,
  order: ReturnType<typeof sql>,
): Promise<number[]> {
  const sizes = await sql<{ readonly id: string; readonly bytes: number }>`
    select id, bytes from webhookDelivery
    where ${near} order by receivedTs ${order} limit ${sql.lit(mostRows)}`.execute(db)
  const ids = upTo(sizes.rows, mostBytes)
  if (ids.length === 0) return []
  const { rows } = await sql<{ readonly receivedTs: Date; readonly bodies: Buffer }>`
    select receivedTs, bodies from webhookDelivery
    where id in (${sql.join(ids)}) and locate(cast(${named} as binary), uncompress(bodies)) > 0
    limit ${sql.lit(mostFound)}`.execute(db)
  return rows.flatMap(({ receivedTs, bodies }) =>
    unpackBodies(bodies).flatMap((body) =>
      typeof body === 'string' && body.includes(named) && holds(body, key) ? [receivedTs.getTime()] : [],
    ),
  )
}

/** The first ones that have at most `most` bytes together, and one at the least. */
function upTo(rows: readonly { readonly id: string; readonly bytes: number }[], most: number): string[] {
  let bytes = 0
  return rows.flatMap((row, index) => {
    bytes += row.bytes
    return index === 0 || bytes <= most ? [row.id] : []
  })
}

function holds(body: string, key: string): boolean {
  try {
    return decodeDelivery(body).events.some((event) => event.key === key)
  } catch {
    return false // parse made it a dead letter
  }
}
