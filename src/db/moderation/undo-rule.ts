/** Undo of a rule: every comment that it hid is shown again, once. */
import { randomBytes } from 'node:crypto'
import { type Kysely, sql, type Transaction } from 'kysely'
import { feedChannel } from '../../domain/event.ts'
import { asPageId, type ConversationId, type PageId, type TurnId } from '../../domain/ids.ts'
import type { OutboundAction } from '../../domain/outbound.ts'
import { noticeStep } from '../../domain/turn-outcome.ts'
import { mayHaveEffect } from '../conversation/moderation.ts'
import { inTransaction } from '../mysql/in-transaction.ts'
import type { Database } from '../mysql/schema.ts'

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
/** A Page's token may be dead, or Facebook away. */
const expiresMs = 7 * 24 * 3_600_000

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
  const conversationIds = [...new Set(found.map(({ conversationId }) => conversationId))]
  await transaction
    .selectFrom('conversation')
    .select('id')
    .where('id', 'in', conversationIds)
    .orderBy('id')
    .forUpdate()
    .execute()
  const hides = await hiddenBy(transaction, of)
    .select(['m.outboundId', 'm.contentKey', 'm.pageId', 'm.commentId', 'o.turnId', 'o.conversationId'])
    .select(nextStep.as('step'))
    .where(
      'm.outboundId',
      'in',
      found.map(({ outboundId }) => outboundId),
    )
    .orderBy('m.outboundId')
    .execute()
  for (const hide of hides) await insertUnhide(transaction, of, { hide, nowMs })
  if (hides.length === 0) return 0
  await transaction
    .updateTable('conversation')
    .set((eb) => ({
      decisions: eb('decisions', '+', 1),
      feedWakeTs: sql<string>`least(coalesce(feedWakeTs, ${nowMs}), ${nowMs})`,
    }))
    .where(
      'id',
      'in',
      hides.map(({ conversationId }) => conversationId),
    )
    .execute()
  return hides.length
}

interface Hide {
  readonly contentKey: Buffer
  readonly pageId: PageId
  readonly commentId: string
  readonly turnId: TurnId
  readonly conversationId: ConversationId
  readonly step: number | string
}

async function insertUnhide(
  transaction: Transaction<Database>,
  { rule }: RuleOf,
  { hide, nowMs }: { readonly hide: Hide; readonly nowMs: number },
): Promise<void> {
  const { turnId, conversationId, contentKey, pageId, commentId, step } = hide
  const action: OutboundAction = { action: { do: 'unhide', rule }, about: { commentId }, causedTs: nowMs }
  const { insertId } = await transaction
    .insertInto('outbound')
    .values({
      turnId,
      step: Number(step),
      conversationId,
      channel: feedChannel,
      action: JSON.stringify(action),
      echoMark: randomBytes(8).toString('hex'),
      expiresTs: nowMs + expiresMs,
      createdTs: nowMs,
    })
    .executeTakeFirstOrThrow()
  await transaction
    .insertInto('moderation')
    .values({
      outboundId: String(insertId),
      contentKey,
      pageId,
      commentId,
      rule,
      act: 'unhide',
      cause: 'undo',
      ts: String(nowMs),
    })
    .execute()
}

const nextStep = sql<number | string>`(select max(x.step) + 1 from outbound x
  where x.turnId = o.turnId and x.step < ${sql.lit(noticeStep)})`

/** Acts of the rule that took effect, or may. */
function actsOf(db: Kysely<Database>, { rule, pageId }: RuleOf) {
  return db
    .selectFrom('moderation as m')
    .innerJoin('outbound as o', 'o.id', 'm.outboundId')
    .where('m.rule', '=', rule)
    .where(mayHaveEffect('m', 'o'))
    .$if(pageId !== undefined, (query) => query.where('m.pageId', '=', pageId ?? asPageId('')))
}

/** Hides of the rule that are the newest act on their comment. */
function hiddenBy(db: Kysely<Database>, of: RuleOf) {
  return actsOf(db, of)
    .leftJoin('contentState as s', 's.contentKey', 'm.contentKey')
    .where('m.act', '=', 'hide')
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
