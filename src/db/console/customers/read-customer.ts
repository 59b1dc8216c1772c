import { type Kysely, sql } from 'kysely'
import type { ProfileId } from '../../../domain/ids.ts'
import { reasons } from '../../../identity/describe-link.ts'
import { findLines } from '../../customers/find-by-name.ts'
import { withSources } from '../../customers/preview-links.ts'
import { readProfile } from '../../customers/read-profile.ts'
import { findTimeline } from '../../customers/timeline.ts'
import { findCustomer } from '../../identity/find-customer.ts'
import { findFacts } from '../../identity/find-facts.ts'
import type { Database } from '../../mysql/schema.ts'
import { known } from '../inbox/message-parts.ts'
import { findProposalsAmong } from './list-proposals.ts'

const timelineRows = 200
const mostAds = 50

export type CustomerPage = NonNullable<Awaited<ReturnType<typeof readCustomerPage>>>

/** All that the tables know of a customer. Undefined: no id has this `pId` now. */
export async function readCustomerPage(db: Kysely<Database>, pId: ProfileId) {
  const found = await findCustomer(db, pId)
  if (found === undefined) return undefined
  const { ids, links } = found
  const leadIds = ids.flatMap(({ kind, value }) => (kind === 'lead' ? [value] : []))
  const [[line], profile, timeline, conversations, ads, proposals, rows] = await Promise.all([
    findLines(db, [pId]),
    readSources(db, pId, [...new Set(ids.map((row) => row.originPId ?? row.pId))].toSorted()),
    findTimeline(db, { pId, leadIds, limit: timelineRows }),
    db.selectFrom('inboxEntry').select(['conversationId as id', 'pageId']).where('pId', '=', pId).execute(),
    readAds(db, pId),
    findProposalsAmong(db, links),
    countRows(db, pId),
  ])
  return {
    pId,
    ...known({ name: line?.name }),
    ...rows,
    proposals,
    ids: ids.map(({ kind, value, isShared }) => ({ cidType: kind, id: value, isShared })),
    links: links.map(({ id, a, b, evidence, strength, ts, by, revoked }) => ({
      id,
      a: { cidType: a.kind, id: a.value },
      b: { cidType: b.kind, id: b.value },
      evidence: reasons[evidence],
      evidenceCode: evidence,
      strength,
      ts,
      ...known({ by, revokedTs: revoked?.ts, revokedBy: revoked?.by || undefined }),
    })),
    profile,
    conversations,
    timeline: timeline.map(({ ts, channel, what, direction, pageId, text }) => ({
      ts,
      channel,
      kind: what,
      direction,
      ...known({ pageId, text }),
    })),
    ads,
  }
}

/** As `pagebeat customer show`: a value without a fact counts as the brand's. */
async function readSources(db: Kysely<Database>, pId: ProfileId, origins: readonly ProfileId[]) {
  const [columns, facts] = await Promise.all([readProfile(db, pId), findFacts(db, origins)])
  return withSources(columns, [...facts.values()].flat()).map(({ sourceKind, ts, ...value }) => ({
    ...value,
    ...known({ sourceKind, ts }),
  }))
}

async function countRows(db: Kysely<Database>, pId: ProfileId) {
  const { rows } = await sql<{ readonly interactions: string; readonly turns: string }>`
    select count(*) as interactions, count(t.id) as turns
    from interaction i left join turn t on t.kwInteractionId = i.kwInteractionId where i.pId = ${pId}`.execute(
    db,
  )
  return { interactions: Number(rows[0]?.interactions ?? 0), turns: Number(rows[0]?.turns ?? 0) }
}

async function readAds(db: Kysely<Database>, pId: ProfileId) {
  const { rows } = await sql<{
    readonly ts: string
    readonly pageId: string
    readonly adId: string | null
    readonly adTitle: string | null
    readonly ref: string | null
    readonly source: string | null
  }>`select r.ts, r.pageId, r.adId, r.adTitle, r.ref, r.source from chan2Profile c
    join adReferral r on r.channelId = c.channelId and r.cidType = c.cidType
    where c.pId = ${pId} order by r.ts desc limit ${sql.lit(mostAds)}`.execute(db)
  return rows.map(({ ts, pageId, adId, adTitle, ref, source }) => ({
    ts: Number(ts),
    pageId,
    ...known({
      adId: adId ?? undefined,
      title: adTitle ?? undefined,
      ref: ref ?? undefined,
      source: source ?? undefined,
    }),
  }))
}
