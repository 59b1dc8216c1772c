/** What the tables hold of some conversations, for `deriveEntry`: a few statements for all of them. */
import { type Kysely, sql } from 'kysely'
import { feedChannel } from '../../../domain/event.ts'
import type { ConversationId, ProfileId } from '../../../domain/ids.ts'
import type { Understanding } from '../../../domain/understanding.ts'
import { toSilence } from '../../conversation/thread-control.ts'
import type { Database } from '../../mysql/schema.ts'
import type { EntryFacts, ThreadTimes, TurnFact } from './derive-entry.ts'
import type { Group, ThreadRow } from './find-groups.ts'
import { readSaid } from './read-said.ts'
import { unionAll } from './union-all.ts'

const latestTurns = 5

/** In the order of the groups. */
export async function readFacts(db: Kysely<Database>, groups: readonly Group[]): Promise<EntryFacts[]> {
  if (groups.length === 0) return []
  const ids = groups.flatMap(({ threads }) => threads.map(({ id }) => id))
  const said = await readSaid(db, groups)
  const unsaid = groups.filter((_, at) => said[at]?.length === 0)
  const [turns, trouble, ads, handling, names, lastEvents] = await Promise.all([
    readTurns(db, ids),
    readTrouble(db, ids),
    readAds(db, groups),
    readHandling(db, ids),
    readNames(
      db,
      groups.map(({ pId }) => pId),
    ),
    readLastEvents(db, unsaid),
  ])
  return groups.map((group, at) => {
    const [first] = group.threads
    const ofGroup = <Fact>(facts: ReadonlyMap<ConversationId, readonly Fact[]>): Fact[] =>
      group.threads.flatMap(({ id }) => facts.get(id) ?? [])
    const handled = ofGroup(handling)
    const done = handled.flatMap(({ doneTs }) => doneTs ?? []).map(Number)
    const assigned = handled
      .filter(({ assignedTs }) => assignedTs !== null)
      .toSorted((a, b) => Number(b.assignedTs) - Number(a.assignedTs))
    return {
      conversationId: first.id,
      pageId: group.pageId,
      pId: group.pId,
      name: names.get(group.pId),
      threads: group.threads.map(toTimes),
      said: said[at] ?? [],
      lastEventTs: lastEvents.get(group),
      turns: ofGroup(turns).toSorted((a, b) => b.ts - a.ts),
      trouble: ofGroup(trouble),
      adId: ads.get(group),
      assignedTo: assigned[0]?.assignedTo ?? undefined,
      doneTs: done.length === 0 ? undefined : Math.max(...done),
    }
  })
}

export function toTimes(row: ThreadRow): ThreadTimes {
  return {
    lastInboundTs: toMs(row.lastInboundTs),
    silentUntil: toSilence(row).silentUntil ?? 0,
    silentUntilColumn: toMs(row.silentUntil) ?? 0,
    waitingTs: toMs(row.waitingTs),
    handOverTs: toMs(row.handOverTs),
    servedTs: toMs(row.servedTs),
  }
}

function toMs(value: string | null): number | undefined {
  return value === null ? undefined : Number(value)
}

async function readTurns(
  db: Kysely<Database>,
  ids: readonly ConversationId[],
): Promise<ReadonlyMap<ConversationId, readonly TurnFact[]>> {
  const each = ids.map(
    (id) => sql`(select conversationId, ts, outcome, scene, understanding from turn
      where conversationId = ${id} and state = 'done' order by ts desc, id desc limit ${sql.lit(latestTurns)})`,
  )
  const rows = await unionAll<{
    conversationId: ConversationId
    ts: string
    outcome: string | null
    scene: string | null
    understanding: string | null
  }>(db, each)
  return grouped(rows, ({ conversationId, ts, outcome, scene, understanding }) => {
    const { intent, language } =
      understanding === null ? ({} as Partial<Understanding>) : (JSON.parse(understanding) as Understanding)
    return [
      conversationId,
      {
        ts: Number(ts),
        outcome: outcome ?? undefined,
        scene: scene ?? undefined,
        isUnderstood: understanding !== null,
        intent: intent?.name.slice(0, 100),
        language: language?.slice(0, 35),
      },
    ]
  })
}

