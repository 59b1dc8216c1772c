/**
 * The rules of links for the console. Its user of the database cannot read `appParams`, which holds the tokens of Pages: a
 * worker keeps a copy in `mark`.
 */
import type { Kysely } from 'kysely'
import { isBadValue } from '../../../identity/contact-values.ts'
import type { IdentityRules } from '../../../identity/explore.ts'
import { readIdentityRules, sharedAtParam, usualSharedAt } from '../../identity/identity-rules.ts'
import { again } from '../../mysql/in-transaction.ts'
import type { Database } from '../../mysql/schema.ts'

/** The console finds these rules. */
export async function shareIdentityRules(db: Kysely<Database>): Promise<void> {
  const { sharedAt } = await readIdentityRules(db)
  if ((await readSharedAt(db)) === sharedAt) return
  const row = { name: sharedAtParam, position: String(sharedAt) }
  await again(() =>
    db.insertInto('mark').values(row).onDuplicateKeyUpdate({ position: row.position }).execute(),
  )
}

export async function readSharedRules(db: Kysely<Database>): Promise<IdentityRules> {
  return { sharedAt: (await readSharedAt(db)) ?? usualSharedAt, isBadValue }
}

async function readSharedAt(db: Kysely<Database>): Promise<number | undefined> {
  const row = await db
    .selectFrom('mark')
    .select('position')
    .where('name', '=', sharedAtParam)
    .executeTakeFirst()
  return row && Number(row.position)
}
