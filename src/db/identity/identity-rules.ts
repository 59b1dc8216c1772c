import type { Kysely } from 'kysely'
import type { IdentityRules } from '../../identity/explore.ts'
import { isBadValue } from '../../identity/contact-values.ts'
import type { Database } from '../mysql/schema.ts'

/** The parameter in `appParams` with the number of owners at which a value is shared: all processes read the same. */
export const sharedAtParam = 'identity.sharedAt'

export const usualSharedAt = 2

/** The rules of this installation. A parameter that is no whole number above 1 counts as absent. */
export async function readIdentityRules(db: Kysely<Database>): Promise<IdentityRules> {
  const row = await db
    .selectFrom('appParams')
    .select('paramValue')
    .where('paramKey', '=', sharedAtParam)
    .executeTakeFirst()
  const given = Number(row?.paramValue ?? usualSharedAt)
  return {
    sharedAt: Number.isInteger(given) && given >= 2 ? given : usualSharedAt,
    isBadValue,
  }
}
