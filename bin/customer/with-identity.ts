import type { Kysely } from 'kysely'
import { readConfig } from '../../src/config.ts'
import { readIdentityRules } from '../../src/db/identity/identity-rules.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import type { IdentityRules } from '../../src/identity/explore.ts'
import { withDatabase } from '../command-line/with-database.ts'

export interface Identity {
  readonly db: Kysely<Database>
  readonly rules: IdentityRules
  /** Country of phones without their country's code. */
  readonly country: string | undefined
}

/** Runs `work` on the migrated database with the rules of this installation. */
export async function withIdentity<Result>(
  work: (identity: Identity) => Promise<Result>,
  options: { readonly poolSize?: number } = {},
): Promise<Result> {
  const { IDENTITY_COUNTRY: country } = readConfig(process.env, {
    required: [],
    optional: ['IDENTITY_COUNTRY'],
  })
  return await withDatabase(async (db) => {
    return await work({ db, rules: await readIdentityRules(db), country })
  }, options)
}
