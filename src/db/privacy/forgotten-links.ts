import type { Kysely } from 'kysely'
import { type IdentityLink, nameOfKey } from '../../domain/identity-link.ts'
import type { Database } from '../mysql/schema.ts'
import { nameOfId, type Tombstones } from './tombstones.ts'

/**
 * The links but for those that would make the id of a forgotten customer anew. Only what the customer does after the
 * forgetting may do that: no import, no agent and no late evidence. Ids that are in `chan2Profile` are not looked up.
 */
export async function withoutForgottenLinks(
  db: Kysely<Database>,
  links: readonly IdentityLink[],
  tombstones: Pick<Tombstones, 'find' | 'rule'> | undefined,
): Promise<readonly IdentityLink[]> {
  if (links.length === 0 || tombstones === undefined) return links
  const ids = [...new Map(links.flatMap(({ a, b }) => [a, b]).map((id) => [nameOfKey(id), id])).values()]
  const known = await findKnown(db, ids)
  const found = await tombstones.find(
    db,
    ids.filter((id) => !known.has(nameOfKey(id))),
  )
  if (found.size === 0) return links
  return links.filter(({ a, b, ts, source }) =>
    [a, b].every((id) => {
      const forgottenTs = known.has(nameOfKey(id)) ? undefined : found.get(nameOfId(id))
      const isOwnWill = tombstones.rule === 'until_they_write' && source.kind === 'interaction'
      return forgottenTs === undefined || (isOwnWill && ts > forgottenTs)
    }),
  )
}

const atOnce = 500

async function findKnown(
  db: Kysely<Database>,
  ids: readonly { kind: string; value: string }[],
): Promise<Set<string>> {
  const known = new Set<string>()
  for (const [kind, group] of Map.groupBy(ids, (id) => id.kind))
    for (let from = 0; from < group.length; from += atOnce) {
      const rows = await db
        .selectFrom('chan2Profile')
        .select('channelId')
        .where('cidType', '=', kind)
        .where(
          'channelId',
          'in',
          group.slice(from, from + atOnce).map(({ value }) => value),
        )
        .execute()
      for (const { channelId } of rows) known.add(nameOfKey({ kind, value: channelId }))
    }
  return known
}
