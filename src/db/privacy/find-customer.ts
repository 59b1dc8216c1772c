import type { Kysely } from 'kysely'
import { asProfileId, type ProfileId } from '../../domain/ids.ts'
import type { Database } from '../mysql/schema.ts'

/**
 * The customers that these words name exactly: a `pId`, an id of any kind, or `<kind>:<id>`. Several, where one id means
 * different customers in different kinds.
 */
export async function findByExactId(db: Kysely<Database>, given: string): Promise<ProfileId[]> {
  const colon = given.indexOf(':')
  const [kind, value] = [given.slice(0, Math.max(colon, 0)), given.slice(colon + 1)]
  const ofIds = await db
    .selectFrom('chan2Profile')
    .select('pId')
    .where(({ or, and, eb }) =>
      or([
        eb('channelId', '=', given),
        ...(colon > 0 ? [and([eb('channelId', '=', value), eb('cidType', '=', kind)])] : []),
      ]),
    )
    .execute()
  const byPId = await db
    .selectFrom('chan2Profile')
    .select('pId')
    .where('pId', '=', asProfileId(given))
    .limit(1)
    .execute()
  const profiles = await db
    .selectFrom('profile')
    .select('pId')
    .where('pId', '=', asProfileId(given))
    .execute()
  return [...new Set([...byPId, ...ofIds, ...profiles].map(({ pId }) => pId))]
}

export interface CustomerSummary {
  readonly ids: readonly { readonly kind: string; readonly value: string }[]
  readonly interactions: number
  readonly firstTs: Date | undefined
  readonly lastTs: Date | undefined
}

/** What the operator sees before a customer is forgotten. */
export async function summariseCustomer(db: Kysely<Database>, pId: ProfileId): Promise<CustomerSummary> {
  const ids = await db
    .selectFrom('chan2Profile')
    .select(['cidType', 'channelId'])
    .where('pId', '=', pId)
    .execute()
  const { rows, first, last } = await db
    .selectFrom('interaction')
    .select(({ fn }) => [fn.countAll<string>().as('rows'), fn.min('ts').as('first'), fn.max('ts').as('last')])
    .where('pId', '=', pId)
    .executeTakeFirstOrThrow()
  return {
    ids: ids.map(({ cidType, channelId }) => ({ kind: cidType, value: channelId })),
    interactions: Number(rows),
    firstTs: first ?? undefined,
    lastTs: last ?? undefined,
  }
}
