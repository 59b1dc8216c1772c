/** The table `savedReply`: replies that agents keep for all agents. Each act leaves a row of `auditLog` without words. */
import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import { RejectedRowsError } from '../../errors.ts'
import { inTransaction } from '../mysql/in-transaction.ts'
import type { Database } from '../mysql/schema.ts'
import { type AuditEntry, recordAudit } from './audit-log.ts'

export interface SavedReply {
  readonly id: string
  readonly text: string
}

interface Act {
  readonly user: { readonly id: string; readonly email: string }
  /** ms */
  readonly now: number
}

export const mostSavedReplies = 500

export async function listSavedReplies(db: Kysely<Database>): Promise<SavedReply[]> {
  return await db
    .selectFrom('savedReply')
    .select(['id', 'text'])
    .orderBy('id')
    .limit(mostSavedReplies)
    .execute()
}

/** The reply with this text. It is a new one unless there was one. `full`: there are too many. */
export async function addSavedReply(
  db: Kysely<Database>,
  { text, ...act }: Act & { readonly text: string },
): Promise<SavedReply | 'full'> {
  return await inTransaction(db, async (trx) => {
    const textKey = keyOf(text)
    const { count } = await trx
      .selectFrom('savedReply')
      .select(({ fn }) => fn.countAll<string | number>().as('count'))
      .executeTakeFirstOrThrow()
    const known = await find(trx, 'textKey', textKey)
    if (known !== undefined) return known
    if (Number(count) >= mostSavedReplies) return 'full'
    const { insertId } = await trx
      .insertInto('savedReply')
      .values({ textKey, text, changedTs: String(act.now), changedBy: act.user.id })
      // Another agent was faster: the row stays as it is, and its id is told.
      .onDuplicateKeyUpdate(({ fn, ref }) => ({ id: fn('last_insert_id', [ref('savedReply.id')]) }))
      .executeTakeFirstOrThrow()
    const id = String(insertId)
    await record(trx, act, { act: 'add_saved_reply', id, after: text })
    return { id, text }
  })
}

/** `missing`: an agent removed it. `same`: another one has this text already. */
export async function changeSavedReply(
  db: Kysely<Database>,
  { id, text, ...act }: Act & SavedReply,
): Promise<SavedReply | 'missing' | 'same'> {
  try {
    return await inTransaction(db, async (trx) => {
      const before = await find(trx, 'id', id)
      if (before === undefined) return 'missing'
      if (before.text === text) return before
      const changed = { textKey: keyOf(text), text, changedTs: String(act.now), changedBy: act.user.id }
      await trx.updateTable('savedReply').set(changed).where('id', '=', id).execute()
      await record(trx, act, { act: 'change_saved_reply', id, before: before.text, after: text })
      return { id, text }
    })
  } catch (error) {
    // The only thing that the server can refuse of a text that fits is a second copy.
    if (error instanceof RejectedRowsError) return 'same'
    throw error
  }
}

/** False: another agent removed it. */
export async function removeSavedReply(
  db: Kysely<Database>,
  { id, ...act }: Act & { readonly id: string },
): Promise<boolean> {
  return await inTransaction(db, async (trx) => {
    const before = await find(trx, 'id', id)
    if (before === undefined) return false
    await trx.deleteFrom('savedReply').where('id', '=', id).execute()
    await record(trx, act, { act: 'remove_saved_reply', id, before: before.text })
    return true
  })
}

async function find(
  trx: Kysely<Database>,
  column: 'id' | 'textKey',
  value: string | Buffer,
): Promise<SavedReply | undefined> {
  return await trx
    .selectFrom('savedReply')
    .select(['id', 'text'])
    .where(column, '=', value)
    .forUpdate()
    .executeTakeFirst()
}

async function record(
  trx: Kysely<Database>,
  { user, now }: Act,
  { act, id, before, after }: { act: string; id: string; before?: string; after?: string },
): Promise<void> {
  const entry: AuditEntry = {
    user,
    act,
    target: { kind: 'saved_reply', id },
    ...(before === undefined ? {} : { before: { characters: before.length } }),
    ...(after === undefined ? {} : { after: { characters: after.length } }),
  }
  await recordAudit(trx, entry, now)
}

function keyOf(text: string): Buffer {
  return createHash('md5').update(text).digest()
}
