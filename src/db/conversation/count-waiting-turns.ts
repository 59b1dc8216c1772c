import { type Kysely, sql } from 'kysely'
import { unsettledStates } from '../../domain/outbound.ts'
import type { Database } from '../mysql/schema.ts'

/** In an outage of Facebook every conversation waits, and a count should cost little then, too. */
const mostRows = 10_000

/**
 * How many turns wait with their reply, by what the reply waits for (`outbound.reason`; `none` for one that is just being
 * sent). Of more than 10,000 waiting messages it counts 10,000.
 */
export async function countWaitingTurns(db: Kysely<Database>): Promise<ReadonlyMap<string, number>> {
  const waiting = db
    .selectFrom('outbound')
    .select(['turnId', 'reason'])
    .where('state', 'in', unsettledStates)
    .where('turnId', 'is not', null) // an agent's message has none
    .limit(mostRows)
  const rows = await db
    .selectFrom(waiting.as('w'))
    .select(['w.reason', sql<string>`count(distinct w.turnId)`.as('turns')])
    .groupBy('w.reason')
    .execute()
  return new Map(rows.map(({ reason, turns }) => [reason ?? 'none', Number(turns)]))
}
