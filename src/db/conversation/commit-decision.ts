import type { TurnOutcome } from '../../domain/reasons.ts'
import type { ExpressionBuilder, Insertable, Kysely, Transaction } from 'kysely'
import { anonymousProfileId, commentKey, keyOf } from '../../domain/event-key.ts'
import { type OutboundAction, unsettledStates } from '../../domain/outbound.ts'
import { outcomeIfSent } from '../../domain/turn-outcome.ts'
import type { Reply, ReplyAction } from '../../domain/reply.ts'
import { lastPartOf } from '../../domain/story-id.ts'
import { changedContentOf } from './changed-content.ts'
import type { CustomerKey } from '../../domain/identity-link.ts'
import type { KnownForgotten } from '../identity/forgotten-links.ts'
import { questionColumns } from './question-columns.ts'
import type { OpenTurn } from './turn-row.ts'
import { inTransaction } from '../mysql/in-transaction.ts'
import type { Database } from '../mysql/schema.ts'
import { saveProfile } from './customers.ts'
import { recordModeration } from './moderation.ts'
import { resolveSoon } from '../identity/link-now.ts'
import { recordProved } from './record-proved.ts'
import type { ConversationSnapshot } from './read-conversation.ts'
import { askingForAgent, isForAgent } from './waiting.ts'

/** A chosen reply, ready to be written. */
export interface Decision {
  readonly reply: Reply
  /** From the snapshot for which the reply was chosen. */
  readonly chosenBy: Pick<ConversationSnapshot, 'decisions' | 'silentTs'>
  /** Why there is no reply, or `waiting`: the messages of the reply move it on. */
  readonly outcome: TurnOutcome
  readonly actions: readonly OutboundAction[]
  /** Random: in the metadata of the messages, so that their echoes are known. */
  readonly echoMark: string
  /** Nothing is sent after this time, ms since the epoch. */
  readonly expiresTs: number
  readonly now: number
  /** The caller sends the first message: its row is claimed at `now`. */
  readonly claimsFirst: boolean
  /** It asks a question on the feed, in private. Replies in Messenger wait until its messages are settled. */
  readonly asks?: boolean
  /** The storyboard replies to mentions: one comment may be two turns, and gets one reply. */
  readonly isOnce?: boolean
  /** Absent: nobody was forgotten. */
  readonly tombstones?: KnownForgotten
}

/**
 * `outdated`: nothing was written. Another worker closed the turn; or since the snapshot an earlier turn arrived, a
 * decision was committed, a message of the channel became unsettled, thread control changed, or what the customer said
 * was edited, removed or hidden.
 */
export type Commit =
  | { readonly is: 'committed'; readonly firstOutboundId: string | undefined }
  | { readonly is: 'outdated' }
  /** Nothing was written: another turn got the reply to this comment or post. */
  | { readonly is: 'repeated' }

export type CommitDecision = (turn: OpenTurn, decision: Decision) => Promise<Commit>

/**
 * The turn is done, the messages of its reply are outbound rows, and context and profile are as the reply says. All of
 * it is one transaction.
 */
export async function commitDecision(
  db: Kysely<Database>,
  turn: OpenTurn,
  {
    reply,
    chosenBy,
    outcome,
    actions,
    echoMark,
    expiresTs,
    now,
    claimsFirst,
    asks = false,
    isOnce = false,
    tombstones,
  }: Decision,
): Promise<Commit> {
  let linked: readonly CustomerKey[] = []
  const committed = inTransaction(db, async (transaction): Promise<Commit> => {
    const { numUpdatedRows } = await transaction
      .updateTable('turn') // no other table: an update of several tables locks the rows that its conditions read
      .set({
        state: 'done',
        outcome,
        outcomeIfSent:
          actions.length === 0
            ? null
            : outcomeIfSent(
                reply,
                actions.map(({ action }) => action),
              ),
        scene: reply.scene ?? null,
        alsoScene: reply.alsoScene ?? null,
        askedIntents: reply.askedIntents === undefined ? null : JSON.stringify(reply.askedIntents),
        answersTurnId: reply.meaning?.turnId ?? null,
        meantIntent: reply.meaning?.intent ?? null,
        ...questionColumns(reply),
        handledTs: String(now),
      })
      .where('id', '=', turn.id)
      .where('state', '=', 'open')
      .where((eb) => eb.not(eb.exists(earlierThan(eb, turn))))
      .where((eb) => eb.not(eb.exists(unsettledOf(eb, turn))))
      .where((eb) => eb.not(eb.exists(changedContentOf(eb, turn))))
      .executeTakeFirstOrThrow()
    if (numUpdatedRows === 0n) return { is: 'outdated' }
    if (isOnce && actions.length > 0 && !(await claimContent(transaction, turn, now))) throw new Repeated()
    const { numUpdatedRows: unchanged } = await transaction
      .updateTable('conversation')
      .set((eb) => ({
        context: JSON.stringify(reply.context),
        decisions: eb('decisions', '+', 1),
        ...(isLeftToAgent(turn, outcome) ? askingForAgent(turn.ts) : {}),
      }))
      .where('id', '=', turn.conversationId)
      .where('decisions', '=', chosenBy.decisions)
      .where('silentTs', '<=>', chosenBy.silentTs)
      .executeTakeFirstOrThrow()
    if (unchanged === 0n) throw new ChangedMeanwhile()
    const rows = actions.map((action, step) => ({
      turnId: turn.id,
      step,
      conversationId: turn.conversationId,
      channel: turn.channel,
      asks: Number(asks && action.action.do === 'private_reply'),
      action: JSON.stringify(action),
      expiresTs,
      createdTs: now,
      echoMark,
      ...(step === 0 && claimsFirst
        ? { state: 'sending' as const, claimedTs: now, attempts: 1 }
        : { state: 'pending' as const, claimedTs: null, attempts: 0 }),
      ...scheduleOf(action.action, { expiresTs, now }),
    }))
    const firstOutboundId = await insertOutbound(transaction, rows)
    const acts = moderationActsIn(actions)
    if (acts.length > 0) await recordModeration(transaction, turn, { acts, now })
    if (reply.profile !== undefined && turn.pId !== anonymousProfileId)
      await saveProfile(transaction, {
        psid: turn.psid,
        turnId: turn.id,
        changes: reply.profile,
        byHub: reply.setByHub ?? [],
        ts: now,
      })
    linked =
      reply.proved === undefined
        ? []
        : await recordProved(transaction, turn, { proved: reply.proved, tombstones })
    return { is: 'committed', firstOutboundId }
  })
  const commit = await committed.catch((error: unknown): Commit => {
    if (error instanceof ChangedMeanwhile) return { is: 'outdated' }
    if (error instanceof Repeated) return { is: 'repeated' }
    throw error
  })
  if (commit.is === 'committed') await resolveSoon(db, linked)
  return commit
}

