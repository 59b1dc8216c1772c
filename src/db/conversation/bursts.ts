/** The open turns of a conversation that get one reply together. */
import type { ExpressionBuilder, Kysely } from 'kysely'
import type { TurnFacts } from '../../domain/turn.ts'
import type { TurnOutcome } from '../../domain/reasons.ts'
import type { Understanding } from '../../domain/understanding.ts'
import { inTransaction } from '../mysql/in-transaction.ts'
import type { Database } from '../mysql/schema.ts'
import { changedContentOf } from './changed-content.ts'
import { type OpenTurn, toTurn, turnColumns } from './turn-row.ts'

export interface Bursts {
  /** The open turns of the turn's conversation and channel, in the order of events. */
  findOpen(turn: Pick<OpenTurn, 'conversationId' | 'channel'>, limit: number): Promise<OpenTurn[]>
  /**
   * The last of these turns says all of it, and the others are closed. False: nothing was written, as another worker
   * closed one of them, or the customer edited or unsent one.
   */
  join(parts: readonly OpenTurn[], joined: Joined): Promise<boolean>
}

export interface Joined {
  readonly facts: TurnFacts
  readonly understanding: Understanding
  /** ms */
  readonly now: number
}

const gathered: TurnOutcome = 'gathered'

export function createBursts(db: Kysely<Database>): Bursts {
  return {
    async findOpen({ conversationId, channel }, limit) {
      const rows = await db
        .selectFrom('turn as t')
        .innerJoin('conversation as c', 'c.id', 't.conversationId')
        .leftJoin('contentState as s', 's.contentKey', 't.contentKey')
        .select(['t.id', 't.conversationId', ...turnColumns, 'c.pageId', 'c.psid'])
        .where('t.conversationId', '=', conversationId)
        .where('t.state', '=', 'open')
        .where('t.channel', '=', channel)
        .orderBy('t.ts')
        .orderBy('t.id')
        .limit(limit)
        .execute()
      return rows.map((row) => toTurn(row))
    },
    async join(parts, { facts, understanding, now }) {
      const last = parts.at(-1)
      if (last === undefined) return false
      const earlier = parts.slice(0, -1)
      const joining = inTransaction(db, async (transaction) => {
        const closed = await transaction
          .updateTable('turn')
          .set({ state: 'done', outcome: gathered, handledTs: String(now) })
          .where('state', '=', 'open')
          .where((eb) => eb.or(earlier.map((part) => isUnchanged(eb, part))))
          .executeTakeFirstOrThrow()
        const kept = await transaction
          .updateTable('turn')
          .set({
            facts: JSON.stringify(facts),
            understanding: JSON.stringify(understanding),
            understoodTs: String(last.content.editedTs),
          })
          .where('state', '=', 'open')
          .where((eb) => isUnchanged(eb, last))
          .executeTakeFirstOrThrow()
        if (closed.numUpdatedRows !== BigInt(earlier.length) || kept.numUpdatedRows === 0n)
          throw new ChangedMeanwhile()
        return true
      })
      return await joining.catch((error: unknown) => {
        if (error instanceof ChangedMeanwhile) return false
        throw error
      })
    },
  }
}

/** The turn, if the customer did not edit or unsend its message since it was read. */
function isUnchanged(eb: ExpressionBuilder<Database, 'turn'>, part: OpenTurn) {
  return eb.and([eb('id', '=', part.id), eb.not(eb.exists(changedContentOf(eb, part)))])
}

/** Rolls the transaction back. */
class ChangedMeanwhile extends Error {}