async function readTrouble(db: Kysely<Database>, ids: readonly ConversationId[]) {
  const rows = await db
    .selectFrom('outbound')
    .select(['conversationId', 'state', 'createdTs'])
    .where('conversationId', 'in', ids)
    .where('state', 'in', ['failed', 'held', 'unknown'])
    .execute()
  return grouped(rows, ({ conversationId, state, createdTs }) => [
    conversationId,
    { state, createdTs: Number(createdTs) },
  ])
}

async function readHandling(db: Kysely<Database>, ids: readonly ConversationId[]) {
  const rows = await db
    .selectFrom('conversationHandling')
    .select(['conversationId', 'assignedTo', 'assignedTs', 'doneTs'])
    .where('conversationId', 'in', ids)
    .execute()
  return grouped(rows, (row) => [row.conversationId, row])
}

/** The latest ad that brought the customer to the Page. */
async function readAds(db: Kysely<Database>, groups: readonly Group[]): Promise<ReadonlyMap<Group, string>> {
  const psids = [...new Set(groups.flatMap((group) => group.psids))]
  const rows = await db
    .selectFrom('adReferral')
    .select(['channelId', 'pageId', 'adId', 'ts', 'kwInteractionId'])
    .where('channelId', 'in', psids)
    .where('cidType', '=', 'facebook')
    .where('adId', 'is not', null)
    .execute()
  const found = new Map<Group, string>()
  if (rows.length === 0) return found
  for (const group of groups) {
    const [last] = rows
      .filter(
        ({ channelId, pageId }) => pageId === group.pageId && group.psids.some((id) => id === channelId),
      )
      .toSorted((a, b) => Number(b.ts) - Number(a.ts) || (String(a.adId) < String(b.adId) ? -1 : 1))
    if (last?.adId !== undefined && last.adId !== null) found.set(group, last.adId)
  }
  return found
}

/** The name that the brand has, else that at Facebook. */
export async function readNames(
  db: Kysely<Database>,
  pIds: readonly ProfileId[],
): Promise<ReadonlyMap<ProfileId, string>> {
  const [own, atFacebook] = await Promise.all([
    db.selectFrom('profile').select(['pId', 'firstName', 'lastName']).where('pId', 'in', pIds).execute(),
    db
      .selectFrom('profileFacebook')
      .select(['pId', 'name', 'firstName', 'surname'])
      .where('pId', 'in', pIds)
      .execute(),
  ])
  const names = new Map<ProfileId, string>()
  const put = (pId: ProfileId, name: string): void => {
    const whole = name.trim().slice(0, 255)
    if (whole !== '') names.set(pId, whole)
  }
  for (const { pId, name, firstName, surname } of atFacebook) put(pId, name ?? joined(firstName, surname))
  for (const { pId, firstName, lastName } of own) put(pId, joined(firstName, lastName))
  return names
}

function joined(first: string | null, last: string | null): string {
  return [first, last].filter((part) => part !== null).join(' ')
}

/** Where nothing was said: when the customer last did anything, as coming from an ad. */
async function readLastEvents(
  db: Kysely<Database>,
  groups: readonly Group[],
): Promise<ReadonlyMap<Group, number>> {
  const each = groups.map(
    ({ pageId, pId }, at) => sql`select ${sql.lit(at)} as at, max(ts) as ts from interaction
      where pId = ${pId} and pageId = ${pageId} and channel <> ${feedChannel}
        and coalesce(interactionType, '') not in ('delivery', 'read')`,
  )
  const rows = await unionAll<{ at: number | string; ts: Date | null }>(db, each)
  return new Map(
    rows.flatMap(({ at, ts }) => {
      const group = groups[Number(at)]
      return group === undefined || ts === null ? [] : [[group, ts.getTime()] as const]
    }),
  )
}

function grouped<Row, Fact>(
  rows: readonly Row[],
  toFact: (row: Row) => readonly [ConversationId, Fact],
): Map<ConversationId, Fact[]> {
  const found = new Map<ConversationId, Fact[]>()
  for (const row of rows) {
    const [id, fact] = toFact(row)
    const facts = found.get(id) ?? []
    found.set(id, facts)
    facts.push(fact)
  }
  return found
}
