/** One conversation for its next step: context, thread control, the first open turn, the first unsettled message. */
import { asConversationId, type ConversationId } from '../../domain/ids.ts'
import type { SilenceReason } from '../../domain/reasons.ts'
import { type ExpressionBuilder, type Kysely } from 'kysely'
import { anonymousProfileId } from '../../domain/event-key.ts'
import { unsettledStates } from '../../domain/outbound.ts'
import { feedChannel } from '../../domain/event.ts'
import { type ReplyChannel, replyChannels } from '../../domain/turn.ts'
import type { CustomerProfile, JsonObject } from '../../domain/reply.ts'
import { builtOnce } from '../mysql/built-once.ts'
import { type DatabaseClock, databaseNow } from '../mysql/database-clock.ts'
import type { Database } from '../mysql/schema.ts'
import { customerColumns, toCustomer } from './customers.ts'
import { isHiddenByBot } from './hidden-by-bot.ts'
import { createOwnColumns } from './own-columns.ts'
import { silenceColumns, type SilenceRow, toSilence } from './thread-control.ts'
import { type OpenTurn, toTurn, turnColumns, type TurnRow } from './turn-row.ts'

/** The stored variables of a conversation, and who controls its thread. */
export interface ConversationState {
  readonly context: JsonObject
  /** When the customer last wrote in Messenger, ms since the epoch. */
  readonly lastInboundTs: number | undefined
  /** The bot sends nothing in Messenger before this time, ms since the epoch. */
  readonly silentUntil: number | undefined
  readonly silentReason: SilenceReason | 'unknown' | undefined
  /** Until when another app, or the inbox of the Page, controls the thread, ms. 0 or absent: none does. */
  readonly otherAppUntil?: number
}

/** A conversation at one moment, with its next piece of work. */
export interface ConversationSnapshot extends ConversationState {
  readonly conversationId: ConversationId
  /** Where the replies are given. Everything below is of this channel alone. */
  readonly channel: ReplyChannel
  /** First outbound message that is not settled: nothing later may leave before it. */
  readonly outboundId: string | undefined
  /** First open turn, in the order of events. */
  readonly turn: OpenTurn | undefined
  /** Whether there are more open turns behind `turn`. */
  readonly hasMoreTurns: boolean
  /** The customer of `turn`. */
  readonly customer: CustomerProfile | undefined
  /** A message of the other channel asks a question that the reply to `turn` may depend on, and is not settled. */
  readonly isAskedElsewhere: boolean
  /** How many messages of the bot were claimed since `repliesSince`. */
  readonly recentReplies: number
  readonly wakeTs: string | null
  /** Decisions committed so far. A new one counts only if this number still holds. */
  readonly decisions: number
  /** When the customer last reached the limit of replies a minute, ms. */
  readonly limitTs: number | undefined
  /** Time of the event that last changed thread control. */
  readonly silentTs: string | null
}

export interface ConversationReader {
  findState(conversationId: ConversationId): Promise<ConversationState>
  /** A conversation that was deleted has nothing left to do. */
  read(conversationId: ConversationId, of: SnapshotOf): Promise<ConversationSnapshot>
}

export interface SnapshotOf {
  readonly channel: ReplyChannel
  /** ms since the epoch, for `recentReplies`. */
  readonly repliesSince: number
}

export function createConversationReader(
  db: Kysely<Database>,
  clock?: Pick<DatabaseClock, 'tell'>,
): ConversationReader {
  const ownColumns = createOwnColumns(db)
  return {
    async findState(conversationId) {
      const row = await db
        .selectFrom('conversation')
        .select(['context', 'lastInboundTs', ...silenceColumns])
        .where('id', '=', conversationId)
        .executeTakeFirstOrThrow()
      return toState(row)
    },
    async read(conversationId, { channel, repliesSince }) {
      const sentAt = performance.now()
      const [row] = await selectSnapshot(db, { conversationId, channel, since: String(repliesSince) })
      if (row === undefined) return { ...nobody, ...nothing, ...none, conversationId, channel }
      clock?.tell(Number(row.now), sentAt)
      const turn = toOpenTurn({ ...row, conversationId })
      const own = turn === undefined ? undefined : await ownColumns.find(turn.pId)
      return {
        ...toState(row),
        conversationId,
        channel,
        outboundId: row.outboundId ?? undefined,
        turn,
        hasMoreTurns: Number(row.hasMoreTurns) === 1,
        customer: turn && { ...customerOf(turn, row), ...(own === undefined ? {} : { own }) },
        isAskedElsewhere: Number(row.isAskedElsewhere) === 1,
        recentReplies: Number(row.recentReplies),
        wakeTs: channel === feedChannel ? row.feedWakeTs : row.wakeTs,
        decisions: row.decisions,
        limitTs: row.limitTs === null ? undefined : Number(row.limitTs),
        silentTs: row.silentTs,
      }
    },
  }
}

