/** A customer with their ids, and the evidence that makes them one. */
import type { Kysely } from 'kysely'
import type { CustomerKey } from '../../domain/identity-link.ts'
import type { ProfileId } from '../../domain/ids.ts'
import type { Database } from '../mysql/schema.ts'
import type { IdRow } from '../../identity/identity-reader.ts'
import { findIdRows, findIdsOf } from './customer-ids.ts'
import { findLinksAt, type FoundLink } from './find-links.ts'

export interface FoundCustomer {
  readonly pId: ProfileId
  readonly ids: readonly IdRow[]
  /** Every link of these ids, in the order in which they were stored, also claimed and revoked ones. */
  readonly links: readonly FoundLink[]
}

/** The customer who has this id. Undefined: the id is not known. */
export async function findIds(db: Kysely<Database>, key: CustomerKey): Promise<FoundCustomer | undefined> {
  const [row] = (await findIdRows(db, [key])).values()
  return row === undefined ? undefined : await findCustomer(db, row.pId)
}

/** The customer with this `pId`. Undefined: no id has it now. */
export async function findCustomer(db: Kysely<Database>, pId: ProfileId): Promise<FoundCustomer | undefined> {
  const ids = await findIdsOf(db, [pId])
  if (ids.length === 0) return undefined
  return { pId, ids, links: await findLinksAt(db, ids) }
}
