/** Interactions and turns follow the customer of the id that they came with. */
import { type Kysely, sql } from 'kysely'
import type { Database } from '../mysql/schema.ts'
import type { Placed } from '../../identity/plan-changes.ts'

const rowsAtOnce = 5_000

/** The rows of these origins belong to their new customers. Rows that others wrote under an origin's name come along. */
export async function moveRows(db: Kysely<Database>, moves: readonly Placed[]): Promise<void> {
  for (const { origin, from, to } of moves) {
    const origins = [
      sql`(pId = ${origin} and originPId is null)`,
      ...(from === origin ? [] : [sql`(pId = ${from} and originPId = ${origin})`]),
    ]
    const { rows } = await sql<{ readonly id: string }>`select kwInteractionId as id from interaction
      where ${sql.join(origins, sql` or `)} order by kwInteractionId`.execute(db)
    for (let at = 0; at < rows.length; at += rowsAtOnce) {
      const ids = sql.join(rows.slice(at, at + rowsAtOnce).map(({ id }) => id))
      const originPId = to === origin ? null : origin
      await sql`update interaction set pId = ${to}, originPId = ${originPId}
        where kwInteractionId in (${ids})`.execute(db)
      await sql`update turn set pId = ${to} where kwInteractionId in (${ids})`.execute(db)
    }
  }
}
