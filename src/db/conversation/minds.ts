/** A conversation's mind: its context, who has the word, and when to look at it again. */
import { type ExpressionBuilder, type Kysely, sql } from 'kysely'
import { anonymousProfileId } from '../../domain/event-key.ts'
import type { CustomerProfile, JsonObject } from '../../domain/reply.ts'
import { unsettledStates } from '../../domain/outbound.ts'
import type { Turn } from '../../domain/turn.ts'
import { builtOnce } from '../mysql/built-once.ts'
import type { AskedSilence } from './conversation-facts.ts'
import { customerColumns, toCustomer } from './customers.ts'
import { type Decided, decideTurn } from './commit-decision.ts'
import type { Database } from '../mysql/schema.ts'
import { type OpenTurn, toTurn, turnColumns, type TurnRow } from './turns.ts'

export interface Mind {
  readonly context: JsonObject
  readonly lastInboundTs: number | undefined
  readonly silentUntil: number | undefined
  readonly silentReason: string | undefined
}

/** What there is to do in a conversation, and its mind. */
export interface Look extends Mind {
  readonly conversationId: string
  /** First row of the outbox that is not settled: nothing later may leave before it. */
  readonly outboundId: string | undefined
  /** First open turn, in the order of events. */
  readonly turn: OpenTurn | undefined
  /** Whose turn it is. */
  readonly customer: CustomerProfile | undefined
  /** How many messages left since `since`. */
  readonly lately: number
  readonly wakeTs: string | null
  /** How many turns of it were decided: a decision counts only if this still holds. */
  readonly decisions: number
  /** Time of the fact by which the bot is silent, or is not. */
  readonly silentTs: string | null
}

export interface Minds {
  find(conversationId: string): Promise<Mind>
  look(conversationId: string, since: number): Promise<Look>
  decide(turn: Turn, decided: Decided): Promise<string | undefined>
  /** Somebody looks at it again then, or before: a sooner wake-up stays, unless it is the one `seen` in the look that this follows. */
  wakeAt(conversationId: string, ts: number, seen?: string | null): Promise<void>
  /** There is nothing to do until something happens; unless a wake-up was set since the look. */
  rest(look: Pick<Look, 'conversationId' | 'wakeTs'>): Promise<void>
  /** Conversations that somebody should look at by now; nobody else is told of them for some seconds. */
  takeDue(now: number, limit: number): Promise<string[]>
  /** Conversations with something to do for long that no wake-up is set for: whoever was at it is dead. */
  findForgotten(now: number, limit: number): Promise<string[]>
  /** `until` 0 gives the word back to the bot. */
  setSilence(
    conversationId: string,
    silence: { readonly ts: number; readonly until: number; readonly reason: AskedSilence },
  ): Promise<void>
}

const forgottenMs = 5_000
/** Who is told of a due conversation may die before it tells anybody: then somebody else is told. */
const takenMs = 5_000

/** The JSON in it is our own. */
function toMind(row: {
  readonly context: string | null
  readonly lastInboundTs: string | null
  readonly silentUntil: string | null
  readonly silentReason: string | null
}): Mind {
  return {
    context: row.context === null ? {} : (JSON.parse(row.context) as JsonObject),
    lastInboundTs: row.lastInboundTs === null ? undefined : Number(row.lastInboundTs),
    silentUntil: row.silentUntil === null ? undefined : Number(row.silentUntil),
    silentReason: row.silentReason ?? undefined,
  }
}

const selectLook = builtOnce(['conversationId', 'since'], (db, { conversationId, since }) =>
  db
    .selectFrom('conversation as c')
    .leftJoin('turn as t', (join) => join.on((eb) => eb('t.id', '=', firstOpenTurn(eb))))
    .leftJoin('profile as p', 'p.pId', 't.pId')
    .leftJoin('profileFacebook as f', 'f.pId', 't.pId')
    .select([
      'c.context',
      'c.lastInboundTs',
      'c.silentUntil',
      'c.silentReason',
      'c.wakeTs',
      'c.decisions',
      'c.silentTs',
    ])
    .select(['c.pageId', 'c.psid', 't.id', ...turnColumns, ...customerColumns])
    .select((eb) => [
      eb
        .selectFrom('outbound as o')
        .select('o.id')
        .whereRef('o.conversationId', '=', 'c.id')
        .where('o.state', 'in', unsettledStates)
        .orderBy('o.id')
        .limit(1)
        .as('outboundId'),
      eb
        .selectFrom('outbound as l')
        .select(({ fn }) => fn.countAll<string>().as('count'))
        .whereRef('l.conversationId', '=', 'c.id')
        .where('l.claimedTs', '>=', since)
        .as('lately'),
    ])
    .where('c.id', '=', conversationId),
)

