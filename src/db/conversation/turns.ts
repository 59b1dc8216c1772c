/** The table `turn`: events that may deserve a reply, by conversation, in the order in which they happened. */
import type { PageId, Psid, TurnId } from '../../domain/ids.ts'
import { type Kysely, sql, type Transaction } from 'kysely'
import { feedChannel, type PageEvent } from '../../domain/event.ts'
import { commentKey, postKey } from '../../domain/event-key.ts'
import type { TurnOutcome } from '../../domain/reasons.ts'
import { replyChannelOf, type TurnFacts } from '../../domain/turn.ts'
import { correspondentOf, toTurnFacts } from '../../domain/turn-facts.ts'
import type { Understanding } from '../../domain/understanding.ts'
import { conversationName, type Conversations } from '../events/find-conversations.ts'
import { found } from '../mysql/require-found.ts'
import { graphFactsOf } from './graph-facts.ts'
import type { People } from '../events/people.ts'
import { findTurnsByEvents, type OpenTurnRef } from './find-turns.ts'
import { type OpenTurn, toTurn, turnColumns } from './turn-row.ts'
import type { Database } from '../mysql/schema.ts'

/** An open turn with the language and time zone of its customer, where they are known. */
export interface TurnToUnderstand extends OpenTurn {
  readonly locale?: string
  readonly timezone?: string
}

export interface Turns {
  /** The open turns of these events, and those whose text one of them edits. */
  findByEvents(events: readonly PageEvent[], now: number): Promise<OpenTurnRef[]>
  /** Undefined: there is no such turn, or it is done. */
  find(turnId: TurnId): Promise<TurnToUnderstand | undefined>
  /**
   * Closes open turns that have waited for longer than a reply may take, at most `limit`. They get no reply. Returns
   * their number. Comments stay open for `commentMs`: moderation judges them also late.
   */
  closeTooLate(now: number, options: CloseTooLate): Promise<number>
  /** Stores the understanding with the turn, if its text is still the latest. An earlier one of this text stays. */
  recordUnderstanding(turn: Pick<OpenTurn, 'id' | 'content'>, understanding: Understanding): Promise<void>
}

export interface CloseTooLate {
  readonly replyMs: number
  readonly commentMs: number
  readonly limit: number
}

const kindOf = sql<string>`json_unquote(json_extract(facts, '$.kind'))`
const comments: readonly TurnFacts['kind'][] = ['comment', 'edited_comment']
const tooLate: TurnOutcome = 'too_late'

/** An event that becomes a turn, and the customer of its conversation. */
export interface NewTurn {
  readonly event: PageEvent
  readonly facts: TurnFacts
  readonly pageId: PageId
  readonly psid: Psid
}

/** Whether the storyboard has a scene for this kind of turn. Other events become no turns. */
export type ListensTo = (kind: TurnFacts['kind']) => boolean

/** These turns are stored, each once, in the transaction of their events. */
export async function recordTurns(
  transaction: Transaction<Database>,
  wanted: readonly NewTurn[],
  {
    ids,
    people,
    conversations,
    waitFor,
    replyMs,
    now,
  }: {
    ids: ReadonlyMap<string, string>
    people: People
    conversations: Conversations
    /** How long an event waits for earlier ones, ms. */
    waitFor: (event: PageEvent) => number
    /** The longest time from an event to its reply. An older one is a closed turn from the start. */
    replyMs: number
    now: number
  },
): Promise<void> {
  if (wanted.length === 0) return
  const closed = { state: 'done', outcome: tooLate, handledTs: String(now) } as const
  const open = { state: 'open', outcome: null, handledTs: null } as const
  const rows = wanted.map(({ event, facts, pageId, psid }) => {
    const conversation = found(conversations, conversationName({ pageId, psid }))
    return {
      kwInteractionId: found(ids, event.key),
      conversationId: conversation.id,
      pId: people.profileIdOf(event.actor, event.pageId),
      ts: event.ts,
      facts: JSON.stringify(facts),
      channel: replyChannelOf(facts.kind),
      contentKey: contentKeyOf(event, facts),
      openedTs: now,
      readyTs: now + waitFor(event),
      ...(now - event.ts > replyMs ? closed : open),
    }
  })
  await transaction
    .insertInto('turn')
    .values(rows.toSorted((a, b) => (BigInt(a.kwInteractionId) < BigInt(b.kwInteractionId) ? -1 : 1)))
    .onDuplicateKeyUpdate(({ ref }) => ({ openedTs: ref('turn.openedTs') }))
    .execute()
}

