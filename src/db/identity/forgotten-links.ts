import type { Kysely } from 'kysely'
import { appScoped, type CustomerKey, type IdentityLink, nameOfKey } from '../../domain/identity-link.ts'
import type { Database } from '../mysql/schema.ts'
import { findIdRows } from './customer-ids.ts'

declare const checked: unique symbol

/** Links that may be stored: they make no forgotten customer anew. */
export type CheckedLinks = readonly IdentityLink[] & { readonly [checked]: true }

/**
 * - `until_they_write`: what the customer writes after the forgetting makes them a new customer.
 * - `for_ever`: nothing brings them back; what they write is not recorded.
 */
export type ForgottenRule = 'until_they_write' | 'for_ever'

export interface ForgottenIds {
  readonly rule: ForgottenRule
  /** When each of these ids was forgotten, ms, by `nameOfKey`. Ids that were not are absent. */
  find(db: Kysely<Database>, ids: readonly CustomerKey[]): Promise<ReadonlyMap<string, number>>
}

/** Undefined: nobody was forgotten, or an operator brings them back. */
export type KnownForgotten = ForgottenIds | undefined

/**
 * The links but for those that would make the id of a forgotten customer anew. Only what the customer does after the
 * forgetting may do that: no import, no agent and no late evidence. An id that is in `chan2Profile` is in use again. In
 * a transaction, the rows of the ids are locked, so no customer is forgotten between this and the write. `locked`: the
 * rows of these ids, if the transaction has them already.
 */
export async function withoutForgottenLinks(
  db: Kysely<Database>,
  links: readonly IdentityLink[],
  tombstones: KnownForgotten,
  locked?: ReadonlyMap<string, unknown>,
): Promise<CheckedLinks> {
  if (links.length === 0 || tombstones === undefined) return asChecked(links)
  const ids = distinct(links.flatMap(({ a, b }) => [a, b]))
  const known = locked ?? (await findIdRows(db, ids, db.isTransaction ? 'share' : 'none'))
  const found = await tombstones.find(db, ids)
  if (found.size === 0) return asChecked(links)
  return asChecked(
    links.filter(({ a, b, ts, source, evidence }) =>
      [a, b].every((id) => {
        // A customer who is back must be found by a request for deletion.
        if (evidence === 'id_matching' && id.kind === appScoped) return true
        const forgottenTs = found.get(nameOfKey(id))
        if (forgottenTs === undefined) return true
        const isOwnWill = tombstones.rule === 'until_they_write' && ownWill.has(source.kind)
        return ts > forgottenTs && (isOwnWill || known.has(nameOfKey(id)))
      }),
    ),
  )
}

/** `sourceKind` of links that an act of the customer made. */
const ownWill: ReadonlySet<string> = new Set(['interaction', 'lead'])

function distinct(ids: readonly CustomerKey[]): CustomerKey[] {
  return [...new Map(ids.map((id) => [nameOfKey(id), id])).values()]
}

function asChecked(links: readonly IdentityLink[]): CheckedLinks {
  return links as CheckedLinks
}
