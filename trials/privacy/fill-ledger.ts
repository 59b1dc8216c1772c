/** A raw ledger as it is after a month: rows of one delivery each. No ledger has more rows for the same events. */
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
  /** These rows name one customer, spread over the time. */
  readonly named: { readonly rows: number; readonly psid: string; readonly pageId: string }
}

/** The rows are spread over the last thirty days and inserted in the order of time. */
export async function fillLedger(url: string, { rows, people, named }: LedgerToFill): Promise<void> {
  const connection = await createConnection({ uri: url })
  await connection.query('set session transaction isolation level read committed')
  await connection.query(
    'create temporary table sample (n int primary key, bytes int not null, bodies longblob not null)',
  )
  const posts = createPosts({
    of: 'typical',
    seed: 'ledger',
    events: samples,
    batch: [1, 1],
    people,
    baseTime: Date.now(),
  })
  const packed = posts.map(({ body }) => packBodies([body.toString()]))
  await connection.query('insert into sample values ?', [
    packed.map(({ bytes, packed: bodies }, n) => [n, bytes, bodies]),
  ])
  await connection.query('create temporary table number (n int primary key)')
  const numbers = Array.from({ length: rowsAtOnce }, (_, n) => `(${n})`)
  await connection.query(`insert into number values ${numbers.join()}`)
  for (let start = 0; start < rows; start += rowsAtOnce) {
    const row = `(${start} + number.n)`
    await connection.query(
      `insert into webhookDelivery (groupKey, receivedTs, deliveries, bytes, bodies)
        select unhex(lpad(hex(${row} + 1), 32, '0')), ${timeOf(`${row} / ${rows}`)}, 1, bytes, bodies
        from number join sample on sample.n = number.n % ${packed.length}
        where ${row} < ${rows} order by number.n`,
    )
  }
  for (let at = 0; at < named.rows; at += 1) {
    const { bytes, packed: bodies } = packBodies([deliveryOf(named, at)])
    await connection.query(
      `insert into webhookDelivery (groupKey, receivedTs, deliveries, bytes, bodies)
        values (unhex(lpad(hex(?), 32, 'f')), ${timeOf(`${(at + 0.5) / named.rows}`)}, 1, ?, ?)`,
      [at, bytes, bodies],
    )
  }
  await connection.query('analyze table webhookDelivery')
  await connection.end()
}

/** SQL of a time in the last thirty days; `part` is SQL of a number from 0 to 1. */
function timeOf(part: string): string {
  return `(utc_timestamp(3) - interval ${days} day + interval floor(${part} * ${days * 86_400 - 7_200}) second)`
}

function deliveryOf({ psid, pageId }: LedgerToFill['named'], at: number): string {
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
