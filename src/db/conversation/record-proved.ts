import type { Transaction } from 'kysely'
import type { CustomerKey } from '../../domain/identity-link.ts'
import type { ProvedContact } from '../../domain/reply.ts'
import { recordLinks } from '../identity/record-links.ts'
import type { Database } from '../mysql/schema.ts'
import type { OpenTurn } from './turn-row.ts'

/**
 * The customer is linked to e-mails and phones for which they wrote the right code. A repeat changes nothing. Returns
 * the ids of new links.
 */
export async function recordProved(
  transaction: Transaction<Database>,
  { id, psid, pageId, ts }: OpenTurn,
  proved: readonly ProvedContact[],
): Promise<readonly CustomerKey[]> {
  const { eventKey } = await transaction
    .selectFrom('turn as t')
    .innerJoin('interaction as i', 'i.kwInteractionId', 't.kwInteractionId')
    .select('i.eventKey')
    .where('t.id', '=', id)
    .executeTakeFirstOrThrow()
  if (eventKey === null) return [] // a row of another system, which opens no turn
  const source = { kind: 'interaction' as const, id: eventKey.toString('hex') }
  const a = { kind: 'facebook', value: psid }
  return await recordLinks(
    transaction,
    proved.map((b) => ({ a, b, evidence: 'confirmed', strength: 'verified', source, ts, pageId })),
  )
}
