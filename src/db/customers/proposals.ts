/** Claimed links that wait for an operator: what customers typed, and nobody has accepted or refused. */
import { type Kysely, sql } from 'kysely'
import type { CustomerKey } from '../../domain/identity-link.ts'
import type { ProfileId } from '../../domain/ids.ts'
import type { KnownLink } from '../../identity/known-link.ts'
import { findLinksAt } from '../identity/find-links.ts'
import type { Database } from '../mysql/schema.ts'

export interface Proposal {
  readonly link: KnownLink
  /** The customers of both ends. */
  readonly a: ProfileId
  readonly b: ProfileId
}

/** Of two customers that are not one yet, oldest first. */
export async function findProposals(db: Kysely<Database>, limit: number): Promise<Proposal[]> {
  const { rows } = await sql<ProposalRow>`
    select l.id, l.aCidType, l.aChannelId, a.pId as aPId, b.pId as bPId
    from identityLink l
    join chan2Profile a on a.channelId = l.aChannelId and a.cidType = l.aCidType
    join chan2Profile b on b.channelId = l.bChannelId and b.cidType = l.bCidType
    left join identityLink r on r.revokesId = l.id
    where l.strength = 'claimed' and l.revokesId is null and r.id is null and a.pId <> b.pId
    order by l.id limit ${limit}`.execute(db)
  const ends = rows.map(({ aCidType, aChannelId }): CustomerKey => ({ kind: aCidType, value: aChannelId }))
  const links = new Map((await findLinksAt(db, ends)).map((link) => [link.id, link]))
  return rows.flatMap(({ id, aPId, bPId }) => {
    const link = links.get(id)
    return link === undefined ? [] : [{ link, a: aPId, b: bPId }]
  })
}

interface ProposalRow {
  readonly id: string
  readonly aCidType: string
  readonly aChannelId: string
  readonly aPId: ProfileId
  readonly bPId: ProfileId
}
