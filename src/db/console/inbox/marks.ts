/** How far the Inbox is filled: a row of `mark`. */
import type { Kysely } from 'kysely'
import { again } from '../../mysql/in-transaction.ts'
import type { Database } from '../../mysql/schema.ts'

const name = 'inbox'

/** 0: the Inbox is filled from the first interaction on. */
export async function readPosition(db: Kysely<Database>): Promise<number> {
  const row = await db.selectFrom('mark').select('position').where('name', '=', name).executeTakeFirst()
  return Number(row?.position ?? 0)
}

export async function savePosition(db: Kysely<Database>, position: number): Promise<void> {
  const row = { name, position: String(position) }
  await again(() =>
    db.insertInto('mark').values(row).onDuplicateKeyUpdate({ position: row.position }).execute(),
  )
}
