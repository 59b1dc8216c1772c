/**
 * The table `outbound`: messages and acts to send. Compare-and-set moves a row on. States: `src/domain/outbound.ts`.
 */
import { goneOf } from './turn-row.ts'
import type { ContentGone, TurnOutcome } from '../../domain/reasons.ts'
import type { PageId, ProfileId, Psid, TurnId } from '../../domain/ids.ts'
import { type Kysely, type Selectable, sql } from 'kysely'
import type { SeenBefore } from '../../domain/look-up.ts'
import type { TurnFacts } from '../../domain/turn.ts'
import { noticeStep, type RestOfReply } from '../../domain/turn-outcome.ts'
import { type Outbound, type OutboundAction, type OutboundState } from '../../domain/outbound.ts'
import { feedChannel } from '../../domain/event.ts'
import { databaseNow } from '../mysql/database-clock.ts'
import type { Database } from '../mysql/schema.ts'
import { type Settlement, settleRow } from './settle-outbound.ts'

export type { Settlement }

export interface OutboundRow extends Outbound, SeenBefore {
  /** The event that this replies to. */
  readonly cause: Pick<TurnFacts, 'kind' | 'mid'>
  readonly reason: string | undefined
  readonly pageId: PageId
  readonly psid: Psid
  /** Undefined: an agent's message has no turn that names a customer. */
  readonly pId: ProfileId | undefined
  readonly createdTs: number
}

export interface ReadRow extends OutboundRow {
  /** When it was read, ms, by the clock that dates claims. */
  readonly readTs: number
  /** What the customer said is gone, and no part of the reply has left. A reply that has begun is sent to its end. */
  readonly gone?: ContentGone | undefined
  /** Undefined: the row is no part of a reply that was chosen. */
  readonly rest?: RestOfReply | undefined
  /** `turn.outcome`; undefined: the turn is open. */
  readonly turnOutcome?: string | undefined
}

export interface OutboundFilter {
  readonly states: readonly OutboundState[]
  /** Also rows that are pending since before this time, ms. */
  readonly waitingSince?: number | undefined
  readonly limit: number
}

export interface OutboundRows {
  /** True: this caller, and no other, may send the row now. The claim is committed before the call returns. */
  claim(id: string, now: number): Promise<boolean>
  /**
   * Moves the row on from one of these states, and its turn to the outcome that follows. False: the row is in another
   * state now.
   */
  settle(id: string, from: readonly OutboundState[], settlement: Settlement): Promise<boolean>
  /** What the look-ups for this claim have shown. */
  remember(row: Pick<Outbound, 'id' | 'claimedTs'>, seen: SeenBefore): Promise<void>
  /** Rows sent before then that are not yet recorded as interactions. */
  findUnrecorded(before: number, limit: number): Promise<OutboundRow[]>
  markRecorded(id: string): Promise<void>
  /** Which of these mids or comment ids belong to a row. */
  isKnown(platformIds: readonly string[]): Promise<ReadonlySet<string>>
  /** The newest first. */
  list(filter: OutboundFilter): Promise<OutboundRow[]>
  find(id: string): Promise<ReadRow | undefined>
  /** The state of this part of the reply to a turn. */
  findState(turnId: TurnId | undefined, step: number): Promise<OutboundState | undefined>
}

