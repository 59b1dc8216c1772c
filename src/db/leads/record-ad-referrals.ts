/** The table `adReferral`: which ad, m.me link or lead ad brought an interaction. */
import type { Transaction } from 'kysely'
import type { PageEvent } from '../../domain/event.ts'
import { toAdReferral } from '../../domain/ad-referral.ts'
import { createBulkInsert } from '../mysql/bulk-insert.ts'
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
    const { channelId, cidType, adId, adTitle, source, type, ref, postId, productId } = referral
    const facts = [adId, adTitle, source, type, ref, postId, productId]
    return [[found(ids, key), pageId, ts, channelId, cidType, ...facts] as const]
  })
  await insertReferrals(
    transaction,
    rows.toSorted(([a], [b]) => (BigInt(a) < BigInt(b) ? -1 : 1)),
  )
}

const insertReferrals = createBulkInsert(
  'adReferral',
  [
    'kwInteractionId',
    'pageId',
    'ts',
    'channelId',
    'cidType',
    'adId',
    'adTitle',
    'source',
    'type',
    'ref',
    'postId',
    'productId',
  ],
  'ts = adReferral.ts',
)
