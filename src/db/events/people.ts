import type { Kysely, Transaction } from 'kysely'
import { asPsid, type PageId, type ProfileId, type Psid } from '../../domain/ids.ts'
import { type Actor, type PageEvent, timeless } from '../../domain/event.ts'
import type { CustomerKey } from '../../domain/identity-link.ts'
import { anonymousProfileId, pageProfileId, customerProfileId } from '../../domain/event-key.ts'
import { findComposed } from '../identity/composed.ts'
import { findIdRows } from '../identity/customer-ids.ts'
import { type EarlierFirst, noteFirst } from '../identity/first-times.ts'
import { createBulkInsert } from '../mysql/bulk-insert.ts'
import { found } from '../mysql/require-found.ts'
import { type FindForgotten, suspectsOf } from './suspects.ts'
import { latestNames, type NameParts, splitName } from './latest-names.ts'
import type { Database } from '../mysql/schema.ts'

/** The `cidType` of page-scoped ids, both of Messenger and of the feed. */
const cidType = 'facebook'

/** The profile ids of the actors of a batch. None of them changes until the end of the transaction. */
export interface People {
  profileIdOf(actor: Actor, pageId: PageId): ProfileId
  /** The `pId` that the actor has without any link. Undefined: nothing links them, and it is their `pId`. */
  originOf(actor: Actor): ProfileId | undefined
  /**
   * Profiles that did not exist before this transaction, made with their latest name. No other transaction has their
   * rows.
   */
  readonly created: ReadonlySet<string>
  /** Events of customers who were forgotten: they are nobody's, and must not be recorded. */
  readonly forgotten: ReadonlySet<PageEvent>
  /** Origins that get their first event, though a link named them before. */
  readonly begun: ReadonlySet<ProfileId>
  /** Ids whose customer may get another `pId` by that. */
  readonly touched: readonly CustomerKey[]
  /**
   * Ids that are known since an earlier time than their row says. To be noted in a transaction of its own: one that holds
   * an id with others cannot lock it alone without waiting in a circle.
   */
  knownEarlier(): EarlierFirst[]
}

const nobody: ReadonlySet<PageEvent> = new Set()

interface KnownProfile {
  readonly value: string
  readonly pId: ProfileId
  readonly originPId: ProfileId | null
  readonly firstTs: number | null
}

/**
 * Every actor of these events has a profile, found by `chan2Profile` or created. There is no race: the pair
 * (channelId, cidType) is unique, the profile's id is made of it, and rows are written in sorted order, so that two
 * workers never wait in a circle. The rows are locked: a link gives nobody another `pId` while their events are written.
 */
export async function findOrCreatePeople(
  transaction: Transaction<Database>,
  batch: readonly PageEvent[],
  findForgotten?: FindForgotten,
): Promise<People> {
  const seen = firstTimes(batch)
  const known = await holdPeople(
    transaction,
    seen.map(({ id }) => id),
  )
  // Ids that have events are not looked up, but for an event that is older than these. Nearly all have newer ones.
  const suspects = findForgotten === undefined ? [] : suspectsOf(seen, known)
  const forgotten = (suspects.length > 0 && (await findForgotten?.(suspects))) || nobody
  const events = forgotten.size === 0 ? batch : batch.filter((event) => !forgotten.has(event))
  const firsts = forgotten.size === 0 ? seen : firstTimes(events)
  const missing = firsts.map(({ id }) => id).filter((id) => !known.has(id))
  const created = new Set<string>()
  if (missing.length > 0) {
    const allNew = await createPeople(transaction, missing, { events, firsts })
    const now = allNew ? asNew(missing, firsts) : await holdPeople(transaction, missing)
    for (const [id, profile] of now) known.set(id, profile)
    if (allNew) for (const id of missing) created.add(customerProfileId(id))
  }
  const { begun, touched } = await beginProfiles(transaction, known, { events, firsts })
  return {
    created,
    forgotten,
    begun,
    touched,
    profileIdOf(actor, pageId) {
      if (actor.is === 'anonymous') return anonymousProfileId
      if (actor.is === 'page') return pageProfileId(pageId)
      return found(known, actor.id).pId
    },
    originOf: (actor) =>
      actor.is === 'person' ? (found(known, actor.id).originPId ?? undefined) : undefined,
    knownEarlier: () => firsts.flatMap(({ id, ts }) => (isEarlier(ts, found(known, id)) ? [{ id, ts }] : [])),
  }
}

