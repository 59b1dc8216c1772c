import { type Kysely, sql } from 'kysely'
import type { ProfileId } from '../../../domain/ids.ts'
import { reasons } from '../../../identity/describe-link.ts'
import { findLines } from '../../customers/find-by-name.ts'
import { readProfile } from '../../customers/read-profile.ts'
import { findTimeline } from '../../customers/timeline.ts'
import { findCustomer } from '../../identity/find-customer.ts'
import { findFacts } from '../../identity/find-facts.ts'
import type { Database } from '../../mysql/schema.ts'
import { known } from '../inbox/message-parts.ts'

const timelineRows = 200
const mostAds = 50

export type CustomerPage = NonNullable<Awaited<ReturnType<typeof readCustomerPage>>>

/** All that the tables know of a customer. Undefined: no id has this `pId` now. */
export async function readCustomerPage(db: Kysely<Database>, pId: ProfileId) {
  const found = await findCustomer(db, pId)
  if (found === undefined) return undefined
  const { ids, links } = found
  const leadIds = ids.flatMap(({ kind, value }) => (kind === 'lead' ? [value] : []))
  const [[line], profile, timeline, conversations, ads] = await Promise.all([
    findLines(db, [pId]),
    readSources(db, pId, [...new Set(ids.map((row) => row.originPId ?? row.pId))]),
    findTimeline(db, { pId, leadIds, limit: timelineRows }),
    db.selectFrom('inboxEntry').select(['conversationId as id', 'pageId']).where('pId', '=', pId).execute(),
    readAds(db, pId),
  ])
  return {
    pId,
    ...known({ name: line?.name }),
    ids: ids.map(({ kind, value, isShared }) => ({ cidType: kind, id: value, isShared })),
    links: links.map(({ id, a, b, evidence, strength, ts, revoked }) => ({
      id,
      a: { cidType: a.kind, id: a.value },
      b: { cidType: b.kind, id: b.value },
      evidence: reasons[evidence],
      strength,
      ts,
      ...known({ revokedTs: revoked?.ts }),
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
  const all = [...facts.values()].flat()
  return columns.map(({ name, value }) => {
    const fact = all.find((one) => one.name === name && one.value === value)
    return {
      column: name,
      value,
      strength: fact?.strength ?? 'brand',
      ...known({ sourceKind: fact?.source.kind, ts: fact?.ts }),
    }
  })
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