/** The customer wrote in a thread where the bot is silent. */
function isLeftToAgent({ kind }: OpenTurn, outcome: TurnOutcome): boolean {
  return isForAgent(kind) && outcome.startsWith('silent_')
}

function moderationActsIn(actions: readonly OutboundAction[]) {
  return actions.flatMap(({ action }, step) =>
    'rule' in action && action.rule !== undefined ? [{ step, act: action.do, rule: action.rule }] : [],
  )
}

/** A follow-up waits for its time, and has as long to be sent as other messages. */
function scheduleOf({ afterMs }: ReplyAction, { expiresTs, now }: { expiresTs: number; now: number }) {
  return afterMs === undefined
    ? { dueTs: null }
    : { state: 'scheduled' as const, dueTs: String(now + afterMs), expiresTs: expiresTs + afterMs }
}

/** Rolls the transaction back. */
class ChangedMeanwhile extends Error {}
class Repeated extends Error {}

/**
 * Whether this turn is the one that replies to its comment or post. Facebook tells of it a second time as a mention, in
 * any order and without its author, so the two may be in different conversations and at two workers.
 */
async function claimContent(
  transaction: Transaction<Database>,
  turn: OpenTurn,
  now: number,
): Promise<boolean> {
  const contentKey = sharedKeyOf(turn)
  if (contentKey === undefined) return true
  await transaction
    .insertInto('contentReply')
    .values({ contentKey, turnId: turn.id, ts: String(now) })
    .onDuplicateKeyUpdate(({ ref }) => ({ turnId: ref('contentReply.turnId') }))
    .execute()
  const { turnId } = await transaction
    .selectFrom('contentReply')
    .select('turnId')
    .where('contentKey', '=', contentKey)
    .executeTakeFirstOrThrow()
  return turnId === turn.id
}

/** A post of a Page with two ids may have either of them in its own, so its last part names it. */
function sharedKeyOf({ kind, pageId, commentId, postId }: OpenTurn): Buffer | undefined {
  if (kind !== 'comment' && kind !== 'mention' && kind !== 'visitor_post') return undefined
  if (commentId === undefined && postId === undefined) return undefined
  const key =
    commentId === undefined ? keyOf(pageId, 'post', lastPartOf(postId ?? '')) : commentKey(pageId, commentId)
  return Buffer.from(key, 'hex')
}

async function insertOutbound(
  transaction: Transaction<Database>,
  rows: readonly Insertable<Database['outbound']>[],
): Promise<string | undefined> {
  if (rows.length === 0) return undefined
  const { insertId } = await transaction.insertInto('outbound').values(rows).executeTakeFirstOrThrow()
  return String(insertId)
}

/** Those that the turn's reply has to wait for. */
function unsettledOf(eb: ExpressionBuilder<Database, 'turn'>, { conversationId, channel }: OpenTurn) {
  return eb
    .selectFrom('outbound as o')
    .select('o.id')
    .where('o.conversationId', '=', conversationId)
    .where('o.state', 'in', unsettledStates)
    .where(({ or, eb: is }) => or([is('o.channel', '=', channel), is('o.asks', '=', 1)]))
}

/** A derived table, as MySQL does not read a table that it updates. */
function earlierThan(eb: ExpressionBuilder<Database, 'turn'>, { id, conversationId, channel, ts }: OpenTurn) {
  const earlier = eb
    .selectFrom('turn as t')
    .select('t.id')
    .where('t.conversationId', '=', conversationId)
    .where('t.state', '=', 'open')
    .where('t.channel', '=', channel)
    .where(({ and, or, eb: is }) =>
      or([is('t.ts', '<', String(ts)), and([is('t.ts', '=', String(ts)), is('t.id', '<', id)])]),
    )
    .limit(1)
  return eb.selectFrom(earlier.as('earlier')).select('earlier.id')
}