/** `onOutcome`: is told the outcome that a turn came to, after the commit. */
export function createOutboundRows(
  db: Kysely<Database>,
  now: () => number,
  onOutcome: (outcome: TurnOutcome) => void = () => undefined,
): OutboundRows {
  const select = () =>
    db
      .selectFrom('outbound as o')
      .innerJoin('conversation as c', 'c.id', 'o.conversationId')
      .leftJoin('turn as t', 't.id', 'o.turnId')
      .selectAll('o')
      .select(['c.pageId', 'c.psid', 't.pId', 't.facts'])
  return {
    async claim(id, claimedTs) {
      const { numUpdatedRows } = await db
        .updateTable('outbound')
        .set((eb) => ({
          state: 'sending',
          claimedTs: String(claimedTs),
          attempts: eb('attempts', '+', 1),
          reason: null,
          shownTs: null,
          listLagMs: null,
        }))
        .where('id', '=', id)
        .where('state', '=', 'pending')
        .executeTakeFirstOrThrow()
      return numUpdatedRows === 1n
    },
    settle: (id, from, settlement) => settleRow({ db, now, onOutcome }, { id, from, settlement }),
    async remember({ id, claimedTs }, { shownTs, listLagMs }) {
      await db
        .updateTable('outbound')
        .set({
          shownTs: shownTs === undefined ? null : String(shownTs),
          listLagMs: listLagMs === undefined ? null : Math.ceil(listLagMs),
        })
        .where('id', '=', id)
        .where('claimedTs', '=', String(claimedTs))
        .execute()
    },
    async findUnrecorded(before, limit) {
      const rows = await select()
        .where('o.state', '=', 'sent')
        .where('o.recordedTs', 'is', null)
        .where('o.settledTs', '<', String(before))
        .limit(limit)
        .execute()
      return rows.map(fromRow)
    },
    async markRecorded(id) {
      await db
        .updateTable('outbound')
        .set({ recordedTs: String(now()) })
        .where('id', '=', id)
        .execute()
    },
    async isKnown(platformIds) {
      if (platformIds.length === 0) return new Set()
      const rows = await db
        .selectFrom('outbound')
        .select('platformId')
        .where('platformId', 'in', platformIds)
        .execute()
      return new Set(rows.flatMap(({ platformId }) => platformId ?? []))
    },
    async list({ states, waitingSince, limit }) {
      const rows = await select()
        .where(({ or, and, eb }) =>
          or([
            eb('o.state', 'in', states),
            ...(waitingSince === undefined
              ? []
              : [and([eb('o.state', '=', 'pending'), eb('o.createdTs', '<', String(waitingSince))])]),
          ]),
        )
        .orderBy('o.id', 'desc')
        .limit(limit)
        .execute()
      return rows.map(fromRow)
    },
    async find(id) {
      const row = await select()
        .leftJoin('contentState as s', (join) =>
          join.on((eb) => eb('s.contentKey', '=', eb.fn.coalesce('t.contentKey', 'o.contentKey'))),
        )
        .select(['s.hidden', 's.removedTs', databaseNow.as('readTs'), isBegun.as('isBegun')])
        .select(['t.outcome', 't.outcomeIfSent', worstOther.as('worstOther')])
        .where('o.id', '=', id)
        .executeTakeFirst()
      if (row === undefined) return undefined
      const outbound = fromRow(row)
      const gone = Number(row.isBegun) === 1 ? undefined : goneOf(row, factsOf(row))
      const others = otherParts[Number(row.worstOther)] ?? 'mixed'
      const isPart = row.step < noticeStep && row.outcome !== null
      const rest = isPart ? { others, outcomeIfSent: row.outcomeIfSent ?? 'answered' } : undefined
      return { ...outbound, readTs: Number(row.readTs), gone, rest, turnOutcome: row.outcome ?? undefined }
    },
    async findState(turnId, step) {
      if (turnId === undefined) return undefined
      const row = await db
        .selectFrom('outbound')
        .select('state')
        .where('turnId', '=', turnId)
        .where('step', '=', step)
        .executeTakeFirst()
      return row?.state
    },
  }
}

/**
 * An earlier part of the same reply was sent, or may have been. It may be the hide of the comment itself. MySQL counts
 * as bigint, which comes as text.
 */
const isBegun = sql<number | string>`exists(select 1 from outbound b where b.turnId = o.turnId and b.id < o.id
  and b.state in ('sending', 'sent', 'unknown', 'held'))`

/** An index of `otherParts`. */
const worstOther = sql<
  number | string
>`(select coalesce(max(case when x.state in ('pending', 'sending', 'unknown') then 2
  when x.state in ('sent', 'skipped', 'scheduled') then 0 else 1 end), 0) from outbound x
  where x.turnId = o.turnId and x.id <> o.id and x.step < ${sql.lit(noticeStep)})`
const otherParts: readonly RestOfReply['others'][] = ['sent', 'mixed', 'unsettled']

type Row = Selectable<Database['outbound']> & {
  readonly pageId: PageId
  readonly psid: Psid
  readonly pId: ProfileId | null
  readonly facts: string | null
}

/** Pagebeat itself wrote the JSON. What an agent sends has no turn: it follows a comment, or the thread as a whole. */
function factsOf({ facts, channel }: Pick<Row, 'facts' | 'channel'>): TurnFacts {
  return facts === null
    ? { kind: channel === feedChannel ? 'comment' : 'message' }
    : (JSON.parse(facts) as TurnFacts)
}

/** Pagebeat itself wrote the JSON in it. */
function fromRow(row: Row): OutboundRow {
  const { kind, mid } = factsOf(row)
  return {
    cause: { kind, ...(mid === undefined ? {} : { mid }) },
    ...(JSON.parse(row.action) as OutboundAction),
    id: row.id,
    turnId: row.turnId ?? undefined,
    step: row.step,
    conversationId: row.conversationId,
    channel: row.channel,
    pageId: row.pageId,
    psid: row.psid,
    pId: row.pId ?? undefined,
    state: row.state,
    reason: row.reason ?? undefined,
    expiresTs: Number(row.expiresTs),
    attempts: row.attempts,
    claimedTs: row.claimedTs === null ? undefined : Number(row.claimedTs),
    unclearTs: row.unclearTs === null ? undefined : Number(row.unclearTs),
    platformId: row.platformId ?? undefined,
    echoMark: row.echoMark ?? undefined,
    createdTs: Number(row.createdTs),
    shownTs: row.shownTs === null ? undefined : Number(row.shownTs),
    listLagMs: row.listLagMs ?? undefined,
    userId: row.userId ?? undefined,
    undoUntilTs: row.undoUntilTs === null ? undefined : Number(row.undoUntilTs),
  }
}
