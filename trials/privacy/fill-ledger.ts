/** A raw ledger as it is after a month. */
import { createConnection } from 'mysql2/promise'
import { packBodies } from '../../src/db/events/ledger-bytes.ts'
import { createPosts } from '../bench/recipe.ts'

const days = 30
const samples = 1_000
const rowsAtOnce = 20_000

export interface LedgerToFill {
  readonly rows: number
  /** Everybody else's ids are those of `createPosts`. */
  readonly people: number
  /** A row has one delivery, so that no ledger has more rows for the same events; or up to this number of them. */
  readonly most?: number
  /** These rows name one customer, spread over the time. */
  readonly named?: { readonly rows: number; readonly psid: string; readonly pageId: string }
  /** A row of its own for each of these. */
  readonly own?: readonly { readonly receivedTs: Date; readonly body: string }[]
}

/** The rows are spread over the last thirty days and inserted in the order of time. */
export async function fillLedger(
  url: string,
  { rows, people, most = 1, named, own = [] }: LedgerToFill,
): Promise<void> {
  const connection = await createConnection({ uri: url, timezone: 'Z' })
  await connection.query('set session transaction isolation level read committed')
  await connection.query(`create temporary table sample
    (n int primary key, deliveries int not null, bytes int not null, bodies longblob not null)`)
  const posts = createPosts({
    of: 'typical',
    seed: 'ledger',
    events: samples,
    batch: [1, 1],
    people,
    baseTime: Date.now(),
  })
  const bodies = posts.map(({ body }) => body.toString())
  for (let n = 0; n < samples; n += 1) {
    const some = Array.from({ length: 1 + (n % most) }, (_, at) => bodies[(n + at * 7) % samples] ?? '')
    const { bytes, packed } = packBodies(some)
    await connection.query('insert into sample values (?)', [[n, some.length, bytes, packed]])
  }
  await connection.query('create temporary table number (n int primary key)')
  const numbers = Array.from({ length: rowsAtOnce }, (_, n) => `(${n})`)
  await connection.query(`insert into number values ${numbers.join()}`)
  for (let start = 0; start < rows; start += rowsAtOnce) {
    const row = `(${start} + number.n)`
    await connection.query(
      `insert into webhookDelivery (groupKey, receivedTs, deliveries, bytes, bodies)
        select unhex(lpad(hex(${row} + 1), 32, '0')), ${timeOf(`${row} / ${rows}`)}, deliveries, bytes, bodies
        from number join sample on sample.n = number.n % ${samples}
        where ${row} < ${rows} order by number.n`,
    )
  }
  const naming =
    named === undefined ? [] : Array.from({ length: named.rows }, (_, at) => deliveryOf(named, at))
  for (const [at, body] of naming.entries()) {
    const { bytes, packed } = packBodies([body])
    await connection.query(
      `insert into webhookDelivery (groupKey, receivedTs, deliveries, bytes, bodies)
        values (unhex(lpad(hex(?), 32, 'f')), ${timeOf(`${(at + 0.5) / naming.length}`)}, 1, ?, ?)`,
      [at, bytes, packed],
    )
  }
  for (const [at, { receivedTs, body }] of own.entries()) {
    const { bytes, packed } = packBodies([body])
    await connection.query(
      `insert into webhookDelivery (groupKey, receivedTs, deliveries, bytes, bodies)
        values (unhex(lpad(hex(?), 32, 'e')), ?, 1, ?, ?)`,
      [at, receivedTs, bytes, packed],
    )
  }
  await connection.query('analyze table webhookDelivery')
  await connection.end()
}

/** SQL of a time in the last thirty days; `part` is SQL of a number from 0 to 1. */
function timeOf(part: string): string {
  return `(utc_timestamp(3) - interval ${days} day + interval floor(${part} * ${days * 86_400 - 7_200}) second)`
}

function deliveryOf({ psid, pageId }: NonNullable<LedgerToFill['named']>, at: number): string {
  const timestamp = Date.now()
  const message = { mid: `m_named_${at}`, text: `named ${at}` }
  return JSON.stringify({
    object: 'page',
    entry: [
      {
        id: pageId,
        time: timestamp,
        messaging: [{ sender: { id: psid }, recipient: { id: pageId }, timestamp, message }],
      },
    ],
  })
}
