import { sql, type Transaction } from 'kysely'
import type { PageId, ProfileId } from '../../domain/ids.ts'
import type { Actor, PageEvent } from '../../domain/event.ts'
import { findComposed, settleMerged } from '../identity/composed.ts'
import { createBulkInsert } from '../mysql/bulk-insert.ts'
import { raises } from '../mysql/latest-value.ts'
import { type GivenName, isLater, latestNames, splitName } from './latest-names.ts'
import type { People } from './people.ts'
import type { Database } from '../mysql/schema.ts'

/** What a batch tells about one customer, or one origin: the latest times, and the latest name. */
interface Touch {
  /** The key of the row. */
  readonly pId: ProfileId
  lastInteraction: number
  lastInbound?: number
  lastOutbound?: number
  given?: GivenName
}

const inboundKinds = new Set(['message', 'postback'])

/**
 * `profileFacebook` has each customer's latest times, and the name of their latest event. `profile` has that name
 * too, unless a system of the brand wrote another. The greatest time wins, so any order of batches gives the same
 * rows. The Page's profile and the anonymous profile are left out: every batch would wait for the one row.
 *
 * Where the rows of a customer are made of those of several origins, the origin's own rows are written as if it were
 * alone, and the customer's follow.
 */
export async function touchProfiles(
  transaction: Transaction<Database>,
  events: readonly PageEvent[],
  people: People,
): Promise<void> {
  const merged = mergedIn(events, people)
  const composed = await findComposed(transaction, merged)
  // A customer whose only rows are those of their `pId` has them as if nothing linked it.
  const isBeside = ({ pId, originPId }: Merged) => !composed.has(pId) && originPId !== pId
  const beside = new Set(merged.filter(isBeside).map(({ originPId }) => originPId))
  const touched = collect(events, (actor, pageId) => {
    const originPId = people.originOf(actor)
    return originPId !== undefined && beside.has(originPId) ? originPId : people.profileIdOf(actor, pageId)
  })
  if (touched.length === 0) return
  const told = new Set(
    await writeTouches(transaction, live, { touches: touched, created: people.created, derived: composed }),
  )
  if (merged.length === 0) return
  const origins = collect(events, (actor, pageId) =>
    composed.has(people.profileIdOf(actor, pageId)) ? people.originOf(actor) : undefined,
  )
  const changed = new Set([
    ...(await writeTouches(transaction, base, { touches: origins })),
    ...people.begun,
    ...beside,
  ])
  await settleMerged(
    transaction,
    merged.filter(({ pId, originPId }) =>
      composed.has(pId)
        ? changed.has(originPId) || told.has(pId)
        : changed.has(originPId) && pId !== originPId,
    ),
    composed,
  )
}

interface Merged {
  readonly pId: ProfileId
  readonly originPId: ProfileId
}

/** The actors that a link gave another `pId`, or to whose customer other origins belong. */
function mergedIn(events: readonly PageEvent[], people: People): Merged[] {
  const merged = new Map<ProfileId, Merged>()
  for (const { actor, pageId } of events) {
    const originPId = people.originOf(actor)
    if (originPId !== undefined) merged.set(originPId, { originPId, pId: people.profileIdOf(actor, pageId) })
  }
  return [...merged.values()]
}

/** The tables of customers, and those of their origins: they have the same columns. */
const live = { facebook: 'profileFacebook', profile: 'profile' } as const
const base = { facebook: 'originFacebook', profile: 'originProfile' } as const
type Tables = typeof live | typeof base

/**
 * Returns the keys of rows whose name may have changed. Names of derived rows follow from their base rows, also where an
 * origin tells its name again, which is now the latest of all.
 */
async function writeTouches(
  transaction: Transaction<Database>,
  tables: Tables,
  {
    touches,
    created = new Set(),
    derived = new Set(),
  }: {
    readonly touches: readonly Touch[]
    readonly created?: ReadonlySet<string>
    readonly derived?: ReadonlySet<string>
  },
): Promise<readonly ProfileId[]> {
  if (touches.length === 0) return []
  const named = touches.filter(({ pId, given }) => given !== undefined && !created.has(pId))
  const before = await lockOrCreateProfiles(
    transaction,
    tables,
    named.map(({ pId }) => pId),
  )
  await upserts[tables.facebook](transaction, touches.map(rowOf))
  const renamed = named
    .filter(({ pId, given }) => before.get(pId)?.name !== given?.name)
    .map(({ pId }) => pId)
  const ownNames = renamed.filter((pId) => !derived.has(pId))
  if (ownNames.length > 0) await renameProfiles(transaction, tables, { pIds: ownNames, before })
  return renamed
}

