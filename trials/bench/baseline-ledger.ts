import { randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { deflate } from 'node:zlib'
import type { Pool } from 'mysql2/promise'

const compress = promisify(deflate)

/** The delivery is in the raw ledger: one row each. */
export async function keepDelivery(pool: Pool, { body, at }: { body: string; at: number }): Promise<void> {
  const bytes = Buffer.from(JSON.stringify([body]))
  const length = Buffer.alloc(4)
  length.writeUInt32LE(bytes.length)
  const key = Buffer.from(Date.now().toString(16).padStart(12, '0') + randomBytes(10).toString('hex'), 'hex')
  await pool.execute(
    'INSERT INTO webhookDelivery (groupKey, receivedTs, deliveries, bytes, bodies) VALUES (?, ?, 1, ?, ?)',
    [key, new Date(at), bytes.length, Buffer.concat([length, await compress(bytes, { level: 1 })])],
  )
}
