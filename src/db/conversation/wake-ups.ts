/**
 * When a channel of a conversation is to be worked on again: `conversation.wakeTs` for Messenger and `feedWakeTs` for
 * the feed, read by the sweeper.
 */
import type { ConversationId, PageId } from '../../domain/ids.ts'
import { type Kysely, sql } from 'kysely'
import { feedChannel, messengerChannel } from '../../domain/event.ts'
import { unsettledStates } from '../../domain/outbound.ts'
import { longestYieldMs, type ReplyChannel } from '../../domain/turn.ts'
import { databaseNow } from '../mysql/database-clock.ts'
import type { Database } from '../mysql/schema.ts'
import { releaseFollowUps } from './follow-ups.ts'
import type { ConversationSnapshot } from './read-conversation.ts'

/** What a wake-up is for. */
export interface WakeUpOf {
  readonly conversationId: ConversationId
  readonly channel: ReplyChannel
}

export interface WakeUps {
  /**
   * Schedules the next step for `ts` (ms since the epoch). An earlier schedule is kept, unless it is `replaces`: the
   * one that the snapshot of this step held.
   */
  wakeAt(of: WakeUpOf, ts: number, replaces?: string | null): Promise<void>
  /** Removes the schedule of this snapshot: nothing is left to do. A schedule set since then is kept. */
  clear(snapshot: Pick<ConversationSnapshot, 'conversationId' | 'channel' | 'wakeTs'>): Promise<void>
  /** Those whose time has come, Messenger first. No other sweeper gets them for some seconds. */
  takeDue(now: number, limit: number): Promise<WakeUpOf[]>
  /** When the next schedule ends, ms since the epoch. Undefined: nothing is scheduled. */
  findNext(): Promise<number | undefined>
  /** The waiting messages of a Page are tried in a second, when all workers know its new token. */
  wakePage(pageId: PageId): Promise<void>
  /**
   * Those with work older than some seconds and without a schedule, as their worker died; and those with a follow-up
   * whose time has come.
   */
  findUnscheduled(now: number, limit: number): Promise<WakeUpOf[]>
}

const unscheduledAfterMs = 5_000
/** A sweeper may die before it wakes the conversations that it took. After this time another one takes them. */
const takenMs = 5_000

/** Workers read the token and the pause of a Page again after half a second. */
const knownAfterMs = 1_000
const wokenAtOnce = 500

const columns = { [messengerChannel]: 'wakeTs', [feedChannel]: 'feedWakeTs' } as const

export function createWakeUps(db: Kysely<Database>): WakeUps {
  return {
    async wakeAt({ conversationId, channel }, ts, replaces) {
      const wakeTs = String(Math.round(ts))
      const column = sql.ref(columns[channel])
      const sooner = sql<string>`least(coalesce(${column}, ${wakeTs}), ${wakeTs})`
      await db
        .updateTable('conversation')
        .set({
          [columns[channel]]:
            replaces === undefined
              ? sooner
              : sql<string>`if(${column} <=> ${replaces}, ${wakeTs}, ${sooner})`,
        })
        .where('id', '=', conversationId)
        .execute()
    },
    async clear({ conversationId, channel, wakeTs }) {
      if (wakeTs === null) return
      await db
        .updateTable('conversation')
        .set({ [columns[channel]]: null })
        .where('id', '=', conversationId)
        .where(columns[channel], '=', wakeTs)
        .execute()
    },
    async takeDue(now, limit) {
      const { rows } = await sql<WakeUpOf>`
        (select id as conversationId, ${messengerChannel} as channel from conversation
          where wakeTs <= ${now} order by wakeTs limit ${limit})
        union all
        (select id, ${feedChannel} from conversation where feedWakeTs <= ${now} order by feedWakeTs limit ${limit})
      `.execute(db)
      for (const [channel, due] of Map.groupBy(rows, (row) => row.channel))
        await db
          .updateTable('conversation')
          .set({ [columns[channel]]: String(now + takenMs) })
          .where(
            'id',
            'in',
            due.map(({ conversationId }) => conversationId),
          )
          .where(columns[channel], '<=', String(now))
          .execute()
      return rows
    },
    async findNext() {
      const { rows } = await sql<{ readonly ts: string | null }>`
        select min(wakeTs) as ts from conversation union all select min(feedWakeTs) from conversation
      `.execute(db)
      const times = rows.flatMap(({ ts }) => (ts === null ? [] : [Number(ts)]))
      return times.length === 0 ? undefined : Math.min(...times)
    },
    async wakePage(pageId) {
      const waiting = await db
        .selectFrom('outbound as o')
        .innerJoin('conversation as c', 'c.id', 'o.conversationId')
        .select(['o.conversationId', 'o.channel'])
        .distinct()
        .where('o.state', '=', 'pending')
        .where('c.pageId', '=', pageId)
        .execute()
      for (const [channel, rows] of Map.groupBy(waiting, (row) => row.channel)) {
        const column = sql.ref(columns[channel])
        const soon = sql<string>`${databaseNow} + ${knownAfterMs}`
        for (let from = 0; from < rows.length; from += wokenAtOnce)
          await db
            .updateTable('conversation')
            .set({ [columns[channel]]: sql<string>`least(coalesce(${column}, ${soon}), ${soon})` })
            .where(
              'id',
              'in',
              rows.slice(from, from + wokenAtOnce).map(({ conversationId }) => conversationId),
            )
            .execute()
      }
    },
    async findUnscheduled(now, limit) {
      const followUps = await releaseFollowUps(db, now, limit)
      const turns = await db
        .selectFrom('turn as t')
        .innerJoin('conversation as c', 'c.id', 't.conversationId')
        .select(['t.conversationId', 't.channel'])
        .distinct()
        .where('t.state', '=', 'open')
        .where('t.openedTs', '<', String(now - unscheduledAfterMs))
        .where(({ or, eb }) =>
          or([
            eb('t.channel', '=', messengerChannel),
            eb('t.openedTs', '<', String(now - unscheduledAfterMs - longestYieldMs)),
          ]),
        )
        .where(scheduleOf('t'), 'is', null)
        .limit(limit)
        .execute()
      const messages = await db
        .selectFrom('outbound as o')
        .innerJoin('conversation as c', 'c.id', 'o.conversationId')
        .select(['o.conversationId', 'o.channel'])
        .distinct()
        .where('o.state', 'in', unsettledStates)
        .where('o.createdTs', '<', String(now - unscheduledAfterMs))
        .where(scheduleOf('o'), 'is', null)
        .limit(limit)
        .execute()
      const found = [...followUps, ...turns, ...messages].map(
        (of) => [`${of.conversationId} ${of.channel}`, of] as const,
      )
      return [...new Map(found).values()]
    },
  }
}

/** The schedule of the channel of this turn or message. */
function scheduleOf(table: 't' | 'o') {
  return sql<string | null>`if(${sql.ref(`${table}.channel`)} = ${feedChannel}, c.feedWakeTs, c.wakeTs)`
}