/** The actors with the time of their first event in this batch, sorted by their id. */
function firstTimes(events: readonly PageEvent[]): EarlierFirst[] {
  const firsts = new Map<Psid, number>()
  for (const { actor, ts, dayTs } of events) {
    if (actor.is !== 'person') continue
    // Both sources of a message of ours tell the time of its claim.
    const since = Math.max(dayTs === undefined || dayTs === timeless ? ts : dayTs, 1)
    firsts.set(actor.id, Math.min(since, firsts.get(actor.id) ?? Infinity))
  }
  return [...firsts].map(([id, ts]) => ({ id, ts })).toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

function isEarlier(ts: number, { firstTs }: KnownProfile): boolean {
  return firstTs === null || ts < firstTs
}

function asNew(ids: readonly Psid[], firsts: readonly EarlierFirst[]): Map<Psid, KnownProfile> {
  const times = new Map(firsts.map(({ id, ts }) => [id, ts]))
  return new Map(
    ids.map((id) => {
      const pId = customerProfileId(id)
      return [id, { value: id, pId, originPId: null, firstTs: times.get(id) ?? null }]
    }),
  )
}

async function holdPeople(
  transaction: Transaction<Database>,
  ids: readonly Psid[],
): Promise<Map<string, KnownProfile>> {
  if (ids.length === 0) return new Map()
  const rows = await findIdRows(
    transaction,
    ids.map((value) => ({ kind: cidType, value })),
    'share',
  )
  return new Map([...rows.values()].map((row) => [row.value, row]))
}

/** True when none of the rows existed. Then the profiles are those that this transaction made. */
async function createPeople(
  transaction: Transaction<Database>,
  ids: readonly Psid[],
  { events, firsts }: { readonly events: readonly PageEvent[]; readonly firsts: readonly EarlierFirst[] },
): Promise<boolean> {
  const names = latestNames(events)
  const times = new Map(firsts.map(({ id, ts }) => [id, ts]))
  const rows = ids.map((id) => [customerProfileId(id), ...splitName(names.get(id)?.name)] as const)
  const linked = await insertLinks(
    transaction,
    ids.map((id) => [id, cidType, customerProfileId(id), times.get(id)]),
  )
  const made = await insertProfiles(transaction, rows.toSorted(byProfileId))
  return linked.added === ids.length && made.added === ids.length
}

/**
 * An id that only links named until now gets the profile that a new one gets: as the profile of its origin, where the
 * customer's rows are made of several. It says at once since when it is known, as an id that nothing names is deleted.
 */
async function beginProfiles(
  transaction: Transaction<Database>,
  known: Map<string, KnownProfile>,
  { events, firsts }: { readonly events: readonly PageEvent[]; readonly firsts: readonly EarlierFirst[] },
): Promise<{ readonly begun: ReadonlySet<ProfileId>; readonly touched: readonly CustomerKey[] }> {
  const times = new Map<string, number>(firsts.map(({ id, ts }) => [id, ts]))
  const fresh = [...known.values()].filter(({ value, firstTs }) => firstTs === null && times.has(value))
  if (fresh.length === 0) return { begun: new Set(), touched: [] }
  const touched = await noteFirst(
    transaction,
    fresh.map((row) => ({ row: { ...row, kind: cidType }, ts: times.get(row.value) ?? 1 })),
  )
  for (const row of fresh) known.set(row.value, { ...row, firstTs: times.get(row.value) ?? 1 })
  const composed = await findComposed(transaction, fresh)
  const names = latestNames(events)
  const rows = fresh.map(({ value, pId, originPId }) => ({
    isComposed: composed.has(pId),
    row: [originPId ?? pId, ...splitName(names.get(asPsid(value))?.name)] as const,
  }))
  const ofTable = (isComposed: boolean) =>
    rows.flatMap((each) => (each.isComposed === isComposed ? [each.row] : [])).toSorted(byProfileId)
  await insertProfiles(transaction, ofTable(false))
  await insertOriginProfiles(transaction, ofTable(true))
  return { begun: new Set(rows.map(({ row: [origin] }) => origin)), touched }
}

type ProfileRow = readonly [pId: ProfileId, ...NameParts]

function byProfileId([a]: ProfileRow, [b]: ProfileRow): number {
  return a < b ? -1 : 1
}

const insertLinks = createBulkInsert(
  'chan2Profile',
  ['channelId', 'cidType', 'pId', 'firstTs'],
  'pId = chan2Profile.pId',
)

/** An existing profile stays as it is. */
const insertProfiles = createBulkInsert('profile', ['pId', 'firstName', 'lastName'], 'pId = profile.pId')

const insertOriginProfiles = createBulkInsert(
  'originProfile',
  ['pId', 'firstName', 'lastName'],
  'pId = originProfile.pId',
)

/** Creates profiles with nothing but their id. An existing one stays as it is. */
export async function createProfiles(db: Kysely<Database>, pIds: readonly ProfileId[]): Promise<void> {
  await insertProfiles(
    db,
    pIds.map((pId) => [pId, null, null]),
  )
}
