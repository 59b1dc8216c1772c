/** Undo of a rule: every comment that it hid is shown again, once. */
import type { Kysely, Transaction } from 'kysely'
import { asPageId, type ConversationId, type PageId, type TurnId } from '../../domain/ids.ts'
import { isByAgent, mayHaveEffect } from '../conversation/moderation.ts'
import { inTransaction } from '../mysql/in-transaction.ts'
import type { Database } from '../mysql/schema.ts'
import { insertActs, lockConversations } from './insert-act.ts'

export interface RuleOf {
  readonly rule: string
  /** Absent: all Pages. */
  readonly pageId?: PageId | undefined
}

/** What an undo of this rule finds. */
export interface UndoCounts {
  /** Hidden, or about to be: they are shown again. */
  readonly hidden: number
  /** Deleted at Facebook: they cannot come back. */
  readonly deleted: number
  /** Hidden by the rule, and then removed by their authors or the Page. */
  readonly removed: number
}

export async function countForUndo(db: Kysely<Database>, of: RuleOf): Promise<UndoCounts> {
  const [hidden, removed, deleted] = await Promise.all([
    hiddenBy(db, of)
      .select(({ fn }) => fn.countAll<string>().as('count'))
      .where('s.removedTs', 'is', null)
      .executeTakeFirstOrThrow(),
    hiddenBy(db, of)
      .select(({ fn }) => fn.countAll<string>().as('count'))
      .where('s.removedTs', 'is not', null)
      .executeTakeFirstOrThrow(),
    actsOf(db, of)
      .select(({ fn }) => fn.countAll<string>().as('count'))
      .where('m.act', '=', 'delete')
      .executeTakeFirstOrThrow(),
  ])
  return { hidden: Number(hidden.count), removed: Number(removed.count), deleted: Number(deleted.count) }
}

const batch = 200
/**
 * An outbound row `unhide` waits for each comment that the rule hid and nothing showed again. Repeat-safe: the
 * conversations are locked first, so of two callers the later one finds nothing. A worker that chooses a reply meanwhile
 * chooses again. Returns the number of comments.
 */
export async function undoRule(db: Kysely<Database>, of: RuleOf, now: () => number): Promise<number> {
  let shown = 0
  for (let after = '0'; ;) {
    const found = await hiddenBy(db, of)
      .select(['m.outboundId', 'o.conversationId'])
      .where('s.removedTs', 'is', null)
      .where('m.outboundId', '>', after)
      .orderBy('m.outboundId')
      .limit(batch)
      .execute()
    const last = found.at(-1)
    if (last === undefined) return shown
    after = last.outboundId
    shown += await inTransaction(db, (transaction) => showAgain(transaction, of, { found, nowMs: now() }))
  }
}

interface Found {
  readonly outboundId: string
  readonly conversationId: ConversationId
}

async function showAgain(
  transaction: Transaction<Database>,
  of: RuleOf,
  { found, nowMs }: { readonly found: readonly Found[]; readonly nowMs: number },
): Promise<number> {
  await lockConversations(
    transaction,
    found.map(({ conversationId }) => conversationId),
  )
  const hides = await hiddenBy(transaction, of)
    .select(['m.outboundId', 'm.contentKey', 'm.pageId', 'm.commentId', 'o.turnId', 'o.conversationId'])
    .where(
      'm.outboundId',
      'in',
      found.map(({ outboundId }) => outboundId),
    )
    .orderBy('m.outboundId')
    .$narrowType<{ turnId: TurnId }>() // a rule acts for a turn
    .execute()
  const acts = hides.map((hide) => ({ ...hide, act: 'unhide', rule: of.rule, cause: 'undo' }) as const)
  await insertActs(transaction, acts, nowMs)
  return acts.length
}

/** Acts of the rule that took effect, or may. */
function actsOf(db: Kysely<Database>, { rule, pageId }: RuleOf) {
  return db
    .selectFrom('moderation as m')
    .innerJoin('outbound as o', 'o.id', 'm.outboundId')
    .where('m.rule', '=', rule)
    .where(mayHaveEffect('m', 'o'))
    .$if(pageId !== undefined, (query) => query.where('m.pageId', '=', pageId ?? asPageId('')))
}

/** Hides of the rule that are the newest act on their comment: no agent hid or showed it later. */
function hiddenBy(db: Kysely<Database>, of: RuleOf) {
  return actsOf(db, of)
    .leftJoin('contentState as s', 's.contentKey', 'm.contentKey')
    .where('m.act', '=', 'hide')
    .where(({ not }) => not(isByAgent('s', 'o')))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('moderation as n')
            .innerJoin('outbound as p', 'p.id', 'n.outboundId')
            .select('n.outboundId')
            .whereRef('n.contentKey', '=', 'm.contentKey')
            .whereRef('n.outboundId', '>', 'm.outboundId')
            .where(mayHaveEffect('n', 'p')),
        ),
      ),
    )
}
