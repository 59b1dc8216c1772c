/** What events tell about who is who takes effect once they are committed, for many batches at once. */
import type { Kysely } from 'kysely'
import type { CustomerKey, IdentityLink } from '../../domain/identity-link.ts'
import { PipelineError } from '../../errors.ts'
import type { IdentityRules } from '../../identity/explore.ts'
import type { Database } from '../mysql/schema.ts'
import { type EarlierFirst, noteFirstOfUnlinked } from './first-times.ts'
import type { KnownForgotten } from './forgotten-links.ts'
import type { SettledInvites } from './settle-invites.ts'
import { type LinksToSettle, type SettledLinks, settleLinks, storeLinksMarked } from './settle-links.ts'

export interface Evidence {
  readonly links: readonly IdentityLink[]
  /** Ids that are known since an earlier time than their row says. */
  readonly earlier: readonly EarlierFirst[]
  /** Ids that are marked already, as their customer may be another now. */
  readonly marked: readonly CustomerKey[]
}

export interface SettlingOptions {
  readonly tombstones?: KnownForgotten
  readonly rules?: Partial<IdentityRules> | undefined
  /** Gets the uses of invites of each commit that has any. A repeat counts again. */
  readonly onInvites?: ((settled: SettledInvites) => void) | undefined
}

/**
 * The links of these batches are stored. Customers whom they give no more than an id are what they say; the ids of all
 * others are marked, and returned: `resolveCustomers` may have many rows to move. Repeat-safe. Throws DatabaseBusyError
 * (retry), or RejectedRowsError if a link cannot be stored.
 */
export function createSettling(
  db: Kysely<Database>,
  { tombstones, rules = {}, onInvites }: SettlingOptions = {},
): (batches: readonly Evidence[]) => Promise<readonly CustomerKey[]> {
  async function store(all: LinksToSettle): Promise<SettledLinks> {
    try {
      return await settleLinks(db, all, { tombstones, rules })
    } catch (error) {
      if (!(error instanceof PipelineError) || error.disposition !== 'dead') throw error
      return await storeLinksMarked(db, all, tombstones)
    }
  }

  return async function settle(batches) {
    const links = batches.flatMap((batch) => batch.links)
    const marked = batches.flatMap((batch) => batch.marked)
    const earliest = earliestOf(batches.flatMap((batch) => batch.earlier))
    const earlier = (await noteFirstOfUnlinked(db, earliest)) ? [] : earliest
    if (links.length + earlier.length > 0) {
      const settled = await store({ links, earlier })
      if (settled.invites.uses > 0) onInvites?.(settled.invites)
      marked.push(...settled.marked)
    }
    return marked
  }
}

/** Each id once, sorted, as all writers lock them. */
function earliestOf(firsts: readonly EarlierFirst[]): readonly EarlierFirst[] {
  const times = new Map<EarlierFirst['id'], number>()
  for (const { id, ts } of firsts) times.set(id, Math.min(ts, times.get(id) ?? Infinity))
  return [...times].map(([id, ts]) => ({ id, ts })).toSorted((a, b) => (a.id < b.id ? -1 : 1))
}
