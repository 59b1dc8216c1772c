/** The table `moderation`: which rule hid, deleted or showed which comment. */
import { type Kysely, sql, type Transaction } from 'kysely'
import { type CommentHistory, noHistory } from '../../domain/comment-history.ts'
import { commentKey } from '../../domain/event-key.ts'
import type { OutboundState } from '../../domain/outbound.ts'
import type { Turn } from '../../domain/turn.ts'
import type { Database } from '../mysql/schema.ts'
import type { OpenTurn } from './turn-row.ts'

/** A message in one of these states has not left, and will not. */
export const ineffectiveStates: readonly OutboundState[] = ['failed', 'expired', 'suppressed', 'skipped']

/**
 * Whether the act took effect, or may. A hide that ended with an error may be in effect; one that shows a comment again
 * counts only if it does: not if nobody knows. Names of the tables in the query: `moderation` and `outbound`.
 */
export function mayHaveEffect(act: string, row: string) {
  return sql<boolean>`(${sql.ref(`${row}.state`)} not in (${sql.join([...ineffectiveStates, 'held'])})
    or (${sql.ref(`${row}.attempts`)} > 0 and ${sql.ref(`${act}.act`)} <> 'unhide'))`
}

/** Facebook's event of an act of the bot has a time close to the claim, ms. */
const ownEventMs = 60_000

/**
 * Whether an agent hid or showed the comment after this act of the bot. Names of the tables in the query: `contentState`
 * and `outbound`.
 */
export function isByAgent(content: string, row: string) {
  return sql<boolean>`coalesce(${sql.ref(`${content}.hiddenTs`)} > ${sql.ref(`${row}.claimedTs`)} + ${sql.lit(ownEventMs)}, 0)`
}

const messages = ['comment', 'private_reply']

/** What the bot, or an agent of the console, did with the comment of this turn so far. Three short reads by a key. */
export async function findCommentHistory(
  db: Kysely<Database>,
  { commentId, pageId, conversationId }: Pick<Turn, 'commentId' | 'pageId' | 'conversationId'>,
): Promise<CommentHistory> {
  if (commentId === undefined) return noHistory
  const contentKey = Buffer.from(commentKey(pageId, commentId), 'hex')
  const last = await db
    .selectFrom('moderation as m')
    .innerJoin('outbound as o', 'o.id', 'm.outboundId')
    .select(['m.rule', 'm.act'])
    .where('m.contentKey', '=', contentKey)
    .where(mayHaveEffect('m', 'o'))
    .orderBy('m.outboundId', 'desc')
    .limit(1)
    .executeTakeFirst()
  const reply = await db
    .selectFrom('outbound as o')
    .leftJoin('turn as t', 't.id', 'o.turnId')
    .select('o.id')
    .where('o.conversationId', '=', conversationId)
    .where((eb) => eb(eb.fn.coalesce('o.contentKey', 't.contentKey'), '=', contentKey)) // of an agent, or of the bot
    .where('o.state', 'not in', ineffectiveStates)
    .where(sql<string>`json_unquote(json_extract(o.action, '$.action.do'))`, 'in', messages)
    .limit(1)
    .executeTakeFirst()
  return {
    isReplied: reply !== undefined || (await hasReplyOfPage(db, commentId)),
    ...(last?.act === 'hide' ? { hiddenBy: last.rule } : {}),
  }
}

/** An agent replied by hand, or the bot did under another name of the customer. */
async function hasReplyOfPage(db: Kysely<Database>, commentId: string): Promise<boolean> {
  const row = await db
    .selectFrom('chanFacebookFeed as f')
    .innerJoin('interaction as i', 'i.kwInteractionId', 'f.kwInteractionId')
    .select('f.kwInteractionId')
    .where('f.parent_id', '=', commentId)
    .where('f.item', '=', 'comment')
    .where('f.verb', '=', 'add')
    .where('f.removedTs', 'is', null)
    .where('i.direction', '=', 'out')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** The acts of a rule that this decision holds, in its transaction. Their rows of `outbound` are there. */
export async function recordModeration(
  transaction: Transaction<Database>,
  { id: turnId, pageId, commentId, kind }: OpenTurn,
  {
    acts,
    now,
  }: {
    readonly acts: readonly { readonly step: number; readonly act: string; readonly rule: string }[]
    readonly now: number
  },
): Promise<void> {
  if (commentId === undefined) return
  const contentKey = Buffer.from(commentKey(pageId, commentId), 'hex')
  const cause = kind === 'comment' ? 'comment' : 'edit'
  for (const { step, act, rule } of acts)
    await transaction
      .insertInto('moderation')
      .columns(['outboundId', 'contentKey', 'pageId', 'commentId', 'rule', 'act', 'cause', 'ts'])
      .expression((eb) =>
        eb
          .selectFrom('outbound')
          .select(({ val }) => [
            'id',
            val(contentKey).as('contentKey'),
            val(pageId).as('pageId'),
            val(commentId).as('commentId'),
            val(rule).as('rule'),
            val(act).as('act'),
            val(cause).as('cause'),
            val(String(now)).as('ts'),
          ])
          .where('turnId', '=', turnId)
          .where('step', '=', step),
      )
      .execute()
}
