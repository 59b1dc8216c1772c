/** A conversation's mind: its context, who has the word, and when to look at it again. */
import type { ExpressionBuilder, Kysely } from 'kysely'
import { anonymousProfileId } from '../domain/event-key.ts'
import type { Decision, JsonObject } from '../domain/reply.ts'
import { type OutboundAction, unsettledStates } from '../domain/outbound.ts'
import type { Turn } from '../domain/turn.ts'
import { saveProfile } from './customers.ts'
import { inTransaction } from './in-transaction.ts'
import type { Database } from './schema.ts'

export interface Mind {
  readonly context: JsonObject
  readonly lastInboundTs: number | undefined
  readonly silentUntil: number | undefined
  readonly silentReason: string | undefined
}

export interface Minds {
  find(conversationId: string): Promise<Mind>
  /**
   * The turn is done, its answer's parts wait in the outbox, the context and the profile are as decided: all or nothing.
   * False when another worker decided it first, or an earlier turn has come meanwhile; then nothing changed.
   */
  decide(turn: Turn, decided: Decided): Promise<boolean>
  /** Somebody looks at it again then; `undefined`: not before something happens. */
  wakeAt(conversationId: string, ts: number | undefined): Promise<void>
  /** Conversations that somebody should look at by now; nobody else is told of them for some seconds. */
  takeDue(now: number, limit: number): Promise<string[]>
  /** Conversations with a turn that has been open for long, whatever was noted. */
  findForgotten(now: number, limit: number): Promise<string[]>
  /** `until` 0 gives the word back to the bot. */
  setSilence(
    conversationId: string,
    silence: { readonly ts: number; readonly until: number; readonly reason: string },
  ): Promise<void>
}

export interface Decided {
  readonly decision: Decision
  readonly outcome: string
  readonly actions: readonly OutboundAction[]
  readonly expiresTs: number
  readonly now: number
}

/** After so long, an open turn is looked at again, whatever was noted. */
const forgottenMs = 30_000
/** Who is told of a due conversation may die before it tells anybody: then somebody else is told. */
const takenMs = 5_000

/** In a table of its own: MySQL reads no table that it updates. */
function earlierThan(eb: ExpressionBuilder<Database, 'turn'>, { id, conversationId, ts }: Turn) {
  const earlier = eb
    .selectFrom('turn as t')
    .select('t.id')
    .where('t.conversationId', '=', conversationId)
    .where('t.state', '=', 'open')
    .where(({ and, or, eb: is }) =>
      or([is('t.ts', '<', String(ts)), and([is('t.ts', '=', String(ts)), is('t.id', '<', id)])]),
    )
    .limit(1)
  return eb.selectFrom(earlier.as('earlier')).select('earlier.id')
}

export function createMinds(db: Kysely<Database>): Minds {
  return {
    async find(conversationId) {
      const row = await db
        .selectFrom('conversation')
        .select(['context', 'lastInboundTs', 'silentUntil', 'silentReason'])
        .where('id', '=', conversationId)
        .executeTakeFirstOrThrow()
      return {
        context: row.context === null ? {} : (JSON.parse(row.context) as JsonObject),
        lastInboundTs: row.lastInboundTs === null ? undefined : Number(row.lastInboundTs),
        silentUntil: row.silentUntil === null ? undefined : Number(row.silentUntil),
        silentReason: row.silentReason ?? undefined,
      }
    },
    async decide(turn, { decision, outcome, actions, expiresTs, now }) {
      return await inTransaction(db, async (transaction) => {
        const { numUpdatedRows } = await transaction
          .updateTable('turn')
          .set({ state: 'done', outcome, scene: decision.scene ?? null, handledTs: String(now) })
          .where('id', '=', turn.id)
          .where('state', '=', 'open')
          .where((eb) => eb.not(eb.exists(earlierThan(eb, turn))))
          .executeTakeFirstOrThrow()
        if (numUpdatedRows !== 1n) return false
        const rows = actions.map((action, step) => ({
          turnId: turn.id,
          step,
          conversationId: turn.conversationId,
          action: JSON.stringify(action),
          expiresTs,
          createdTs: now,
        }))
        if (rows.length > 0) await transaction.insertInto('outbound').values(rows).execute()
        await transaction
          .updateTable('conversation')
          .set({ context: JSON.stringify(decision.context) })
          .where('id', '=', turn.conversationId)
          .execute()
        if (decision.profile !== undefined && turn.pId !== anonymousProfileId)
          await saveProfile(transaction, turn.pId, decision.profile)
        return true
      })
    },
    async wakeAt(conversationId, ts) {
      await db
        .updateTable('conversation')
        .set({ wakeTs: ts === undefined ? null : String(Math.round(ts)) })
        .where('id', '=', conversationId)
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
    async findForgotten(now, limit) {
      const rows = await db
        .selectFrom('turn')
        .select('conversationId')
        .distinct()
        .where('state', '=', 'open')
        .where('openedTs', '<', String(now - forgottenMs))
        .limit(limit)
        .execute()
      const waiting = await db
        .selectFrom('outbound')
        .select('conversationId')
        .distinct()
        .where('state', 'in', unsettledStates)
        .where('createdTs', '<', String(now - forgottenMs))
        .limit(limit)
        .execute()
      return [...new Set([...rows, ...waiting].map(({ conversationId }) => conversationId))]
    },
    async setSilence(conversationId, { ts, until, reason }) {
      await db
        .updateTable('conversation')
        .set({ silentTs: String(ts), silentUntil: String(until), silentReason: reason })
        .where('id', '=', conversationId)
        .execute()
    },
  }
}
