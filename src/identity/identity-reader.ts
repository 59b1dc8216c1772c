/** What deciding who is who needs to know. The database has it; tests keep it in memory. */
import type { CustomerKey, LinkStrength } from '../domain/identity-link.ts'
import type { PageId, ProfileId } from '../domain/ids.ts'
import type { SharedReason } from '../domain/profile-fact.ts'

/** A row of `chan2Profile`. */
export interface IdRow extends CustomerKey {
  readonly pId: ProfileId
  /** Null: `pId`. */
  readonly originPId: ProfileId | null
  /** The first event, ms; 0: known before they were counted; null: no event. */
  readonly firstTs: number | null
  readonly isShared: boolean
}

/** What of a link decides who is who. */
export interface ReadLink {
  readonly a: CustomerKey
  readonly b: CustomerKey
  readonly strength: LinkStrength
  readonly ts: number
  readonly pageId?: PageId
  readonly isRevoked: boolean
}

export interface IdentityReader {
  /** The rows of these ids, by `nameOfKey`. Ids without a row are left out. */
  findIds(keys: readonly CustomerKey[]): Promise<ReadonlyMap<string, IdRow>>
  /** All ids of these customers. */
  findIdsOf(pIds: readonly ProfileId[]): Promise<readonly IdRow[]>
  /** Every link of these ids, also claimed and revoked ones. */
  findLinks(keys: readonly CustomerKey[]): Promise<readonly ReadLink[]>
  /** The same of one id. Undefined: it has more than `most`, where a revocation counts as a link. */
  findFewLinks(key: CustomerKey, most: number): Promise<readonly ReadLink[] | undefined>
  /** `listed` or `cleared` where the operator said so, and `page` for the ids of Pages, by the name of the value. */
  findListed(keys: readonly CustomerKey[]): Promise<ReadonlyMap<string, SharedReason>>
}
