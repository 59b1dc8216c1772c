import { type Kysely, sql } from 'kysely'
import type { CustomerKey } from '../../domain/identity-link.ts'
import { PipelineError } from '../../errors.ts'
import type { IdentityRules } from '../../identity/explore.ts'
import { byKind } from '../identity/customer-ids.ts'
import { resolveIds } from '../identity/resolve-customers.ts'
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
  const markIds: string[] = []
  for (const [kind, values] of byKind(touched)) {
    const { rows } = await sql<{ readonly id: string }>`select id from identityTouched
      where cidType = ${kind} and channelId in (${sql.join(values)})`.execute(db)
    markIds.push(...rows.map(({ id }) => id))
  }
  try {
    await resolveIds(db, touched, { rules, markIds })
  } catch (error) {
    if (!(error instanceof PipelineError)) throw error
  }
}
