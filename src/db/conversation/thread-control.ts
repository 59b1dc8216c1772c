/** The silence of the bot in a thread, and how an operator or the storyboard asks for one. */
import type { ConversationId } from '../../domain/ids.ts'
import type { Kysely } from 'kysely'
import { type SilenceReason, toSilenceReason } from '../../domain/reasons.ts'
import { silentUntilOf } from '../../domain/thread-silence.ts'
import type { Database } from '../mysql/schema.ts'
import type { AskedSilence } from './conversation-facts.ts'

export interface ThreadControl {
  /** The bot is silent until `until` (ms since the epoch); 0 lets it reply again. `ts`: when that was asked for. */
  setSilence(
    conversationId: ConversationId,
    silence: { readonly ts: number; readonly until: number; readonly reason: AskedSilence },
  ): Promise<void>
}

export function createThreadControl(db: Kysely<Database>): ThreadControl {
  return {
    async setSilence(conversationId, { ts, until, reason }) {
      await db
        .updateTable('conversation')
        .set({ silentTs: String(ts), silentUntil: String(until), silentReason: reason })
        .where('id', '=', conversationId)
        .execute()
    },
  }
}

/** The columns for `toSilence`. */
export const silenceColumns = ['silentTs', 'silentUntil', 'silentReason', 'standbyTs', 'directTs'] as const

export type SilenceRow = { readonly [Name in (typeof silenceColumns)[number]]: string | null }

/** Until when the bot is silent, ms (0: it may write), and why. Undefined: it never was. */
export function toSilence(row: SilenceRow): {
  readonly silentUntil: number | undefined
  readonly silentReason: SilenceReason | 'unknown' | undefined
} {
  const silentReason = row.silentReason === null ? undefined : toSilenceReason(row.silentReason)
  const facts = {
    silentTs: toMs(row.silentTs),
    silentUntil: toMs(row.silentUntil),
    silentReason,
    standbyTs: toMs(row.standbyTs),
    directTs: toMs(row.directTs),
  }
  return { silentUntil: facts.silentUntil === null ? undefined : silentUntilOf(facts), silentReason }
}

function toMs(bigint: string | null): number | null {
  return bigint === null ? null : Number(bigint)
}
