import type { Kysely } from 'kysely'
import type { CustomerKey } from '../../domain/identity-link.ts'
import { PipelineError } from '../../errors.ts'
import type { IdentityRules } from '../../identity/explore.ts'
import { findMarksOf, resolveIds } from '../identity/resolve-customers.ts'
import type { Database } from '../mysql/schema.ts'

/**
 * The customers of these ids are what the links say. Where the database is busy or refuses rows, the ids keep their marks:
 * `resolveCustomers` tries again, and finds the one that fails.
 */
export async function resolveBatch(
  db: Kysely<Database>,
  touched: readonly CustomerKey[],
  rules: IdentityRules,
): Promise<void> {
  if (touched.length === 0) return
  const marks = await findMarksOf(db, touched)
  try {
    await resolveIds(db, touched, { rules, markIds: marks.map(({ id }) => id) })
  } catch (error) {
    if (!(error instanceof PipelineError)) throw error
  }
}
