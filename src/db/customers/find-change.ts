/** What links a change of customers adds or revokes, or why it cannot be done. Preview and act ask the same. */
import type { Kysely } from 'kysely'
import type { ChangeRefusal, CustomerChange } from '../../domain/customer-change.ts'
import { type CustomerKey, nameOfKey } from '../../domain/identity-link.ts'
import { anonymousProfileId } from '../../domain/event-key.ts'
import type { ProfileId } from '../../domain/ids.ts'
import type { IdRow } from '../../identity/identity-reader.ts'
import type { KnownLink } from '../../identity/known-link.ts'
import { findIdRows, findIdsOf } from '../identity/customer-ids.ts'
import type { Database } from '../mysql/schema.ts'
import { findLink } from './find-link.ts'

export type FoundChange =
  | { readonly is: 'refused'; readonly reason: ChangeRefusal }
  /** The two ids are to be linked. */
  | { readonly is: 'add'; readonly a: CustomerKey; readonly b: CustomerKey }
  | { readonly is: 'revoke'; readonly link: KnownLink }

export async function findChange(db: Kysely<Database>, change: CustomerChange): Promise<FoundChange> {
  switch (change.act) {
    case 'merge':
      return await findMerge(db, change)
    case 'link':
      return await findNewLink(db, change)
    case 'relink':
    case 'accept':
    case 'unlink':
    case 'refuse':
      return await findLinkChange(db, change)
  }
}

function refused(reason: ChangeRefusal): FoundChange {
  return { is: 'refused', reason }
}

async function findMerge(
  db: Kysely<Database>,
  { pId, otherPId }: { readonly pId: ProfileId; readonly otherPId: ProfileId },
): Promise<FoundChange> {
  if (pId === otherPId) return refused('already_one')
  if ([pId, otherPId].some(isStandIn)) return refused('stand_in')
  const [a, b] = [await findMainId(db, pId), await findMainId(db, otherPId)]
  return a === undefined || b === undefined ? refused('no_customer') : { is: 'add', a, b }
}

async function findNewLink(
  db: Kysely<Database>,
  { pId, key }: { readonly pId: ProfileId; readonly key: CustomerKey },
): Promise<FoundChange> {
  if (isStandIn(pId)) return refused('stand_in')
  const own = await findMainId(db, pId)
  if (own === undefined) return refused('no_customer')
  const [known] = (await findIdRows(db, [key])).values()
  if (known?.pId === pId) return refused('already_theirs')
  return { is: 'add', a: own, b: key }
}

async function findLinkChange(
  db: Kysely<Database>,
  { act, linkId }: Extract<CustomerChange, { readonly linkId: string }>,
): Promise<FoundChange> {
  const link = await findLink(db, linkId)
  if (link === undefined) return refused('no_link')
  const isRevoked = link.revoked !== undefined
  if (act === 'unlink') return isRevoked ? refused('revoked') : { is: 'revoke', link }
  const isClaim = link.strength === 'claimed'
  if (act === 'relink' ? isClaim : !isClaim || isRevoked)
    return refused(act === 'relink' ? 'no_link' : 'not_waiting')
  if (act === 'refuse') return { is: 'revoke', link }
  if (act === 'relink' && !isRevoked) return refused('not_revoked')
  const rows = await findIdRows(db, [link.a, link.b])
  const [a, b] = [rows.get(nameOfKey(link.a)), rows.get(nameOfKey(link.b))]
  if (a !== undefined && a.pId === b?.pId) return refused(act === 'accept' ? 'not_waiting' : 'already_one')
  return { is: 'add', a: link.a, b: link.b }
}

/** No customer: it has the events of all whom Facebook does not name, or those of a Page. */
function isStandIn(pId: ProfileId): boolean {
  return pId === anonymousProfileId || pId.startsWith('page:')
}

/** One of the customer's ids that no other customer shares, the same each time. */
async function findMainId(db: Kysely<Database>, pId: ProfileId): Promise<CustomerKey | undefined> {
  const rows = (await findIdsOf(db, [pId])).filter(({ isShared }) => !isShared)
  const [first] = rows.toSorted((a, b) => (orderOf(a, pId) < orderOf(b, pId) ? -1 : 1))
  return first && { kind: first.kind, value: first.value }
}

/** The id whose origin is `pId` comes first: it stays with the customer longest. */
function orderOf(row: IdRow, pId: ProfileId): string {
  return `${(row.originPId ?? row.pId) === pId ? 0 : 1} ${nameOfKey(row)}`
}
