import { sql, type Transaction } from 'kysely'
import type { Key } from '../../domain/event.ts'
import type { Psid } from '../../domain/ids.ts'
import type { Database } from '../mysql/schema.ts'
import { touchIds } from './record-links.ts'

/**
 * What the customer typed in these messages is no evidence any more: they unsent them. Other links are kept for ever,
 * but these hold the customer's words. An id that only such a message named is deleted with its link.
 */
export async function removeClaims(
  transaction: Transaction<Database>,
  { psid, keys }: { readonly psid: Psid; readonly keys: readonly Key[] },
): Promise<void> {
  if (keys.length === 0) return
  const own = { kind: 'facebook', value: psid }
  for (const side of ['a', 'b'] as const) {
    const other = side === 'a' ? 'b' : 'a'
    const claims = await transaction
      .selectFrom('identityLink')
      .select(['id', `${other}CidType as kind`, `${other}ChannelId as value`])
      .where(`${side}ChannelId`, '=', own.value)
      .where(`${side}CidType`, '=', own.kind)
      .where('evidence', '=', 'typed')
      .where('sourceId', 'in', keys)
      .execute()
    if (claims.length === 0) continue
    const ids = claims.map(({ id }) => id)
    await transaction
      .deleteFrom('identityLink')
      .where(({ or, eb }) => or([eb('id', 'in', ids), eb('revokesId', 'in', ids)]))
      .execute()
    await touchIds(transaction, [own])
    for (const { kind, value } of claims)
      await sql`delete from chan2Profile where channelId = ${value} and cidType = ${kind} and firstTs is null
        and not exists (select 1 from identityLink l where l.aChannelId = ${value} and l.aCidType = ${kind})
        and not exists (select 1 from identityLink l where l.bChannelId = ${value} and l.bCidType = ${kind})`.execute(
        transaction,
      )
  }
}
