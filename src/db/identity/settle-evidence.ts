/** What events tell about who is who takes effect once they are committed, for many batches at once. */
import type { Kysely } from 'kysely'
import type { Key, PageEvent } from '../../domain/event.ts'
import type { CustomerKey, IdentityLink } from '../../domain/identity-link.ts'
import { PipelineError } from '../../errors.ts'
import { createGroupCommit } from '../../group-commit.ts'
import type { IdentityRules } from '../../identity/explore.ts'
import type { Database } from '../mysql/schema.ts'
import { type EarlierFirst, noteFirstOfUnlinked } from './first-times.ts'
import type { KnownForgotten } from './forgotten-links.ts'
import { resolveSoon } from './link-now.ts'
import type { SettledInvites } from './settle-invites.ts'
import { type SettledLinks, settleLinks, storeLinksMarked } from './settle-links.ts'

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

/** Evidence that comes while other is settled waits for its turn: under load most of the cost is the number of commits. */
const together = { maxItems: 1_000, maxSize: 2_000, byTurn: true, paceMs: 100 }

/**
 * The links are stored, and the customers are those that they say. What the database refuses is marked, and housekeeping
 * tries again. Repeat-safe. Throws DatabaseBusyError (retry), or RejectedRowsError if a link cannot be stored.
 */
export function createSettling(
  db: Kysely<Database>,
  { tombstones, rules = {}, onInvites }: SettlingOptions = {},
): (evidence: Evidence) => Promise<void> {
  const group = createGroupCommit<Evidence>({
    commit: (many) => settle(many, (all) => settleLinks(db, all, { tombstones, rules })),
    sizeOf: ({ links, earlier, marked }) => links.length + earlier.length + marked.length,
    ...together,
  })

  async function settle(
    many: readonly Evidence[],
    write: (all: Pick<Evidence, 'links' | 'earlier'>) => Promise<SettledLinks>,
  ): Promise<void> {
    const links = many.flatMap((each) => each.links)
    const marked = many.flatMap((each) => each.marked)
    const earliest = earliestOf(many.flatMap((each) => each.earlier))
    const earlier = (await noteFirstOfUnlinked(db, earliest)) ? [] : earliest
    if (links.length + earlier.length > 0) {
      const settled = await write({ links, earlier })
      if (settled.invites.uses > 0) onInvites?.(settled.invites)
      marked.push(...settled.marked)
    }
    await resolveSoon(db, marked, rules)
  }

  return async (evidence) => {
    if (evidence.links.length + evidence.earlier.length + evidence.marked.length === 0) return
    try {
      await group.add(evidence)
    } catch (error) {
      if (!(error instanceof PipelineError) || error.disposition !== 'dead') throw error
      await settle([evidence], (all) => storeLinksMarked(db, all, tombstones))
    }
  }
}

/** The keys of the events that have a link, or are of an id that the evidence marks or makes older. */
export function tellersOf(
  events: readonly PageEvent[],
  { earlier, marked }: Evidence,
  hasLink: (event: PageEvent) => boolean,
): Set<Key> {
  const ids = new Set<string>([...earlier.map(({ id }) => id), ...marked.map(({ value }) => value)])
  return new Set(
    events
      .filter((event) => hasLink(event) || (event.actor.is === 'person' && ids.has(event.actor.id)))
      .map(({ key }) => key),
  )
}

/** Each id once, sorted, as all writers lock them. */
function earliestOf(firsts: readonly EarlierFirst[]): readonly EarlierFirst[] {
  const times = new Map<EarlierFirst['id'], number>()
  for (const { id, ts } of firsts) times.set(id, Math.min(ts, times.get(id) ?? Infinity))
  return [...times].map(([id, ts]) => ({ id, ts })).toSorted((a, b) => (a.id < b.id ? -1 : 1))
}