/** Of the conversation `c`, in the order of events. */
function firstOpenTurn(eb: ExpressionBuilder<Database & { c: Database['conversation'] }, 'c'>) {
  return eb
    .selectFrom('turn as first')
    .select('first.id')
    .whereRef('first.conversationId', '=', 'c.id')
    .where('first.state', '=', 'open')
    .orderBy('first.ts')
    .orderBy('first.id')
    .limit(1)
}

/** Undefined where the join found none: then every column of the turn is null. */
function toOpenTurn({
  id,
  pId,
  ts,
  facts,
  openedTs,
  readyTs,
  ...rest
}: { readonly [Name in keyof TurnRow]: TurnRow[Name] | null } & Pick<
  TurnRow,
  'conversationId' | 'pageId' | 'psid'
>): OpenTurn | undefined {
  if (id === null || pId === null || ts === null || facts === null) return undefined
  if (openedTs === null || readyTs === null) return undefined
  const { conversationId, pageId, psid, understanding } = rest
  return toTurn({ id, pId, ts, facts, openedTs, readyTs, conversationId, pageId, psid, understanding })
}

/** Nobody in particular is shared by all whom Facebook does not name: nothing is known of them. */
function customerOf({ pId }: OpenTurn, row: Parameters<typeof toCustomer>[1]): CustomerProfile {
  return pId === anonymousProfileId ? { pId } : toCustomer(pId, row)
}

export function createMinds(db: Kysely<Database>): Minds {
  return {
    async find(conversationId) {
      const row = await db
        .selectFrom('conversation')
        .select(['context', 'lastInboundTs', 'silentUntil', 'silentReason'])
        .where('id', '=', conversationId)
        .executeTakeFirstOrThrow()
      return toMind(row)
    },
    async look(conversationId, since) {
      const [row] = await selectLook(db, { conversationId, since: String(since) })
      if (row === undefined) throw new RangeError(`there is no conversation ${conversationId}`)
      const turn = toOpenTurn({ ...row, conversationId })
      return {
        ...toMind(row),
        conversationId,
        outboundId: row.outboundId ?? undefined,
        turn,
        customer: turn && customerOf(turn, row),
        lately: Number(row.lately),
        wakeTs: row.wakeTs,
        decisions: row.decisions,
        silentTs: row.silentTs,
      }
    },
    decide: (turn, decided) => decideTurn(db, turn, decided),
    async wakeAt(conversationId, ts, seen) {
      const wakeTs = String(Math.round(ts))
      const sooner = sql<string>`least(coalesce(wakeTs, ${wakeTs}), ${wakeTs})`
      await db
        .updateTable('conversation')
        .set({
          wakeTs: seen === undefined ? sooner : sql<string>`if(wakeTs <=> ${seen}, ${wakeTs}, ${sooner})`,
        })
        .where('id', '=', conversationId)
        .execute()
    },
    async rest({ conversationId, wakeTs }) {
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
    async findForgotten(now, limit) {
      const rows = await db
        .selectFrom('turn as t')
        .innerJoin('conversation as c', 'c.id', 't.conversationId')
        .select('t.conversationId')
        .distinct()
        .where('t.state', '=', 'open')
        .where('t.openedTs', '<', String(now - forgottenMs))
        .where('c.wakeTs', 'is', null)
        .limit(limit)
        .execute()
      const waiting = await db
        .selectFrom('outbound as o')
        .innerJoin('conversation as c', 'c.id', 'o.conversationId')
        .select('o.conversationId')
        .distinct()
        .where('o.state', 'in', unsettledStates)
        .where('o.createdTs', '<', String(now - forgottenMs))
        .where('c.wakeTs', 'is', null)
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
