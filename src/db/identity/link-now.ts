/** Links that take effect at once. */
import type { Kysely } from 'kysely'
import type { CustomerKey, IdentityLink } from '../../domain/identity-link.ts'
import { PipelineError } from '../../errors.ts'
import { createGroupCommit } from '../../group-commit.ts'
import { inTransaction } from '../mysql/in-transaction.ts'
import type { Database } from '../mysql/schema.ts'
import type { IdentityRules } from '../../identity/explore.ts'
import { type KnownForgotten, withoutForgottenLinks } from './forgotten-links.ts'
import { recordLinks } from './record-links.ts'
import { resolveMarked } from './resolve-customers.ts'

export interface LinkNowOptions {
  /** Links that would make a forgotten customer anew are left out. */
  readonly tombstones: KnownForgotten
  readonly rules?: Partial<IdentityRules>
}

/** The links are stored, and the customers are those that they say, or are so after the next housekeeping. */
export async function linkNow(
  db: Kysely<Database>,
  links: readonly IdentityLink[],
  { tombstones, rules }: LinkNowOptions,
): Promise<void> {
  const touched = await inTransaction(db, async (transaction) =>
    recordLinks(transaction, await withoutForgottenLinks(transaction, links, tombstones)),
  )
  await resolveSoon(db, touched, rules)
}

/**
 * As `resolveSoon`, for many callers at once: what is marked while others are resolved comes together next. The jobs of
 * one commit of events give the same list, which is resolved once.
 */
export function createResolving(
  db: Kysely<Database>,
  rules: Partial<IdentityRules> = {},
): (marked: readonly CustomerKey[]) => Promise<void> {
  const group = createGroupCommit<readonly CustomerKey[], unknown>({
    commit: (many) => resolveSoon(db, [...new Set(many)].flat(), rules),
    sizeOf: () => 1,
    maxItems: 1_000,
    maxSize: 1_000,
    byTurn: true,
    paceMs: 20,
  })
  return async (marked) => {
    if (marked.length > 0) await group.add(marked)
  }
}

/**
 * `left`: the database is busy, or refuses the rows. The marks of these ids stay, and housekeeping tries again: what is
 * committed already must not fail for that.
 */
export async function resolveSoon(
  db: Kysely<Database>,
  touched: readonly CustomerKey[],
  rules: Partial<IdentityRules> = {},
): Promise<'resolved' | 'left'> {
  if (touched.length === 0) return 'resolved'
  try {
    await resolveMarked(db, touched, rules)
    return 'resolved'
  } catch (error) {
    if (error instanceof PipelineError) return 'left'
    throw error
  }
}
