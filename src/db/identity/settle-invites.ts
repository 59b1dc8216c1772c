/**
 * One customer may use an invite: the first one, by the times of the events. A link of any other use is stored and
 * revoked at once, so it is seen why it does not count.
 *
 * The rows are the same after any order of the uses. A use counts unless another customer has an earlier one, which
 * only the set of uses decides. Uses are only added, so a use changes once at most: from counting to refused.
 */
import type { Transaction } from 'kysely'
import type { Key } from '../../domain/event.ts'
import { type CustomerKey, type IdentityLink, linkKey } from '../../domain/identity-link.ts'
import { asPsid, type Psid } from '../../domain/ids.ts'
import { inviteOf } from '../../identity/links-of-event.ts'
import { createBulkInsert } from '../mysql/bulk-insert.ts'
import type { Database } from '../mysql/schema.ts'
import { revokeByKeys } from './revoke-by-keys.ts'

interface InviteUse {
  readonly invite: Key
  readonly link: Key
  readonly psid: Psid
  readonly ts: number
}

export interface SettledInvites {
  readonly uses: number
  /** Uses that do not count, since another customer used the invite earlier. */
  readonly refused: number
  /** Ids whose links were revoked. */
  readonly touched: readonly CustomerKey[]
}

/** After `recordLinks`, in the same transaction. Links of other evidence are left out. A repeat changes nothing. */
export async function settleInvites(
  transaction: Transaction<Database>,
  links: readonly IdentityLink[],
): Promise<SettledInvites> {
  const uses = links
    .flatMap((link): InviteUse[] => {
      const invite = inviteOf(link)
      return invite === undefined
        ? []
        : [{ invite, link: linkKey(link), psid: asPsid(link.a.value), ts: link.ts }]
    })
    .toSorted((a, b) => (a.invite + a.link < b.invite + b.link ? -1 : 1))
  if (uses.length === 0) return { uses: 0, refused: 0, touched: [] }
  // The row of an invite is locked from here on: those who use it at the same time wait for each other.
  await insertInvites(
    transaction,
    uses.map(({ invite, psid, ts }) => [bytesOf(invite), psid, ts]),
  )
  await insertUses(
    transaction,
    uses.map(({ invite, link, psid, ts }) => [bytesOf(invite), bytesOf(link), psid, ts]),
  )
  const settled: Refused[] = []
  for (const invite of new Set(uses.map((use) => use.invite)))
    settled.push(await refuseLater(transaction, invite))
  return {
    uses: uses.length,
    refused: settled.reduce((sum, { refused }) => sum + refused, 0),
    touched: settled.flatMap(({ touched }) => touched),
  }
}

const insertInvites = createBulkInsert(
  'invite',
  ['inviteKey', 'psid', 'ts'],
  `psid = if(values(ts) < invite.ts or (values(ts) = invite.ts and values(psid) < invite.psid),
    values(psid), invite.psid), ts = least(invite.ts, values(ts))`,
)

const insertUses = createBulkInsert(
  'inviteUse',
  ['inviteKey', 'linkKey', 'psid', 'ts'],
  'ts = least(inviteUse.ts, values(ts))',
)

type Refused = Pick<SettledInvites, 'refused' | 'touched'>

const none: Refused = { refused: 0, touched: [] }

/** Locking reads, as they see what others committed since this transaction began. */
async function refuseLater(transaction: Transaction<Database>, invite: Key): Promise<Refused> {
  const inviteKey = bytesOf(invite)
  const first = await transaction
    .selectFrom('invite')
    .select('psid')
    .where('inviteKey', '=', inviteKey)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const second = await transaction
    .selectFrom('inviteUse')
    .select(['psid', 'ts'])
    .where('inviteKey', '=', inviteKey)
    .where('psid', '<>', first.psid)
    .orderBy('ts')
    .orderBy('psid')
    .limit(1)
    .forUpdate()
    .executeTakeFirst()
  if (second === undefined) return none
  const counting = await transaction
    .selectFrom('inviteUse')
    .select(['linkKey', 'psid', 'ts'])
    .where('inviteKey', '=', inviteKey)
    .where('refused', '=', 0)
    .forUpdate()
    .execute()
  const later = counting.filter((use) => use.psid !== first.psid || isEarlier(second, use))
  if (later.length === 0) return none
  await transaction
    .updateTable('inviteUse')
    .set({ refused: 1 })
    .where('inviteKey', '=', inviteKey)
    .where(
      'linkKey',
      'in',
      later.map((use) => use.linkKey),
    )
    .execute()
  const touched = await revokeByKeys(
    transaction,
    later.map((use) => ({
      key: use.linkKey,
      ts: Number(use.ts),
      by: 'Pagebeat: the invite was used before',
    })),
  )
  return { refused: later.length, touched }
}

interface Use {
  readonly psid: Psid
  readonly ts: string
}

function isEarlier(a: Use, b: Use): boolean {
  return Number(a.ts) < Number(b.ts) || (a.ts === b.ts && a.psid < b.psid)
}

function bytesOf(key: Key): Buffer {
  return Buffer.from(key, 'hex')
}
