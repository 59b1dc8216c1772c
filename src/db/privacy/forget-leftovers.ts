/** Removes what a process wrote about a customer that it had read before the customer was forgotten. */
import type { Kysely } from 'kysely'
import { asProfileId } from '../../domain/ids.ts'
import { addRemoved, type ForgetPlan, type Removed } from '../../privacy/forget-plan.ts'
import { inTransaction } from '../mysql/in-transaction.ts'
import type { Database } from '../mysql/schema.ts'
import { findConversationIds, findLastInteraction, psidsOf } from './close-customer.ts'
import { deleteWhere } from './delete-where.ts'
import { forgetConversations } from './forget-conversations.ts'
import { forgetInteractions } from './forget-interactions.ts'
import { deleteRows, rowsOfPerson } from './person-tables.ts'

/**
 * A profile that was being fetched, or a message that was being sent. Ids and customers that are in `chan2Profile` again
 * are let be: they wrote anew. May be repeated.
 */
export async function forgetLeftovers(db: Kysely<Database>, plan: ForgetPlan): Promise<Removed> {
  const gone = await findGone(db, plan)
  if (gone.ids.length + gone.pIds.length === 0) return {}
  const conversationIds = await findConversationIds(db, gone.ids)
  const left = { ...plan, ...gone, conversationIds, lastInteractionId: await findLastInteraction(db) }
  let removed: Removed = {}
  await forgetInteractions(db, left, async (some) => {
    removed = addRemoved(removed, some)
  })
  removed = addRemoved(removed, await forgetConversations(db, left))
  const identity = await inTransaction(db, async (transaction) => {
    const pages = await transaction.selectFrom('page').select('pageId').execute()
    let rows: Removed = {}
    for (const some of rowsOfPerson({
      ...gone,
      psids: psidsOf(gone.ids),
      pageIds: pages.map(({ pageId }) => pageId),
    }))
      rows = addRemoved(rows, { [some.table]: await deleteRows(transaction, some) })
    return addRemoved(rows, {
      conversation: await deleteWhere(transaction, 'conversation', 'id', conversationIds),
    })
  })
  return addRemoved(removed, identity)
}

/** What is in no row of `chan2Profile`. */
async function findGone(
  db: Kysely<Database>,
  { ids, pIds }: ForgetPlan,
): Promise<Pick<ForgetPlan, 'ids' | 'pIds'>> {
  const known = new Set<string>()
  for (const { kind, value } of ids) {
    const row = await db
      .selectFrom('chan2Profile')
      .select('pId')
      .where('channelId', '=', value)
      .where('cidType', '=', kind)
      .executeTakeFirst()
    if (row !== undefined) known.add(`${kind} ${value}`)
  }
  const used = pIds.length === 0 ? [] : await findUsed(db, pIds)
  return {
    ids: ids.filter(({ kind, value }) => !known.has(`${kind} ${value}`)),
    pIds: pIds.filter((pId) => !used.includes(pId)),
  }
}

async function findUsed(db: Kysely<Database>, pIds: readonly string[]): Promise<string[]> {
  const rows = await db
    .selectFrom('chan2Profile')
    .select('pId')
    .distinct()
    .where('pId', 'in', pIds.map(asProfileId))
    .execute()
  return rows.map(({ pId }) => pId)
}
