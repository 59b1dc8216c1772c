/** The Messenger thread of a conversation, as an act of an agent finds it. */
import { sql, type Transaction } from 'kysely'
import type { ConversationId, PageId, Psid } from '../../domain/ids.ts'
import { unsettledStates } from '../../domain/outbound.ts'
import { silenceColumns, toSilence } from '../conversation/thread-control.ts'
import type { Database } from '../mysql/schema.ts'
import type { AgentActRequest } from './agent-act-request.ts'

export interface Thread {
  readonly pageId: PageId
  readonly psid: Psid
  readonly lastInboundTs: number | undefined
  readonly silentUntil: number | undefined
  readonly silentReason: string | undefined
  readonly otherAppUntil: number
}

export async function readThread(
  transaction: Transaction<Database>,
  conversationId: ConversationId,
): Promise<Thread> {
  const row = await transaction
    .selectFrom('conversation')
    .select(['pageId', 'psid', 'lastInboundTs', ...silenceColumns])
    .where('id', '=', conversationId)
    .executeTakeFirstOrThrow()
  const { pageId, psid, lastInboundTs } = row
  return {
    pageId,
    psid,
    lastInboundTs: lastInboundTs === null ? undefined : Number(lastInboundTs),
    ...toSilence(row),
  }
}

/** Reasons of a silence after which another side controls the thread, on a Page with a default app. */
const othersReasons: readonly string[] = ['person', 'other_app', 'handed_over', 'unknown']

/** Pagebeat handed the thread over, or an agent wrote in the Page's inbox: no other app is at work there. */
export function isInInbox({ silentUntil = 0, silentReason }: Thread, now: number): boolean {
  return silentUntil > now && (silentReason === 'handed_over' || silentReason === 'person')
}

/** Whether Facebook has to be asked who controls the thread. */
export function mayBeOthers(
  { lastInboundTs, silentUntil = 0, silentReason = 'unknown', otherAppUntil }: Thread,
  now: number,
): boolean {
  if (lastInboundTs === undefined) return false // there is no thread
  return otherAppUntil > now || (silentUntil > now && othersReasons.includes(silentReason))
}

export function silentUntilOf(
  { now, rules }: AgentActRequest,
  { silentUntil = 0, silentReason }: Thread,
): number {
  const until = now + rules.silenceMs
  return silentReason === 'taken_over' ? Math.max(until, silentUntil) : until
}

/** An agent took the conversation over, and no worker has asked Facebook for the thread yet. */
export async function isBeingTaken(
  transaction: Transaction<Database>,
  conversationId: ConversationId,
): Promise<boolean> {
  const row = await transaction
    .selectFrom('outbound')
    .select('id')
    .where('conversationId', '=', conversationId)
    .where('state', 'in', unsettledStates)
    .where(sql<string>`json_unquote(json_extract(action, '$.action.do'))`, '=', 'take_thread')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
