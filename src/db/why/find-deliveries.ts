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
  /** Of several events of one question each gets this share of the search, from 0 to 1. */
  readonly share: number
}

/** Unpacked, for all events of one question: most of its time may be this. */
const mostBytes = 4 * 1_024 ** 2
/** A delivery is most often among the first of these. */
const firstBytes = 512 * 1_024
/** Their sizes are read first. */
const mostRows = 600
const leastRows = 20
const mostFound = 50
/** Clocks differ: a delivery may seem to come before its event. */
const clockMs = 2_000
/** Facebook delivers again for some time. */
const lateMs = 86_400_000

/**
 * The first of them, and the number of those that came together with it. Rows near the event are searched, then those
 * near its turn, but none where the ledger begins later.
 */
export async function findDeliveries(db: Kysely<Database>, wanted: Wanted): Promise<StoredDeliveries> {
  const { ts, openedTs } = wanted
  const oldest = await db
    .selectFrom('webhookDelivery')
    .select('receivedTs')
    .orderBy('receivedTs')
    .limit(1)
    .executeTakeFirst()
  const oldestTs = oldest?.receivedTs.getTime() ?? Infinity
  if ((openedTs === undefined ? ts + lateMs : openedTs + clockMs) < oldestTs) return { is: 'not_kept' }
  const after = await search(db, wanted, sql`receivedTs >= ${new Date(ts - clockMs)}`, sql`asc`)
  const found =
    after.length > 0 || openedTs === undefined
      ? after
      : await search(db, wanted, sql`receivedTs <= ${new Date(openedTs + clockMs)}`, sql`desc`)
  const times = found.toSorted((a, b) => a - b)
  const [receivedTs] = times
  if (receivedTs !== undefined) return { is: 'found', receivedTs, copies: times.length }
  return { is: oldestTs <= ts ? 'not_found' : 'not_kept' }
}

/** Half of the bytes at most, as the ledger is searched from two sides. */
async function search(
  db: Kysely<Database>,
  wanted: Wanted,
  near: ReturnType<typeof sql>,
  order: ReturnType<typeof sql>,
): Promise<number[]> {
  const most = Math.max(leastRows, Math.ceil(mostRows * wanted.share))
  const { rows } = await sql<Size>`select id, bytes from webhookDelivery force index (receivedIndex)
    where ${near} order by receivedTs ${order} limit ${sql.lit(most)}`.execute(db)
  const all = upTo(rows, (mostBytes / 2) * wanted.share)
  const first = upTo(all, firstBytes)
  const found = await searchIn(db, wanted, first)
  return found.length > 0 ? found : await searchIn(db, wanted, all.slice(first.length))
}

async function searchIn(
  db: Kysely<Database>,
  { key, named }: Wanted,
  sizes: readonly Size[],
): Promise<number[]> {
  if (sizes.length === 0) return []
  const { rows } = await sql<{ readonly receivedTs: Date; readonly bodies: Buffer }>`
    select receivedTs, bodies from webhookDelivery
    where id in (${sql.join(sizes.map(({ id }) => id))}) and locate(cast(${named} as binary), uncompress(bodies)) > 0
    limit ${sql.lit(mostFound)}`.execute(db)
  return rows.flatMap(({ receivedTs, bodies }) =>
    unpackBodies(bodies).flatMap((body) =>
      typeof body === 'string' && body.includes(named) && holds(body, key) ? [receivedTs.getTime()] : [],
    ),
  )
}

interface Size {
  readonly id: string
  readonly bytes: number
}

/** The first ones that have at most `most` bytes together, and one at the least. */
function upTo(rows: readonly Size[], most: number): readonly Size[] {
  let bytes = 0
  const end = rows.findIndex((row, index) => (bytes += row.bytes) > most && index > 0)
  return end === -1 ? rows : rows.slice(0, end)
}

function holds(body: string, key: string): boolean {
  try {
    return decodeDelivery(body).events.some((event) => event.key === key)
  } catch {
    return false // parse made it a dead letter
  }
}
