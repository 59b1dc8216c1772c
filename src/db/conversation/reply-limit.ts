/** A customer who reached the limit of replies a minute: the notice, and the turns that wait until the minute is over. */
import type { Kysely } from 'kysely'
import type { TurnOutcome } from '../../domain/reasons.ts'
import type { OutboundAction } from '../../domain/outbound.ts'
import { noticeStep } from '../../domain/turn-outcome.ts'
import { inTransaction } from '../mysql/in-transaction.ts'
import type { Database } from '../mysql/schema.ts'
import type { ConversationSnapshot } from './read-conversation.ts'
import type { OpenTurn } from './turn-row.ts'

/** The notice, if there is one, is an outbound row of the turn that reached the limit. */
export interface Notice {
  readonly action: OutboundAction
  readonly echoMark: string
  readonly expiresTs: number
}

export interface ReplyLimits {
  /** The limit is reached at `now`, and the notice waits to be sent. Nothing is written if the snapshot is outdated. */
  reach(
    turn: OpenTurn,
    given: { snapshot: ConversationSnapshot; now: number; notice: Notice | undefined },
  ): Promise<void>
  /** Closes the open turns that were known before `ts` but the newest one. Returns their number. */
  gather(turn: OpenTurn, given: { before: number; now: number }): Promise<number>
}

const gathered: TurnOutcome = 'gathered'

export function createReplyLimits(db: Kysely<Database>): ReplyLimits {
  return {
    async reach({ id: turnId, conversationId, channel }, { snapshot, now, notice }) {
      await inTransaction(db, async (transaction) => {
        const { numUpdatedRows } = await transaction
          .updateTable('conversation')
          .set((eb) => ({ limitTs: String(now), decisions: eb('decisions', '+', 1) }))
          .where('id', '=', conversationId)
          .where('decisions', '=', snapshot.decisions)
          .where('silentTs', '<=>', snapshot.silentTs)
          .executeTakeFirstOrThrow()
        if (numUpdatedRows === 0n || notice === undefined) return
        const { action, echoMark, expiresTs } = notice
        await transaction
          .insertInto('outbound')
          .values({
            turnId,
            step: noticeStep,
            conversationId,
            channel,
            action: JSON.stringify(action),
            echoMark,
            expiresTs,
            createdTs: now,
          })
          .onDuplicateKeyUpdate(({ ref }) => ({ step: ref('outbound.step') }))
          .execute()
      })
    },
    async gather({ conversationId, channel }, { before, now }) {
      const open = await db
        .selectFrom('turn')
        .select(['id', 'openedTs'])
        .where('conversationId', '=', conversationId)
        .where('state', '=', 'open')
        .where('channel', '=', channel)
        .orderBy('ts', 'desc')
        .orderBy('id', 'desc')
        .execute()
      const ids = open.slice(1).flatMap(({ id, openedTs }) => (Number(openedTs) <= before ? [id] : []))
      if (ids.length === 0) return 0
      const { numUpdatedRows } = await db
        .updateTable('turn')
        .set({ state: 'done', outcome: gathered, handledTs: String(now) })
        .where('id', 'in', ids)
        .where('state', '=', 'open')
        .executeTakeFirstOrThrow()
      return Number(numUpdatedRows)
    },
  }
}
