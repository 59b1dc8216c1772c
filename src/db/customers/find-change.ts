/** What links a change of customers adds or revokes, or why it cannot be done. Preview and act ask the same. */
import type { Kysely } from 'kysely'
import type { ChangeRefusal, CustomerChange } from '../../domain/customer-change.ts'
import { type CustomerKey, nameOfKey } from '../../domain/identity-link.ts'
import { anonymousProfileId } from '../../domain/event-key.ts'
import type { ProfileId } from '../../domain/ids.ts'
import type { IdRow } from '../../identity/identity-reader.ts'
import type { KnownLink } from '../../identity/known-link.ts'
import { findIdRows, findIdsOf } from '../identity/customer-ids.ts'
import { findLinksAt } from '../identity/find-links.ts'
import type { Database } from '../mysql/schema.ts'
import { findLink } from './find-link.ts'

export type FoundChange =
  | { readonly is: 'refused'; readonly reason: ChangeRefusal }
  /** The two ids are to be linked. */
  | { readonly is: 'add'; readonly a: CustomerKey; readonly b: CustomerKey }
  /** What the customer claimed by this link is to wait again. */
  | { readonly is: 'claim'; readonly link: KnownLink }
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
    case 'restore':
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
  if (act === 'restore') return isClaim ? await findRestored(db, link) : refused('no_link')
  if (act === 'relink' ? isClaim : !isClaim || isRevoked)
    return refused(act === 'relink' ? 'no_link' : 'not_waiting')
  if (act === 'refuse') return { is: 'revoke', link }
  if (act === 'relink' && !isRevoked) return refused('not_revoked')
  const rows = await findIdRows(db, [link.a, link.b])
  const [a, b] = [rows.get(nameOfKey(link.a)), rows.get(nameOfKey(link.b))]
  if (a !== undefined && a.pId === b?.pId) return refused(act === 'accept' ? 'not_waiting' : 'already_one')
  return { is: 'add', a: link.a, b: link.b }
}

async function findRestored(db: Kysely<Database>, link: KnownLink): Promise<FoundChange> {
  const claims = (await findLinksAt(db, [link.a])).filter((one) => isSameClaim(one, link))
  if (claims.some(({ revoked }) => revoked === undefined)) return refused('still_waits')
  const rows = await findIdRows(db, [link.a, link.b])
  const [a, b] = [rows.get(nameOfKey(link.a)), rows.get(nameOfKey(link.b))]
  return a !== undefined && a.pId === b?.pId ? refused('already_one') : { is: 'claim', link }
}

function isSameClaim(one: KnownLink, other: KnownLink): boolean {
  const isOfSameIds = nameOfKey(one.a) === nameOfKey(other.a) && nameOfKey(one.b) === nameOfKey(other.b)
  return isOfSameIds && one.strength === other.strength && one.evidence === other.evidence
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
