/** When a conversation is to be worked on again: `conversation.wakeTs`, read by the sweeper. */
import type { ConversationId } from '../../domain/ids.ts'
import { type Kysely, sql } from 'kysely'
import { unsettledStates } from '../../domain/outbound.ts'
import type { Database } from '../mysql/schema.ts'
import type { ConversationSnapshot } from './read-conversation.ts'

export interface WakeUps {
  /**
   * Schedules the next step for `ts` (ms since the epoch). An earlier schedule is kept, unless it is `replaces`: the
   * one that the snapshot of this step held.
   */
  wakeAt(conversationId: ConversationId, ts: number, replaces?: string | null): Promise<void>
  /** Removes the schedule of this snapshot: nothing is left to do. A schedule set since then is kept. */
  clear(snapshot: Pick<ConversationSnapshot, 'conversationId' | 'wakeTs'>): Promise<void>
  /** Conversations whose time has come. No other sweeper gets them for some seconds. */
  takeDue(now: number, limit: number): Promise<ConversationId[]>
  /** Conversations with work older than some seconds and without a schedule: their worker died. */
  findUnscheduled(now: number, limit: number): Promise<ConversationId[]>
}

const unscheduledAfterMs = 5_000
/** A sweeper may die before it wakes the conversations that it took. After this time another one takes them. */
const takenMs = 5_000

export function createWakeUps(db: Kysely<Database>): WakeUps {
  return {
    async wakeAt(conversationId, ts, replaces) {
      const wakeTs = String(Math.round(ts))
      const sooner = sql<string>`least(coalesce(wakeTs, ${wakeTs}), ${wakeTs})`
      await db
        .updateTable('conversation')
        .set({
          wakeTs:
            replaces === undefined ? sooner : sql<string>`if(wakeTs <=> ${replaces}, ${wakeTs}, ${sooner})`,
        })
        .where('id', '=', conversationId)
        .execute()
    },
    async clear({ conversationId, wakeTs }) {
      if (wakeTs === null) return
      await db
        .updateTable('conversation')
        .set({ wakeTs: null })
        .where('id', '=', conversationId)
        .where('wakeTs', '=', wakeTs)
        .execute()
    },
    async takeDue(now, limit) {
      const due = await db
        .selectFrom('conversation')
        .select('id')
        .where('wakeTs', '<=', String(now))
        .orderBy('wakeTs')
        .limit(limit)
        .execute()
      const ids = due.map(({ id }) => id)
      if (ids.length > 0)
        await db
          .updateTable('conversation')
          .set({ wakeTs: String(now + takenMs) })
          .where('id', 'in', ids)
          .where('wakeTs', '<=', String(now))
          .execute()
      return ids
    },
    async findUnscheduled(now, limit) {
      const turns = await db
        .selectFrom('turn as t')
        .innerJoin('conversation as c', 'c.id', 't.conversationId')
        .select('t.conversationId')
        .distinct()
        .where('t.state', '=', 'open')
        .where('t.openedTs', '<', String(now - unscheduledAfterMs))
        .where('c.wakeTs', 'is', null)
        .limit(limit)
        .execute()
      const messages = await db
        .selectFrom('outbound as o')
        .innerJoin('conversation as c', 'c.id', 'o.conversationId')
        .select('o.conversationId')
        .distinct()
        .where('o.state', 'in', unsettledStates)
        .where('o.createdTs', '<', String(now - unscheduledAfterMs))
        .where('c.wakeTs', 'is', null)
        .limit(limit)
        .execute()
      return [...new Set([...turns, ...messages].map(({ conversationId }) => conversationId))]
    },
  }
}
