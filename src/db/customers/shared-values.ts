/** Values that merge nobody: those that Pagebeat counted, and those of the operator. */
import type { Kysely } from 'kysely'
import type { CustomerKey } from '../../domain/identity-link.ts'
import { inTransaction } from '../mysql/in-transaction.ts'
import { touchIds } from '../identity/record-links.ts'
import type { Database } from '../mysql/schema.ts'

export interface SharedValue extends CustomerKey {
  /** `listed` and `cleared` are of the operator. */
  readonly reason: string
  readonly owners: number | undefined
  readonly by: string | undefined
}

/** Those with the most owners first. */
export async function listShared(db: Kysely<Database>, limit: number): Promise<SharedValue[]> {
  const rows = await db
    .selectFrom('sharedValue')
    .selectAll()
    .orderBy('owners', 'desc')
    .orderBy('channelId')
    .limit(limit)
    .execute()
  return rows.map(({ cidType, channelId, reason, owners, byWhom }) => ({
    kind: cidType,
    value: channelId,
    reason,
    owners: owners ?? undefined,
    by: byWhom ?? undefined,
  }))
}

/**
 * The operator's word on a value is kept, and its customers are looked at again. `listed`: it merges nobody. `cleared`:
 * it merges although many have it. `counted`: Pagebeat counts again.
 */
export async function markShared(
  db: Kysely<Database>,
  { kind, value }: CustomerKey,
  { as, by, ts }: { readonly as: 'listed' | 'cleared' | 'counted'; readonly by: string; readonly ts: number },
): Promise<void> {
  await inTransaction(db, async (transaction) => {
    if (as === 'counted')
      await transaction
        .deleteFrom('sharedValue')
        .where('cidType', '=', kind)
        .where('channelId', '=', value)
        .execute()
    else
      await transaction
        .insertInto('sharedValue')
        .values({ cidType: kind, channelId: value, reason: as, ts, byWhom: by })
        .onDuplicateKeyUpdate({ reason: as, ts: String(ts), byWhom: by })
        .execute()
    await touchIds(transaction, [{ kind, value }])
  })
}
