/** Finds open turns by their events. */
import type { ConversationId, PageId, ProfileId, Psid, TurnId } from '../../domain/ids.ts'
import type { Kysely } from 'kysely'
import type { ContentRef, PageEvent } from '../../domain/event.ts'
import { dayOf, eventDayOf } from '../../domain/event-key.ts'
import { toTurnFacts } from '../../domain/turn-facts.ts'
import type { ReplyChannel } from '../../domain/turn.ts'
import { isFreshAt } from './profile-refreshes.ts'
import type { Database } from '../mysql/schema.ts'

/** A turn in a job: its ids, without its text. */
export interface TurnRef {
  readonly turnId: TurnId
  readonly conversationId: ConversationId
  readonly channel: ReplyChannel
  readonly pageId: PageId
  readonly psid: Psid
  readonly pId: ProfileId
  /** When it happened, ms since the epoch. */
  readonly ts: number
}

/** `isFresh`: as `ProfileRefreshes.isFresh`, so enrich is not needed. */
export interface OpenTurnRef extends TurnRef {
  readonly isFresh: boolean
  /** The turn is open and its text was edited at this time, ms. It is to be understood again. */
  readonly editedTs?: number
}

/** The open turns of these events, and those whose text one of them edits. */
export async function findTurnsByEvents(
  db: Kysely<Database>,
  { events, now }: { readonly events: readonly PageEvent[]; readonly now: number },
): Promise<OpenTurnRef[]> {
  const own = events.filter((event) => toTurnFacts(event) !== undefined)
  const edits = events.flatMap((event) => (event.changes?.text === undefined ? [] : [toEdit(event)]))
  if (own.length === 0 && edits.length === 0) return []
  const days = [...own.map(eventDayOf), ...edits.flatMap((edit) => edit.days)]
  const keys = [...own, ...edits].map(({ key }) => Buffer.from(key, 'hex'))
  const rows = await selectOpenTurns(db)
    .select('i.eventKey')
    .where('i.eventDay', 'in', [...new Set(days)])
    .where('i.eventKey', 'in', keys)
    .execute()
  const ofPosts = await findTurnsOfPosts(
    db,
    edits.filter(({ of }) => of === 'post'),
  )
  const isOwn = new Set(own.map(({ key }) => key))
  const editOf = new Map(edits.map(({ key, ts }) => [key, ts]))
  return [...rows, ...ofPosts].flatMap(
    ({ lastInboundTs, refreshedTs, refreshResult, lastInboundMsgTs, eventKey, ...turn }) => {
      const key = eventKey?.toString('hex') ?? ''
      const ref = {
        ...turn,
        ts: Number(turn.ts),
        isFresh: lastInboundTs === null || isFreshAt(now, { refreshedTs, refreshResult, lastInboundMsgTs }),
      }
      const editedTs = editOf.get(key)
      return [
        ...(isOwn.has(key) ? [ref] : []),
        ...(editedTs === undefined ? [] : [{ ...ref, isFresh: true, editedTs }]),
      ]
    },
  )
}

function selectOpenTurns(db: Kysely<Database>) {
  return db
    .selectFrom('interaction as i')
    .innerJoin('turn as t', 't.kwInteractionId', 'i.kwInteractionId')
    .innerJoin('conversation as c', 'c.id', 't.conversationId')
    .leftJoin('profileFacebook as f', 'f.pId', 't.pId')
    .select(['t.id as turnId', 't.conversationId', 't.channel', 't.pId', 't.ts', 'c.pageId', 'c.psid'])
    .select(['c.lastInboundTs', 'f.refreshedTs', 'f.refreshResult', 'f.lastInboundMsgTs'])
    .where('t.state', '=', 'open')
    .orderBy('t.ts')
    .orderBy('t.id')
}

interface Edit {
  readonly key: string
  readonly of: ContentRef['of'] | undefined
  readonly ts: number
  readonly days: readonly string[]
}

/** An open turn is minutes old, at most a day. */
function toEdit({ changes, ts }: PageEvent): Edit {
  return { key: changes?.key ?? '', of: changes?.of, ts, days: [dayOf(ts), dayOf(ts - 86_400_000)] }
}

/** A post may have several rows, and none of them has its key. */
async function findTurnsOfPosts(db: Kysely<Database>, edits: readonly Edit[]) {
  if (edits.length === 0) return []
  return await selectOpenTurns(db)
    .innerJoin('contentRow as r', 'r.kwInteractionId', 'i.kwInteractionId')
    .select('r.contentKey as eventKey')
    .where(
      'r.contentKey',
      'in',
      edits.map(({ key }) => Buffer.from(key, 'hex')),
    )
    .execute()
}
