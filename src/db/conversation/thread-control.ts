/** Silences of the bot in a thread that an operator or the storyboard asked for. */
import type { ConversationId } from '../../domain/ids.ts'
import type { Kysely } from 'kysely'
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
