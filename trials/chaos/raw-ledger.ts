import { hash } from 'node:crypto'
import { inflateSync } from 'node:zlib'
import type { Connection } from 'mysql2/promise'
import { query, type Row, withDatabase } from '../../sandbox/facebook/ledger/found-rows.ts'

/** Names a body, byte for byte. */
export function nameOfBody(body: Buffer): string {
  return hash('sha256', body, 'base64')
}

/** How many of these bodies (by name) the raw ledger lacks. */
export async function countUnrecorded(databaseUrl: string, acked: ReadonlySet<string>): Promise<number> {
  return await withDatabase(databaseUrl, async (connection) => {
    const missing = new Set(acked)
    for await (const row of groups(connection)) {
      for (const body of bodiesOf(row)) missing.delete(nameOfBody(body))
    }
    return missing.size
  })
}

async function* groups(connection: Connection): AsyncGenerator<Row> {
  for (let last: unknown = 0; ;) {
    const rows = await query(
      connection,
      'SELECT id, bodies FROM webhookDelivery WHERE id > ? ORDER BY id LIMIT 50',
      [last],
    )
    yield* rows
    if (rows.length === 0) return
    last = rows.at(-1)?.['id']
  }
}

/** Four bytes of length, then zlib, as COMPRESS() writes it; in it a JSON array of texts, or base64 of what is no text. */
function bodiesOf({ bodies }: Row): Buffer[] {
  if (!Buffer.isBuffer(bodies)) return []
  const list: (string | { readonly base64: string })[] = JSON.parse(
    inflateSync(bodies.subarray(4)).toString(),
  )
  return list.map((body) =>
    typeof body === 'string' ? Buffer.from(body) : Buffer.from(body.base64, 'base64'),
  )
}
