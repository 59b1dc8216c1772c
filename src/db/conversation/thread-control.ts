/** The silence of the bot in a thread, and how an operator or the storyboard asks for one. */
import type { ConversationId } from '../../domain/ids.ts'
import { type Kysely, sql, type UpdateObject } from 'kysely'
import { type SilenceReason, toSilenceReason } from '../../domain/reasons.ts'
import { otherAppUntilOf, silentUntilOf } from '../../domain/thread-silence.ts'
import type { Database } from '../mysql/schema.ts'
import type { AskedSilence } from './conversation-facts.ts'
import { askingForAgent, servedAt } from './waiting.ts'

export interface ThreadControl {
  /** The bot is silent until `until` (ms since the epoch); 0 lets it reply again. `ts`: when that was asked for. */
  setSilence(
    conversationId: ConversationId,
    silence: { readonly ts: number; readonly until: number; readonly reason: AskedSilence },
  ): Promise<void>
  /** The storyboard handed the thread over. The bot is silent until `until`, and the customer waits for an agent. */
  handOver(conversationId: ConversationId, handOver: HandOver & { readonly until: number }): Promise<void>
  /** Facebook took no hand-over. The customer waits for an agent all the same; the bot goes on. */
  refuseHandOver(conversationId: ConversationId, handOver: HandOver): Promise<void>
  /** This app controls the thread again since `ts`: the bot replies, and the customer waits for no agent. */
  giveBack(conversationId: ConversationId, ts: number): Promise<void>
  /** Facebook says that this app controls the thread at `ts`, ms: what came under standby before is over. */
  confirmControl(conversationId: ConversationId, ts: number): Promise<void>
}

export interface HandOver {
  /** Now, ms. */
  readonly ts: number
  /** When the customer wrote what led to it, ms. */
  readonly causedTs: number
}

export function createThreadControl(db: Kysely<Database>): ThreadControl {
  async function set(conversationId: ConversationId, to: UpdateObject<Database, 'conversation'>) {
    await db.updateTable('conversation').set(to).where('id', '=', conversationId).execute()
  }
  return {
    setSilence: (conversationId, silence) => set(conversationId, silenceOf(silence)),
    handOver: (conversationId, { ts, causedTs, until }) =>
      set(conversationId, {
        ...silenceOf({ ts, until, reason: 'handed_over' }),
        ...askingForAgent(causedTs),
        handOverTs: firstOf('done', { ts, causedTs }),
        handOverResult: 'done',
      }),
    refuseHandOver: (conversationId, { ts, causedTs }) =>
      set(conversationId, {
        ...askingForAgent(causedTs),
        handOverTs: firstOf('refused', { ts, causedTs }),
        handOverResult: 'refused',
      }),
    giveBack: (conversationId, ts) =>
      set(conversationId, {
        ...silenceOf({ ts, until: 0, reason: 'ours_again' }),
        ...servedAt(ts),
      }),
    confirmControl: (conversationId, ts) =>
      set(conversationId, { directTs: sql<string>`greatest(coalesce(directTs, ${ts}), ${ts})` }),
  }
}

/** A worker that died may have stored this hand-over: its time names it for people, who are told once. */
function firstOf(result: 'done' | 'refused', { ts, causedTs }: HandOver) {
  return sql<string>`if(handOverResult = ${result} and handOverTs >= ${causedTs}, handOverTs, ${ts})`
}

function silenceOf({ ts, until, reason }: { ts: number; until: number; reason: SilenceReason }) {
  return { silentTs: String(ts), silentUntil: String(until), silentReason: reason }
}

/** The columns for `toSilence`. */
export const silenceColumns = [
  'silentTs',
  'silentUntil',
  'silentReason',
  'standbyTs',
  'directTs',
  'firstInboundTs',
] as const

export type SilenceRow = { readonly [Name in (typeof silenceColumns)[number]]: string | null }

/**
 * Until when the bot is silent, ms (0: it may write), and why. Undefined: it never was. `otherAppUntil`: until when another
 * app controls the thread, ms (0: none does).
 */
export function toSilence(row: SilenceRow): {
  readonly silentUntil: number | undefined
  readonly silentReason: SilenceReason | 'unknown' | undefined
  readonly otherAppUntil: number
} {
  const silentReason = row.silentReason === null ? undefined : toSilenceReason(row.silentReason)
  const facts = {
    silentTs: toMs(row.silentTs),
    silentUntil: toMs(row.silentUntil),
    silentReason,
    standbyTs: toMs(row.standbyTs),
    directTs: toMs(row.directTs),
    firstInboundTs: toMs(row.firstInboundTs),
  }
  const silentUntil = facts.silentUntil === null ? undefined : silentUntilOf(facts)
  return { silentUntil, silentReason, otherAppUntil: otherAppUntilOf(facts) }
}

function toMs(bigint: string | null): number | null {
  return bigint === null ? null : Number(bigint)
}
