/** Rules that act on stored comments: those that came before the rules, or too late. */
import type { Kysely, Transaction } from 'kysely'
import type { TurnId } from '../../domain/ids.ts'
import type { ModerationAct } from '../../moderation/rules.ts'
import { findCommentHistory } from '../conversation/moderation.ts'
import { inTransaction } from '../mysql/in-transaction.ts'
import type { Database } from '../mysql/schema.ts'
import { type AskedAct, insertActs, lockConversations } from './insert-act.ts'
import { contentKeyOf, type StoredComment } from './stored-comments.ts'

export interface ActOnComment {
  readonly comment: StoredComment
  readonly rule: string
  readonly act: ModerationAct
}

export interface Applied {
  readonly asked: number
  /** Recorded while the storyboard did not listen to comments: they have no turn that an act could join. */
  readonly withoutTurn: number
}

const batch = 100

/**
 * An outbound row waits for each of these comments that its rule has not hidden yet, and that the bot has not replied
 * to meanwhile. Workers judge the comment of an open turn themselves. Repeat-safe: the conversations are locked before the history is read.
 */
export async function applyRules(
  db: Kysely<Database>,
  wanted: readonly ActOnComment[],
  now: () => number,
): Promise<Applied> {
  const known = wanted.flatMap(({ comment, ...one }) => {
    const { turnId, conversationId, pageId, commentId } = comment
    if (turnId === undefined || conversationId === undefined) return []
    return [{ ...one, pageId, commentId, turnId, conversationId, contentKey: contentKeyOf(comment) }]
  })
  let asked = 0
  for (let from = 0; from < known.length; from += batch) {
    const some = known.slice(from, from + batch).map((one) => ({ ...one, cause: 'apply' }) as const)
    asked += await inTransaction(db, (transaction) => ask(transaction, some, now()))
  }
  return { asked, withoutTurn: wanted.length - known.length }
}

async function ask(
  transaction: Transaction<Database>,
  some: readonly AskedAct[],
  nowMs: number,
): Promise<number> {
  await lockConversations(
    transaction,
    some.map(({ conversationId }) => conversationId),
  )
  const decided = await findDecided(transaction, some)
  const acts: AskedAct[] = []
  for (const one of some) {
    if (!decided.has(one.turnId)) continue
    const { isReplied, hiddenBy } = await findCommentHistory(transaction, one)
    if (!isReplied && (one.act === 'delete' || hiddenBy !== one.rule)) acts.push(one)
  }
  await insertActs(transaction, acts, nowMs)
  return acts.length
}

async function findDecided(
  transaction: Transaction<Database>,
  some: readonly AskedAct[],
): Promise<ReadonlySet<TurnId>> {
  const turnIds = some.map(({ turnId }) => turnId)
  const rows = await transaction
    .selectFrom('turn')
    .select('id')
    .where('id', 'in', turnIds)
    .where('state', '=', 'done')
    .execute()
  return new Set(rows.map(({ id }) => id))
}
