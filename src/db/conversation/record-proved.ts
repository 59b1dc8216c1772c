import type { Transaction } from 'kysely'
import type { CustomerKey, IdentityLink } from '../../domain/identity-link.ts'
import type { ProvedContact } from '../../domain/reply.ts'
import { recordLinks } from '../identity/record-links.ts'
import type { Database } from '../mysql/schema.ts'
import { type KnownForgotten, withoutForgottenLinks } from '../identity/forgotten-links.ts'
import type { OpenTurn } from './turn-row.ts'

/**
 * The customer is linked to e-mails and phones for which they wrote the right code, unless they were forgotten since. A repeat changes nothing. Returns
 * the ids of new links.
 */
export async function recordProved(
  transaction: Transaction<Database>,
  { id, psid, pageId, ts }: OpenTurn,
  { proved, tombstones }: { readonly proved: readonly ProvedContact[]; readonly tombstones: KnownForgotten },
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
  const links = proved.map((b): IdentityLink => ({
    a,
    b,
    evidence: 'confirmed',
    strength: 'verified',
    source,
    ts,
    pageId,
  }))
  return await recordLinks(transaction, await withoutForgottenLinks(transaction, links, tombstones))
}
