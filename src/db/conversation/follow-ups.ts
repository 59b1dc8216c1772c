/** Follow-ups: messages of a reply that are sent later, unless the customer or an agent writes before. */
import { type Kysely, sql } from 'kysely'
import type { Database } from '../mysql/schema.ts'
import type { ConversationId } from '../../domain/ids.ts'
import type { Outbound, OutboundAction } from '../../domain/outbound.ts'
import { toSilenceReason } from '../../domain/reasons.ts'
import type { ReplyChannel } from '../../domain/turn.ts'
import type { ThreadFacts } from '../../domain/thread-silence.ts'
import { silenceColumns } from './thread-control.ts'

/** What decides whether a follow-up is sent. Times in ms since the epoch. */
export interface FollowUpFacts extends Pick<ThreadFacts, 'silentTs' | 'silentReason' | 'firstInboundTs'> {
  /** Whether its reply has a message that it follows: one that does not wait for a time itself. */
  readonly hasParts: boolean
  /** When the last of those messages was sent; undefined: none was. */
  readonly sentTs: number | undefined
  /** The customer did something since that is no repeat of an event. */
  readonly hasLaterTurn: boolean
  /** The last event since that is a repeat. */
  readonly repeatedTs: number | undefined
  readonly lastInboundTs: number | undefined
}

export interface FollowUps {
  find(
    row: Pick<Outbound, 'turnId' | 'step' | 'conversationId' | 'channel' | 'causedTs'>,
  ): Promise<FollowUpFacts>
  /** It is `scheduled` again. It has as long to be sent as it had. */
  postpone(
    row: Pick<Outbound, 'id' | 'expiresTs' | 'action'> & { createdTs: number },
    dueTs: number,
  ): Promise<void>
}

/** Outcomes of turns that Facebook told in another form before. */
const repeats = ['same_click', 'same_words'] as const

export function createFollowUps(db: Kysely<Database>): FollowUps {
  return {
    async find({ turnId, step, conversationId, channel, causedTs }) {
      const isRepeat = sql<boolean>`coalesce(outcome in (${sql.join([...repeats])}), false)`
      const [conversation, later, parts] = await Promise.all([
        db
          .selectFrom('conversation')
          .select(['lastInboundTs', ...silenceColumns])
          .where('id', '=', conversationId)
          .executeTakeFirstOrThrow(),
        db
          .selectFrom('turn')
          .select([
            sql<number | string | null>`max(not ${isRepeat})`.as('hasOther'),
            sql<number | string | null>`max(if(${isRepeat}, ts, null))`.as('repeatedTs'),
          ])
          .where('conversationId', '=', conversationId)
          .where('channel', '=', channel)
          .where('ts', '>', String(causedTs))
          .executeTakeFirstOrThrow(),
        db
          .selectFrom('outbound')
          .select(['action', 'state', 'claimedTs', 'settledTs'])
          .where('turnId', '=', turnId ?? null)
          .where('step', '<', step)
          .execute(),
      ])
      const followed = parts.filter((part) => isFollowed(part.action))
      const sent = followed.filter(({ state }) => state === 'sent')
      const sentTimes = sent.map(({ claimedTs, settledTs }) => Number(claimedTs ?? settledTs))
      return {
        hasParts: followed.length > 0,
        sentTs: sent.length === 0 ? undefined : Math.max(...sentTimes),
        hasLaterTurn: Number(later.hasOther ?? 0) === 1,
        repeatedTs: toMs(later.repeatedTs) ?? undefined,
        lastInboundTs: toMs(conversation.lastInboundTs) ?? undefined,
        silentTs: toMs(conversation.silentTs),
        silentReason:
          conversation.silentReason === null ? undefined : toSilenceReason(conversation.silentReason),
        firstInboundTs: toMs(conversation.firstInboundTs),
      }
    },
    async postpone({ id, expiresTs, action, createdTs }, dueTs) {
      const longerMs = Math.max(0, dueTs - createdTs - (action.afterMs ?? 0))
      await db
        .updateTable('outbound')
        .set({ state: 'scheduled', dueTs: String(dueTs), expiresTs: String(expiresTs + longerMs) })
        .where('id', '=', id)
        .where('state', '=', 'pending')
        .execute()
    },
  }
}

/** Pagebeat itself wrote the JSON in it. */
function isFollowed(json: string): boolean {
  const { action } = JSON.parse(json) as OutboundAction
  return action.do === 'say' && action.afterMs === undefined
}

function toMs(text: number | string | null): number | null {
  return text === null ? null : Number(text)
}

interface Released {
  readonly conversationId: ConversationId
  readonly channel: ReplyChannel
}

/** Those whose time has come are `pending`: the worker of the conversation sends or skips them. */
export async function releaseFollowUps(
  db: Kysely<Database>,
  now: number,
  limit: number,
): Promise<Released[]> {
  const due = await db
    .selectFrom('outbound')
    .select(['id', 'conversationId', 'channel'])
    .where('dueTs', '<=', String(now))
    .where('state', '=', 'scheduled')
    .orderBy('dueTs')
    .limit(limit)
    .execute()
  if (due.length === 0) return []
  await db
    .updateTable('outbound')
    .set({ state: 'pending', dueTs: null })
    .where(
      'id',
      'in',
      due.map(({ id }) => id),
    )
    .where('state', '=', 'scheduled')
    .execute()
  return due.map(({ conversationId, channel }) => ({ conversationId, channel }))
}
