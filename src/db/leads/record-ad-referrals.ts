/** The table `adReferral`: which ad, m.me link or lead ad brought an interaction. */
import type { Transaction } from 'kysely'
import type { PageEvent } from '../../domain/event.ts'
import { toAdReferral } from '../../domain/ad-referral.ts'
import { found } from '../mysql/require-found.ts'
import type { Database } from '../mysql/schema.ts'

/** One row for each event that tells where its customer came from. A row is never changed. */
export async function recordAdReferrals(
  transaction: Transaction<Database>,
  events: readonly PageEvent[],
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  const rows = events.flatMap((event) => {
    const referral = toAdReferral(event)
    if (referral === undefined) return []
    const { pageId, ts, key } = event
    return [{ kwInteractionId: found(ids, key), pageId, ts: String(ts), ...referral }]
  })
  if (rows.length === 0) return
  await transaction
    .insertInto('adReferral')
    .values(rows.toSorted((a, b) => (BigInt(a.kwInteractionId) < BigInt(b.kwInteractionId) ? -1 : 1)))
    .onDuplicateKeyUpdate(({ ref }) => ({ ts: ref('adReferral.ts') }))
    .execute()
}