export function newTurnsOf(events: readonly PageEvent[], listensTo: ListensTo): NewTurn[] {
  return events.flatMap((event) => {
    const facts = toTurnFacts(event)
    if (facts === undefined || !listensTo(facts.kind)) return []
    const psid = correspondentOf(event, facts)
    return psid === undefined ? [] : [{ event, facts, pageId: event.pageId, psid }]
  })
}

export function createTurns(db: Kysely<Database>): Turns {
  return {
    findByEvents: (events, now) => findTurnsByEvents(db, { events, now }),
    async find(turnId) {
      const row = await db
        .selectFrom('turn as t')
        .innerJoin('conversation as c', 'c.id', 't.conversationId')
        .leftJoin('profileFacebook as f', 'f.pId', 't.pId')
        .leftJoin('contentState as s', 's.contentKey', 't.contentKey')
        .select(['t.id', 't.conversationId', ...turnColumns, 'c.pageId', 'c.psid', 'f.metaRaw'])
        .where('t.id', '=', turnId)
        .where('t.state', '=', 'open')
        .executeTakeFirst()
      if (row === undefined) return undefined
      const { metaRaw, ...turn } = row
      return { ...toTurn(turn), ...localeOf(metaRaw) }
    },
    async closeTooLate(now, { replyMs, commentMs, limit }) {
      const before = String(now - replyMs)
      const late = await db
        .selectFrom('turn')
        .select('id')
        .where('state', '=', 'open')
        .where('openedTs', '<', before) // a turn is never known before it happens, and this column has the index
        .where('ts', '<', before)
        .$if(commentMs > replyMs, (query) =>
          query.where(({ or, eb }) =>
            or([
              eb('ts', '<', String(now - commentMs)),
              eb('channel', '<>', feedChannel),
              eb(kindOf, 'not in', comments),
            ]),
          ),
        )
        .orderBy('openedTs')
        .limit(limit)
        .execute()
      if (late.length === 0) return 0
      const { numUpdatedRows } = await db
        .updateTable('turn')
        .set({ state: 'done', outcome: tooLate, handledTs: String(now) })
        .where(
          'id',
          'in',
          late.map(({ id }) => id),
        )
        .where('state', '=', 'open')
        .executeTakeFirstOrThrow()
      return Number(numUpdatedRows)
    },
    async recordUnderstanding({ id, content: { editedTs } }, understanding) {
      const latest = sql<string>`coalesce((select s.textTs from contentState s where s.contentKey = turn.contentKey), 0)`
      await db
        .updateTable('turn')
        .set({ understanding: JSON.stringify(understanding), understoodTs: String(editedTs) })
        .where('id', '=', id)
        .where(({ or, eb }) =>
          or([eb('understanding', 'is', null), eb('understoodTs', '<>', String(editedTs))]),
        )
        .where(latest, '=', String(editedTs))
        .execute()
    },
  }
}

/** The content whose edit, removal or hiding concerns the turn. */
function contentKeyOf(
  { creates, changes, pageId }: PageEvent,
  { kind, commentId, postId }: TurnFacts,
): Buffer | null {
  const key =
    creates?.key ??
    changes?.key ??
    (kind === 'mention' ? mentionedKey(pageId, { commentId, postId }) : undefined)
  return key === undefined ? null : Buffer.from(key, 'hex')
}

/** A mention is an event of its own, about a comment or a post. */
function mentionedKey(
  pageId: PageId,
  { commentId, postId }: { commentId: string | undefined; postId: string | undefined },
): string | undefined {
  if (commentId !== undefined) return commentKey(pageId, commentId)
  return postId === undefined ? undefined : postKey(pageId, postId)
}

function localeOf(metaRaw: string | null): Pick<TurnToUnderstand, 'locale' | 'timezone'> {
  const { locale, timezone } = graphFactsOf(metaRaw)
  return { ...(locale === undefined ? {} : { locale }), ...(timezone === undefined ? {} : { timezone }) }
}
