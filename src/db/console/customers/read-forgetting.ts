/** What the console shows of a forgetting: before it, and while a worker is at it. */
import type { Kysely } from 'kysely'
import type { ProfileId } from '../../../domain/ids.ts'
import { seenIds } from '../../../identity/seen-ids.ts'
import { findLines } from '../../customers/find-by-name.ts'
import type { Database } from '../../mysql/schema.ts'
import { summariseCustomer } from '../../privacy/find-customer.ts'
import { known } from '../inbox/message-parts.ts'

/** What would go. Undefined: no id has this `pId` now. */
export async function readForgetting(db: Kysely<Database>, pId: ProfileId) {
  const { ids, interactions, firstTs, lastTs } = await summariseCustomer(db, pId)
  if (ids.length === 0) return undefined
  const [line] = await findLines(db, [pId])
  const { conversations } = await db
    .selectFrom('inboxEntry')
    .select(({ fn }) => fn.countAll<string>().as('conversations'))
    .where('pId', '=', pId)
    .executeTakeFirstOrThrow()
  return {
    pId,
    ...known({ name: line?.name, firstTs: firstTs?.getTime(), lastTs: lastTs?.getTime() }),
    ids: ids.map(({ kind, value }) => ({ cidType: kind, id: value })),
    interactions,
    conversations: Number(conversations),
    seen: seenIds(ids),
  }
}

/** The receipt of a run: counts, and nothing about the customer. */
export async function findForgetting(db: Kysely<Database>, runId: string) {
  const row = await db
    .selectFrom('forgetRun')
    .select(['state', 'removed'])
    .where('id', '=', runId)
    .executeTakeFirst()
  const removed: Record<string, number> = row === undefined ? {} : JSON.parse(row.removed)
  return row && { id: runId, isDone: row.state === 'done', removed }
}