/** A job may name a conversation that an operator has deleted with the customer. */
const nobody = {
  customer: undefined,
  lastInboundTs: undefined,
  silentUntil: undefined,
  silentReason: undefined,
}
const nothing = { outboundId: undefined, turn: undefined, limitTs: undefined, wakeTs: null, silentTs: null }
const none = { hasMoreTurns: false, isAskedElsewhere: false, recentReplies: 0, decisions: 0, context: {} }

/** A placeholder is no channel yet. */
function asReplyChannel(text: string): ReplyChannel {
  return replyChannels.find((channel) => channel === text) ?? (text as ReplyChannel)
}

const selectSnapshot = builtOnce(
  { conversationId: asConversationId, channel: asReplyChannel, since: String },
  (db, { conversationId, channel, since }) =>
    db
      .selectFrom('conversation as c')
      .leftJoin('turn as t', (join) => join.on((eb) => eb('t.id', '=', firstOpenTurn(eb, channel))))
      .leftJoin('contentState as s', 's.contentKey', 't.contentKey')
      .leftJoin('profile as p', 'p.pId', 't.pId')
      .leftJoin('profileFacebook as f', 'f.pId', 't.pId')
      .select([
        'c.context',
        'c.lastInboundTs',
        'c.wakeTs',
        'c.feedWakeTs',
        'c.decisions',
        'c.limitTs',
        ...silenceColumns.map((name) => `c.${name}` as const),
      ])
      .select(['c.pageId', 'c.psid', 't.id', ...turnColumns, ...customerColumns])
      .select((eb) => [
        eb
          .selectFrom('outbound as o')
          .select('o.id')
          .whereRef('o.conversationId', '=', 'c.id')
          .where('o.state', 'in', unsettledStates)
          .where('o.channel', '=', channel)
          .orderBy('o.id')
          .limit(1)
          .as('outboundId'),
        eb
          .selectFrom('outbound as l')
          .select(({ fn }) => fn.countAll<string>().as('count'))
          .whereRef('l.conversationId', '=', 'c.id')
          .where('l.claimedTs', '>=', since)
          .where('l.userId', 'is', null)
          .where('l.channel', '=', channel)
          .as('recentReplies'),
        eb
          .exists(
            eb
              .selectFrom('turn as n')
              .select('n.id')
              .whereRef('n.conversationId', '=', 'c.id')
              .where('n.state', '=', 'open')
              .where('n.channel', '=', channel)
              .whereRef('n.id', '<>', 't.id'),
          )
          .as('hasMoreTurns'),
        eb
          .exists(
            eb
              .selectFrom('outbound as q')
              .select('q.id')
              .whereRef('q.conversationId', '=', 'c.id')
              .where('q.state', 'in', unsettledStates)
              .where('q.asks', '=', 1)
              .where('q.channel', '<>', channel),
          )
          .as('isAskedElsewhere'),
        isHiddenByBot.as('isHiddenByBot'),
        databaseNow.as('now'),
      ])
      .where('c.id', '=', conversationId),
)

/** Of the conversation `c`, in the order of events. */
function firstOpenTurn(
  eb: ExpressionBuilder<Database & { c: Database['conversation'] }, 'c'>,
  channel: ReplyChannel,
) {
  return eb
    .selectFrom('turn as first')
    .select('first.id')
    .whereRef('first.conversationId', '=', 'c.id')
    .where('first.state', '=', 'open')
    .where('first.channel', '=', channel)
    .orderBy('first.ts')
    .orderBy('first.id')
    .limit(1)
}

/** Pagebeat itself wrote the JSON in it. */
function toState(
  row: {
    readonly context: string | null
    readonly lastInboundTs: string | null
  } & SilenceRow,
): ConversationState {
  return {
    context: row.context === null ? {} : (JSON.parse(row.context) as JsonObject),
    lastInboundTs: row.lastInboundTs === null ? undefined : Number(row.lastInboundTs),
    ...toSilence(row),
  }
}

/** Undefined where the join found no open turn: then every column of the turn is null. */
function toOpenTurn({
  id,
  pId,
  channel,
  ts,
  facts,
  openedTs,
  readyTs,
  understoodTs,
  isHiddenByBot: byBot,
  ...rest
}: { readonly [Name in keyof TurnRow]: TurnRow[Name] | null } & Pick<
  TurnRow,
  'conversationId' | 'pageId' | 'psid'
>): OpenTurn | undefined {
  if (id === null || pId === null || ts === null || facts === null) return undefined
  if (openedTs === null || readyTs === null || channel === null || understoodTs === null) return undefined
  const known = { id, pId, channel, ts, facts, openedTs, readyTs, understoodTs }
  return toTurn({ ...rest, ...known, isHiddenByBot: byBot !== null && Number(byBot) === 1 })
}

/** The profile `anonymous` is shared by all customers whom Facebook does not name: nothing is known of them. */
function customerOf({ pId }: OpenTurn, row: Parameters<typeof toCustomer>[1]): CustomerProfile {
  return pId === anonymousProfileId ? { pId } : toCustomer(pId, row)
}
