/** The table `turn`: events that may deserve a reply, by conversation, in the order in which they happened. */
import type { ConversationId, PageId, ProfileId, Psid, TurnId } from '../../domain/ids.ts'
import type { Kysely, Transaction } from 'kysely'
import type { PageEvent } from '../../domain/event.ts'
import { eventDayOf } from '../../domain/event-key.ts'
import type { TurnOutcome } from '../../domain/reasons.ts'
import { type ReplyChannel, replyChannelOf, type Turn, type TurnFacts } from '../../domain/turn.ts'
import { correspondentOf, toTurnFacts } from '../../domain/turn-facts.ts'
import type { Understanding } from '../../domain/understanding.ts'
import { conversationName, type Conversations } from '../events/find-conversations.ts'
import { found } from '../mysql/require-found.ts'
import { graphFactsOf } from './graph-facts.ts'
import type { People } from '../events/people.ts'
import { isFreshAt } from './profile-refreshes.ts'
import type { Database } from '../mysql/schema.ts'

/** A turn in a job: its ids, without its text. */
export interface TurnRef {
  readonly turnId: TurnId
  readonly conversationId: ConversationId
  readonly pageId: PageId
  readonly psid: Psid
  readonly pId: ProfileId
  /** When it happened, ms since the epoch. */
  readonly ts: number
}

/** `isFresh`: the customer's profile is fresh, so enrich is not needed. */
export interface OpenTurnRef extends TurnRef {
  readonly isFresh: boolean
}

export interface OpenTurn extends Turn {
  /** Where its reply is given. */
  readonly channel: ReplyChannel
  readonly openedTs: number
  readonly readyTs: number
  readonly understanding: Understanding | undefined
}

/** An open turn with the language and time zone of its customer, where they are known. */
export interface TurnToUnderstand extends OpenTurn {
  readonly locale?: string
  readonly timezone?: string
}

export interface Turns {
  /** The open turns of these events. */
  findByEvents(events: readonly PageEvent[], now: number): Promise<OpenTurnRef[]>
  /** Undefined: there is no such turn, or it is done. */
  find(turnId: TurnId): Promise<TurnToUnderstand | undefined>
  /**
   * Closes open turns that have waited for longer than a reply may take, at most `limit`. They get no reply. Returns
   * their number.
   */
  closeTooLate(now: number, options: { readonly replyMs: number; readonly limit: number }): Promise<number>
  /** Stores the understanding with the turn. An earlier one stays. */
  recordUnderstanding(turnId: TurnId, understanding: Understanding): Promise<void>
}

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
    async findByEvents(events, now) {
      const maybe = events.filter((event) => toTurnFacts(event) !== undefined)
      if (maybe.length === 0) return []
      const rows = await db
        .selectFrom('interaction as i')
        .innerJoin('turn as t', 't.kwInteractionId', 'i.kwInteractionId')
        .innerJoin('conversation as c', 'c.id', 't.conversationId')
        .leftJoin('profileFacebook as f', 'f.pId', 't.pId')
        .select(['t.id as turnId', 't.conversationId', 't.pId', 't.ts', 'c.pageId', 'c.psid'])
        .select(['f.refreshedTs', 'f.refreshResult'])
        .where('i.eventDay', 'in', [...new Set(maybe.map(eventDayOf))])
        .where(
          'i.eventKey',
          'in',
          maybe.map(({ key }) => Buffer.from(key, 'hex')),
        )
        .where('t.state', '=', 'open')
        .orderBy('t.ts')
        .orderBy('t.id')
        .execute()
      return rows.map(({ refreshedTs, refreshResult, ...turn }) => ({
        ...turn,
        ts: Number(turn.ts),
        isFresh: isFreshAt(now, { refreshedTs, refreshResult }),
      }))
    },
    async find(turnId) {
      const row = await db
        .selectFrom('turn as t')
        .innerJoin('conversation as c', 'c.id', 't.conversationId')
        .leftJoin('profileFacebook as f', 'f.pId', 't.pId')
        .select(['t.id', 't.conversationId', ...turnColumns, 'c.pageId', 'c.psid', 'f.metaRaw'])
        .where('t.id', '=', turnId)
        .where('t.state', '=', 'open')
        .executeTakeFirst()
      if (row === undefined) return undefined
      const { metaRaw, ...turn } = row
      return { ...toTurn(turn), ...localeOf(metaRaw) }
    },
    async closeTooLate(now, { replyMs, limit }) {
      const before = String(now - replyMs)
      const late = await db
        .selectFrom('turn')
        .select('id')
        .where('state', '=', 'open')
        .where('openedTs', '<', before) // a turn is never known before it happens, and this column has the index
        .where('ts', '<', before)
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
    async recordUnderstanding(turnId, understanding) {
      await db
        .updateTable('turn')
        .set({ understanding: JSON.stringify(understanding) })
        .where('id', '=', turnId)
        .where('understanding', 'is', null)
        .execute()
    },
  }
}

function localeOf(metaRaw: string | null): Pick<TurnToUnderstand, 'locale' | 'timezone'> {
  const { locale, timezone } = graphFactsOf(metaRaw)
  return { ...(locale === undefined ? {} : { locale }), ...(timezone === undefined ? {} : { timezone }) }
}

/** The columns for `toTurn`, beside the ids. */
export const turnColumns = [
  't.channel',
  't.pId',
  't.ts',
  't.facts',
  't.openedTs',
  't.readyTs',
  't.understanding',
] as const

export interface TurnRow {
  readonly id: TurnId
  readonly conversationId: ConversationId
  readonly pageId: PageId
  readonly psid: Psid
  readonly pId: ProfileId
  readonly channel: ReplyChannel
  readonly ts: string
  readonly facts: string
  readonly openedTs: string
  readonly readyTs: string
  readonly understanding: string | null
}

/** Pagebeat itself wrote the JSON in it. */
export function toTurn({ facts, understanding, ts, openedTs, readyTs, ...names }: TurnRow): OpenTurn {
  return {
    ...(JSON.parse(facts) as TurnFacts),
    ...names,
    ts: Number(ts),
    openedTs: Number(openedTs),
    readyTs: Number(readyTs),
    understanding: understanding === null ? undefined : (JSON.parse(understanding) as Understanding),
  }
}
