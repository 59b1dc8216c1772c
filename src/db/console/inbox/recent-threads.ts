import { type Kysely, sql } from 'kysely'
import type { ConversationId } from '../../../domain/ids.ts'
import type { Database } from '../../mysql/schema.ts'

/**
 * Conversations in which something happened within the last minute. Their silence, their waiting and the customer's name
 * change without a new row. They are compared once a second; others are found by the sweep.
 */
export interface RecentThreads {
  add(ids: Iterable<ConversationId>, now: number): void
  /** Those that have changed since the last call. */
  findChanged(db: Kysely<Database>, now: number): Promise<ReadonlySet<ConversationId>>
}

const recentMs = 60_000
const everyMs = 500
const most = 3_000

/** A receipt is first a watermark, and shown on its messages by a later transaction. So a change is looked at again. */
const looksAgain = 2

interface Recent {
  readonly untilTs: number
  readonly is: string | undefined
  /** How often it counts as changed without a change. */
  readonly again: number
}

export function createRecentThreads(): RecentThreads {
  const recent = new Map<ConversationId, Recent>()
  let askedTs = 0
  return {
    add(ids, now) {
      for (const id of ids) {
        const { is, again = looksAgain } = recent.get(id) ?? {}
        recent.delete(id) // so that the latest are last
        recent.set(id, { untilTs: now + recentMs, is, again })
      }
      for (const id of recent.keys()) {
        if (recent.size <= most) break
        recent.delete(id)
      }
    },
    async findChanged(db, now) {
      if (now - askedTs < everyMs) return new Set()
      askedTs = now
      for (const [id, { untilTs }] of recent) if (untilTs < now) recent.delete(id)
      if (recent.size === 0) return new Set()
      const changed = new Set<ConversationId>()
      for (const [id, is] of await readPrints(db, [...recent.keys()])) {
        const known = recent.get(id)
        if (known === undefined) continue
        const hasChanged = known.is !== undefined && known.is !== is
        if (hasChanged || known.again > 0) changed.add(id)
        recent.set(id, { ...known, is, again: hasChanged ? looksAgain : Math.max(0, known.again - 1) })
      }
      return changed
    },
  }
}

async function readPrints(
  db: Kysely<Database>,
  ids: readonly ConversationId[],
): Promise<ReadonlyMap<ConversationId, string>> {
  const { rows } = await sql<{ readonly id: ConversationId; readonly is: string }>`
    select c.id, concat_ws(' ', c.lastInboundTs, c.silentTs, c.silentUntil, c.standbyTs, c.directTs, 'w', c.askedTs,
      c.servedTs, c.waitingTs, 'h', c.handOverTs, c.deliveredWatermark, c.readWatermark, x.pId,
      p.firstName, p.lastName, f.name) as \`is\`
    from conversation c
    left join chan2Profile x on x.channelId = c.psid and x.cidType = 'facebook'
    left join profile p on p.pId = x.pId
    left join profileFacebook f on f.pId = x.pId
    where c.id in (${sql.join([...ids])})`.execute(db)
  return new Map(rows.map(({ id, is }) => [id, is]))
}
