/** Removes what a forgotten customer did, and what the Page replied to it. */
import { type Kysely, sql, type Transaction } from 'kysely'
import { contentOfEcho } from '../../domain/automatic-echo.ts'
import { commentKey, keyOf, messageKey, postKey } from '../../domain/event-key.ts'
import { asProfileId, type PageId } from '../../domain/ids.ts'
import { inTransaction } from '../mysql/in-transaction.ts'
import { type Database, tables } from '../mysql/schema.ts'
import { deleteWhere } from './delete-where.ts'
import { addRemoved, facebookIds, type ForgetPlan, type Removed } from '../../privacy/forget-plan.ts'
import { contentIdOf, findPageReplies, findSentReplies, findTurnIds } from './person-contents.ts'

const atOnce = 200

/** May be repeated. Each batch is a transaction, and is not found again. `onBatch` gets what it removed. */
export async function forgetInteractions(
  db: Kysely<Database>,
  plan: ForgetPlan,
  onBatch: (removed: Removed) => Promise<void>,
): Promise<void> {
  for (;;) {
    const rows = await findBatch(db, plan)
    if (rows.length === 0) break
    await onBatch(await inTransaction(db, (transaction) => removeBatch(transaction, rows, plan)))
  }
  const more = await findRows(db, plan.moreInteractionIds ?? [])
  if (more.length > 0)
    await onBatch(await inTransaction(db, (transaction) => removeRows(transaction, more, plan)))
}

type Row = Awaited<ReturnType<typeof findRows>>[number]

async function findBatch(db: Kysely<Database>, { pIds, lastInteractionId }: ForgetPlan): Promise<Row[]> {
  if (pIds.length === 0) return []
  const ids = await db
    .selectFrom('interaction')
    .select('kwInteractionId')
    .where('pId', 'in', pIds.map(asProfileId))
    .where('kwInteractionId', '<=', lastInteractionId)
    .limit(atOnce)
    .execute()
  return await findRows(
    db,
    ids.map(({ kwInteractionId }) => kwInteractionId),
  )
}

async function findRows(db: Kysely<Database>, ids: readonly string[]) {
  if (ids.length === 0) return []
  return await db
    .selectFrom('interaction as i')
    .leftJoin('chanFacebookFeed as f', 'f.kwInteractionId', 'i.kwInteractionId')
    .leftJoin('chanFacebookMessenger as m', 'm.kwInteractionId', 'i.kwInteractionId')
    .select(['i.kwInteractionId', 'i.pageId', 'i.eventKey', 'i.interactionType', 'i.ts'])
    .select(['f.item', 'f.comment_id', 'f.post_id', 'f.parent_id'])
    .select(['m.mid', 'm.text', 'm.attachments'])
    .where('i.kwInteractionId', 'in', ids)
    .orderBy('i.kwInteractionId')
    .execute()
}

async function removeBatch(
  transaction: Transaction<Database>,
  own: readonly Row[],
  plan: ForgetPlan,
): Promise<Removed> {
  const onFeed = own.filter(({ item, comment_id, post_id }) => (item ?? comment_id ?? post_id) !== null)
  const replies = await findPageReplies(transaction, onFeed, { names: plan.names, ids: facebookIds(plan) })
  const turns = await findTurnIds(
    transaction,
    own.map(({ kwInteractionId }) => kwInteractionId),
  )
  const sent = await findSentReplies(transaction, turns)
  const ofPage = await findRows(transaction, [
    ...new Set([...replies, ...sent].map(({ kwInteractionId }) => kwInteractionId)),
  ])
  await forgetAuthor(transaction, onFeed, plan)
  const removedOfPage = await removeRows(transaction, ofPage, plan)
  const removed = await removeRows(transaction, own, plan)
  return addRemoved(removed, {
    ...removedOfPage,
    interaction: 0,
    pageReplies: removedOfPage['interaction'] ?? 0,
  })
}

