import { sql, type Transaction } from 'kysely'
import type { CustomerKey } from '../../domain/identity-link.ts'
import type { Key } from '../../domain/event.ts'
import type { Psid } from '../../domain/ids.ts'
import type { Database } from '../mysql/schema.ts'
import { unionAll } from '../mysql/union-all.ts'
import { valueList } from '../mysql/value-list.ts'
import { touchIds } from './record-links.ts'

/**
 * What the customer typed in these messages is no evidence any more: they unsent them. Other links are kept for ever,
 * but these hold the customer's words. An id that only such a message named is deleted with its link.
 */
export async function removeClaims(
  transaction: Transaction<Database>,
  unsent: readonly UnsentWords[],
): Promise<void> {
  const keys = unsent.flatMap((each) => each.keys)
  if (keys.length === 0) return
  const psids = [...new Set(unsent.map(({ psid }) => psid))]
  const selects = (['a', 'b'] as const).map((side) => {
    const [own, other] = [sql.raw(side), sql.raw(side === 'a' ? 'b' : 'a')]
    return sql<Claim>`select id, ${own}ChannelId as psid, ${other}CidType as kind, ${other}ChannelId as value
      from identityLink force index (${own}Index)
      where ${own}CidType = 'facebook' and ${own}ChannelId in (${valueList(psids)})
        and evidence = 'typed' and left(sourceId, ${sql.lit(keyLength)}) in (${valueList(keys)})`
  })
  const { rows: claims } = await unionAll(selects).execute(transaction)
  if (claims.length === 0) return
  const ids = claims.map(({ id }) => id)
  await transaction
    .deleteFrom('identityLink')
    .where(({ or, eb }) => or([eb('id', 'in', ids), eb('revokesId', 'in', ids)]))
    .execute()
  await touchIds(
    transaction,
    claims.map(({ psid }) => ({ kind: 'facebook', value: psid })),
  )
  for (const { kind, value } of claims)
    await sql`delete from chan2Profile where channelId = ${value} and cidType = ${kind} and firstTs is null
        and not exists (select 1 from identityLink l where l.aChannelId = ${value} and l.aCidType = ${kind})
        and not exists (select 1 from identityLink l where l.bChannelId = ${value} and l.bCidType = ${kind})`.execute(
      transaction,
    )
}

/** Of a key. After it, the source of a restored claim says when it was restored. */
const keyLength = 32

export interface UnsentWords {
  readonly psid: Psid
  /** Of the message and its edits. */
  readonly keys: readonly Key[]
}

interface Claim extends CustomerKey {
  readonly id: string
  readonly psid: string
}
