import { type Kysely, sql } from 'kysely'
import type { ConversationId } from '../../../domain/ids.ts'
import type { Database } from '../../mysql/schema.ts'
import type { IdRange } from './follow-rows.ts'
import { inRanges } from './new-interactions.ts'

export interface NewLink {
  readonly id: string
  readonly aCidType: string
  readonly aChannelId: string
  readonly bCidType: string
  readonly bChannelId: string
}

export async function readLinks(
  db: Kysely<Database>,
  {
    after,
    ranges,
    limit,
  }: { readonly after: number; readonly ranges: readonly IdRange[]; readonly limit: number },
): Promise<readonly NewLink[]> {
  const { rows } = await sql<NewLink>`select id, aCidType, aChannelId, bCidType, bChannelId from identityLink
    where ${inRanges('id', { after, ranges })} order by id limit ${sql.lit(limit)}`.execute(db)
  return rows
}

/** The conversations of all ids of the customers whom these links are about, as they are now. */
export async function findLinked(
  db: Kysely<Database>,
  links: readonly NewLink[],
): Promise<ReadonlySet<ConversationId>> {
  if (links.length === 0) return new Set()
  const ends = links.flatMap((link) => [
    sql`(channelId = ${link.aChannelId} and cidType = ${link.aCidType})`,
    sql`(channelId = ${link.bChannelId} and cidType = ${link.bCidType})`,
  ])
  const { rows } = await sql<{ readonly id: ConversationId }>`
    select c.id from chan2Profile x
    join page g
    join conversation c on c.pageId = g.pageId and c.psid = x.channelId
    where x.cidType = 'facebook' and x.pId in (select y.pId from (
      select pId from chan2Profile where ${sql.join(ends, sql` or `)}) y)`.execute(db)
  return new Set(rows.map(({ id }) => id))
}
