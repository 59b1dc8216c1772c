import type { Transaction } from 'kysely'
import type { CustomerKey } from '../../domain/identity-link.ts'
import type { Database } from '../mysql/schema.ts'
import { revokeLinks } from './record-links.ts'

export interface KeyRevocation {
  /** `identityLink.linkKey` */
  readonly key: Buffer
  readonly ts: number
  readonly by: string
}

/** These links count no more, as `revokeLinks`. Returns their ids. */
export async function revokeByKeys(
  transaction: Transaction<Database>,
  revocations: readonly KeyRevocation[],
): Promise<readonly CustomerKey[]> {
  if (revocations.length === 0) return []
  const rows = await transaction
    .selectFrom('identityLink')
    .select(['id', 'linkKey', 'aCidType', 'aChannelId', 'bCidType', 'bChannelId'])
    .where(
      'linkKey',
      'in',
      revocations.map(({ key }) => key),
    )
    .forUpdate()
    .execute()
  const ids = new Map(rows.map(({ id, linkKey }) => [linkKey.toString('hex'), id]))
  await revokeLinks(
    transaction,
    revocations.flatMap(({ key, ts, by }) => {
      const linkId = ids.get(key.toString('hex'))
      return linkId === undefined ? [] : [{ linkId, ts, by }]
    }),
  )
  return rows.flatMap((row) => [
    { kind: row.aCidType, value: row.aChannelId },
    { kind: row.bCidType, value: row.bChannelId },
  ])
}