/** Others may have replied to the customer: their row names its author. */
async function forgetAuthor(
  transaction: Transaction<Database>,
  onFeed: readonly Row[],
  plan: ForgetPlan,
): Promise<void> {
  const contents = onFeed.flatMap((row) => contentIdOf(row) ?? [])
  const ids = facebookIds(plan)
  if (contents.length === 0 || ids.length === 0) return
  await transaction
    .updateTable('chanFacebookFeed')
    .set({ inReplyToUserId: null })
    .where('parent_id', 'in', contents)
    .where('inReplyToUserId', 'in', ids)
    .execute()
}

async function removeRows(
  transaction: Transaction<Database>,
  rows: readonly Row[],
  { conversationIds }: ForgetPlan,
): Promise<Removed> {
  const ids = rows.map(({ kwInteractionId }) => kwInteractionId)
  const keys = [...new Set(rows.flatMap(contentKeysOf))].map((key) => Buffer.from(key, 'hex'))
  const turns = await findTurnIds(transaction, ids)
  const repeatedText = await forgetRepeated(transaction, rows, conversationIds)
  const of = async (table: string, column: string, values: readonly (string | Buffer)[]) => ({
    [table]: await deleteWhere(transaction, table, column, values),
  })
  let removed: Removed = { repeatedText }
  for (const [table, column, values] of [
    ['moderation', 'contentKey', keys],
    ['contentReply', 'contentKey', keys],
    ['contentRow', 'contentKey', keys],
    ['contentState', 'contentKey', keys],
    ['outbound', 'turnId', turns],
    ['outbound', 'contentKey', keys],
    ['turn', 'id', turns],
    ['adReferral', 'kwInteractionId', ids],
    ['chanFacebookFeed', 'kwInteractionId', ids],
    ['chanFacebookMessenger', 'kwInteractionId', ids],
    ['interaction', 'kwInteractionId', ids],
  ] as const)
    if (Object.hasOwn(tables, table)) removed = addRemoved(removed, await of(table, column, values))
  return removed
}

/** Names of the row's content in `contentState` and its neighbours. A reaction has none: its content is another's. */
function contentKeysOf(row: Row): string[] {
  const { pageId, eventKey, mid } = row
  const keys = eventKey === null ? [] : [eventKey.toString('hex')]
  if (pageId === null) return keys
  if (mid !== null) keys.push(messageKey(pageId, mid))
  const id = contentIdOf(row)
  if (id !== undefined) keys.push(row.comment_id === null ? postKey(pageId, id) : commentKey(pageId, id))
  return keys
}

/** The conversation is no longer counted among those that got the same text. */
async function forgetRepeated(
  transaction: Transaction<Database>,
  rows: readonly Row[],
  conversationIds: readonly string[],
): Promise<number> {
  const texts = new Map<string, { readonly pageId: PageId; readonly textKey: Buffer }>()
  for (const { interactionType, pageId, text, attachments } of rows) {
    if (interactionType !== 'echo' || pageId === null) continue
    const content = contentOfEcho({
      messenger: { text: text ?? undefined, attachments: attachments ?? undefined },
    })
    const textKey = content === undefined ? undefined : keyOf(content)
    if (textKey !== undefined) texts.set(pageId + textKey, { pageId, textKey: Buffer.from(textKey, 'hex') })
  }
  let changed = 0n
  for (const { pageId, textKey } of texts.values())
    for (const id of conversationIds) {
      const { numUpdatedRows } = await transaction
        .updateTable('repeatedText')
        .set({
          conversationIds: sql<string>`trim(both ',' from replace(concat(',', conversationIds, ','), ${`,${id},`}, ','))`,
        })
        .where('pageId', '=', pageId)
        .where('textKey', '=', textKey)
        .where(sql<boolean>`find_in_set(${id}, conversationIds) > 0`)
        .executeTakeFirstOrThrow()
      changed += numUpdatedRows
      await transaction
        .deleteFrom('repeatedText')
        .where('pageId', '=', pageId)
        .where('textKey', '=', textKey)
        .where('conversationIds', '=', '')
        .execute()
    }
  return Number(changed)
}