/** `keyOfRow` gives the key of an actor's row; undefined: there is none. */
function collect(
  events: readonly PageEvent[],
  keyOfRow: (actor: Actor, pageId: PageId) => ProfileId | undefined,
): Touch[] {
  const touches = new Map<string, Touch>()
  const names = latestNames(events)
  for (const { actor, pageId, ts, type, direction } of events) {
    if (actor.is !== 'person') continue
    const pId = keyOfRow(actor, pageId)
    if (pId === undefined) continue
    const touch: Touch = touches.get(pId) ?? { pId, lastInteraction: 0 }
    touches.set(pId, touch)
    touch.lastInteraction = Math.max(touch.lastInteraction, ts)
    if (type === 'echo') touch.lastOutbound = Math.max(touch.lastOutbound ?? 0, ts)
    else if (direction === 'in' && inboundKinds.has(type))
      touch.lastInbound = Math.max(touch.lastInbound ?? 0, ts)
    const given = names.get(actor.id)
    if (given !== undefined && (touch.given === undefined || isLater(given, touch.given))) touch.given = given
  }
  return [...touches.values()].toSorted((a, b) => (a.pId < b.pId ? -1 : 1))
}

interface NameBefore {
  readonly pId: ProfileId
  readonly name: string | null
  readonly firstName: string | null
  readonly surname: string | null
}

/**
 * Locks the rows in sorted order, so that workers do not wait in a circle and the upsert finds the rows that were
 * read here. Missing rows are created first: if two workers meet a new customer at once, the second reads the name
 * that the first wrote.
 */
async function lockOrCreateProfiles(
  transaction: Transaction<Database>,
  tables: Tables,
  pIds: readonly ProfileId[],
): Promise<Map<string, NameBefore>> {
  if (pIds.length === 0) return new Map()
  const before = await lockProfiles(transaction, tables, pIds)
  const missing = pIds.filter((pId) => !before.has(pId))
  if (missing.length === 0) return before
  await transaction
    .insertInto(tables.facebook)
    .values(missing.map((pId) => ({ pId })))
    .onDuplicateKeyUpdate({ pId: sql<ProfileId>`values(pId)` })
    .execute()
  return new Map([...before, ...(await lockProfiles(transaction, tables, missing))])
}

async function lockProfiles(
  transaction: Transaction<Database>,
  tables: Tables,
  pIds: readonly ProfileId[],
): Promise<Map<string, NameBefore>> {
  const rows = await transaction
    .selectFrom(tables.facebook)
    .select(['pId', 'name', 'firstName', 'surname'])
    .where('pId', 'in', pIds)
    .orderBy('pId')
    .forUpdate()
    .execute()
  return new Map(rows.map((row) => [row.pId, row]))
}

/** The rows get later times and names; the greatest time wins. */
function createUpsert(table: Tables['facebook']) {
  const isLaterName = `(values(nameTs) > coalesce(${table}.nameTs, -1)
    or (values(nameTs) = ${table}.nameTs and cast(values(name) as binary) > cast(${table}.name as binary)))`
  const ifLater = (column: string) => `${column} = if(${isLaterName}, values(${column}), ${table}.${column})`
  const times = ['lastInteractionTs', 'lastInboundMsgTs', 'lastOutboundMsgTs'] as const
  // nameTs last: MySQL assigns in this order, and the condition reads the old values
  const names = ['firstName', 'surname', 'name', 'nameTs'] as const
  return createBulkInsert(
    table,
    ['pId', ...times, ...names],
    [...times.map((time) => raises(table, time)), ...names.map(ifLater)].join(', '),
  )
}

const upserts = {
  profileFacebook: createUpsert('profileFacebook'),
  originFacebook: createUpsert('originFacebook'),
}

function rowOf(touch: Touch): readonly unknown[] {
  const { pId, lastInteraction, lastInbound, lastOutbound, given } = touch
  return [
    pId,
    new Date(lastInteraction),
    lastInbound === undefined ? null : new Date(lastInbound),
    lastOutbound === undefined ? null : new Date(lastOutbound),
    ...splitName(given?.name),
    given?.name ?? null,
    given?.ts ?? null,
  ]
}

/**
 * The profile takes the new name if it has none, or byte for byte the earlier one of Facebook. A name that the brand
 * wrote, or that a fact says, stays.
 */
async function renameProfiles(
  transaction: Transaction<Database>,
  tables: Tables,
  { pIds, before }: { readonly pIds: readonly ProfileId[]; readonly before: ReadonlyMap<string, NameBefore> },
): Promise<void> {
  const [profile, facebook] = [sql.table(tables.profile), sql.table(tables.facebook)]
  const isUnsaid = sql`not exists (
    select 1 from profileFact x where x.originPId = p.pId and x.name in ('firstName', 'lastName'))`
  await sql`update ${profile} p join ${facebook} f on f.pId = p.pId
    set p.firstName = f.firstName, p.lastName = f.surname
    where p.pId in (${sql.join(pIds)}) and p.firstName is null and p.lastName is null
      and ${isUnsaid}`.execute(transaction)
  const changed = pIds.flatMap((pId) => before.get(pId) ?? []).filter(({ name }) => name !== null)
  for (const row of changed) {
    await sql`update ${profile} p join ${facebook} f on f.pId = p.pId
      set p.firstName = f.firstName, p.lastName = f.surname
      where p.pId = ${row.pId} and cast(p.firstName as binary) <=> cast(${row.firstName} as binary)
        and cast(p.lastName as binary) <=> cast(${row.surname} as binary)
        and ${isUnsaid}`.execute(transaction)
  }
}
