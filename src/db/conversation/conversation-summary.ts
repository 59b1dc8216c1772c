/** For `pagebeat conversation show`: a thread with its last turns and messages, without their text. */
import type { ConversationId, PageId, Psid } from '../../domain/ids.ts'
import type { Kysely } from 'kysely'
import type { Understanding } from '../../domain/understanding.ts'
import type { Database } from '../mysql/schema.ts'
import { silenceColumns, toSilence } from './thread-control.ts'

export interface ConversationSummary {
  readonly id: ConversationId
  readonly pageId: PageId
  readonly psid: Psid
  /** ms; undefined when the customer never wrote. */
  readonly lastInboundTs: number | undefined
  /** ms; the bot may write in the thread when it lies in the past. */
  readonly silentUntil: number
  readonly silentReason: string | undefined
  /** Since when the customer waits for an agent, ms. */
  readonly waitingTs: number | undefined
  /** At most 10, newest first. */
  readonly turns: readonly TurnSummary[]
  /** At most 10, newest first. */
  readonly outbound: readonly OutboundSummary[]
}

export interface TurnSummary {
  readonly id: string
  readonly ts: number
  /** The outcome, or the state of a turn that is still open. */
  readonly became: string
  readonly scene: string | undefined
  /** The scene that followed, for the second intent of the text. */
  readonly alsoScene: string | undefined
  /** Undefined: there was no text, or it is not understood yet. */
  readonly understanding: Understanding | undefined
  /** The intents that the bot asked about. */
  readonly askedIntents: readonly string[]
  /** What the customer chose, in the turn that answers such a question. */
  readonly meantIntent: string | undefined
}

interface OutboundSummary {
  readonly id: string
  readonly createdTs: number
  readonly state: string
  readonly reason: string | undefined
}

const newest = 10

/** The conversation of this Page with this PSID; undefined when there is none. */
export async function findConversationSummary(
  db: Kysely<Database>,
  { pageId, psid }: { readonly pageId: PageId; readonly psid: Psid },
): Promise<ConversationSummary | undefined> {
  const row = await db
    .selectFrom('conversation')
    .select(['id', 'pageId', 'psid', 'lastInboundTs', 'waitingTs', ...silenceColumns])
    .where('pageId', '=', pageId)
    .where('psid', '=', psid)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const [turns, outbound] = await Promise.all([findTurns(db, row.id), findOutbound(db, row.id)])
  return {
    id: row.id,
    pageId: row.pageId,
    psid: row.psid,
    lastInboundTs: row.lastInboundTs === null ? undefined : Number(row.lastInboundTs),
    silentUntil: toSilence(row).silentUntil ?? 0,
    silentReason: row.silentReason ?? undefined,
    waitingTs: row.waitingTs === null ? undefined : Number(row.waitingTs),
    turns,
    outbound,
  }
}

async function findTurns(db: Kysely<Database>, conversationId: ConversationId): Promise<TurnSummary[]> {
  const rows = await db
    .selectFrom('turn')
    .select(['id', 'ts', 'state', 'outcome', 'scene', 'alsoScene'])
    .select(['understanding', 'askedIntents', 'meantIntent'])
    .where('conversationId', '=', conversationId)
    .orderBy('ts', 'desc')
    .limit(newest)
    .execute()
  return rows.map(({ id, ts, state, outcome, scene, alsoScene, understanding, ...asked }) => ({
    id,
    ts: Number(ts),
    became: outcome ?? state,
    scene: scene ?? undefined,
    alsoScene: alsoScene ?? undefined,
    understanding: understanding === null ? undefined : (JSON.parse(understanding) as Understanding),
    askedIntents: asked.askedIntents === null ? [] : (JSON.parse(asked.askedIntents) as string[]),
    meantIntent: asked.meantIntent ?? undefined,
  }))
}

async function findOutbound(
  db: Kysely<Database>,
  conversationId: ConversationId,
): Promise<OutboundSummary[]> {
  const rows = await db
    .selectFrom('outbound')
    .select(['id', 'createdTs', 'state', 'reason'])
    .where('conversationId', '=', conversationId)
    .orderBy('id', 'desc')
    .limit(newest)
    .execute()
  return rows.map(({ id, createdTs, state, reason }) => ({
    id,
    createdTs: Number(createdTs),
    state,
    reason: reason ?? undefined,
  }))
}
