import type { Kysely, Transaction } from 'kysely'
import type { PageId, ProfileId, Psid } from '../../domain/ids.ts'
import type { Actor, PageEvent } from '../../domain/event.ts'
import { anonymousProfileId, pageProfileId, customerProfileId } from '../../domain/event-key.ts'
import { createBulkInsert } from '../mysql/bulk-insert.ts'
import { found } from '../mysql/require-found.ts'
import { latestNames, type NameParts, splitName } from './latest-names.ts'
import type { Database } from '../mysql/schema.ts'

/** The `cidType` of page-scoped ids, both of Messenger and of the feed. */
const cidType = 'facebook'

/** The profile ids of the actors of a batch. */
export interface People {
  profileIdOf(actor: Actor, pageId: PageId): ProfileId
  /**
   * Profiles that did not exist before this transaction, made with their latest name. No other transaction has their
   * rows.
   */
  readonly created: ReadonlySet<string>
  /** Events of customers who were forgotten: they are nobody's, and must not be recorded. */
  readonly forgotten: ReadonlySet<PageEvent>
}

/** Which events of ids that may have been forgotten must not be recorded. */
export type FindForgotten = (suspects: readonly Psid[]) => Promise<ReadonlySet<PageEvent>>

const nobody: ReadonlySet<PageEvent> = new Set()

interface KnownProfile {
  readonly channelId: string
  readonly pId: ProfileId
}

/**
 * Every actor of these events has a profile, found by `chan2Profile` or created. There is no race: the pair
 * (channelId, cidType) is unique, the profile's id is made of it, and rows are written in sorted order, so that two
 * workers never wait in a circle.
 */
export async function findOrCreatePeople(
  transaction: Transaction<Database>,
  batch: readonly PageEvent[],
  findForgotten?: FindForgotten,
): Promise<People> {
  const known = await findPeople(transaction, idsOf(batch))
  // Ids that are in the table are not looked up, and nearly all are.
  const suspects = idsOf(batch).filter((id) => !known.has(id))
  const forgotten = (suspects.length > 0 && (await findForgotten?.(suspects))) || nobody
  const events = forgotten.size === 0 ? batch : batch.filter((event) => !forgotten.has(event))
  const missing = forgotten.size === 0 ? suspects : idsOf(events).filter((id) => !known.has(id))
  const created = new Set<string>()
  if (missing.length > 0) {
    const allNew = await createPeople(transaction, missing, events)
    const now = allNew
      ? missing.map((id) => [id, customerProfileId(id)] as const)
      : await findPeople(transaction, missing)
    for (const [id, pId] of now) known.set(id, pId)
    if (allNew) for (const id of missing) created.add(customerProfileId(id))
  }
  return {
    created,
    forgotten,
    profileIdOf(actor, pageId) {
      if (actor.is === 'anonymous') return anonymousProfileId
      if (actor.is === 'page') return pageProfileId(pageId)
      return found(known, actor.id)
    },
  }
}

function idsOf(events: readonly PageEvent[]): Psid[] {
  return [...new Set(events.flatMap(({ actor }) => (actor.is === 'person' ? [actor.id] : [])))].toSorted()
}

async function findPeople(
  transaction: Transaction<Database>,
  ids: readonly Psid[],
): Promise<Map<string, ProfileId>> {
  if (ids.length === 0) return new Map()
  const rows: KnownProfile[] = await transaction
    .selectFrom('chan2Profile')
    .select(['channelId', 'pId'])
    .where('cidType', '=', cidType)
    .where('channelId', 'in', ids)
    .execute()
  return new Map(rows.map(({ channelId, pId }) => [channelId, pId]))
}

/** True when none of the rows existed. Then the profiles are those that this transaction made. */
async function createPeople(
  transaction: Transaction<Database>,
  ids: readonly Psid[],
  events: readonly PageEvent[],
): Promise<boolean> {
  const names = latestNames(events)
  const rows = ids.map((id) => [customerProfileId(id), ...splitName(names.get(id)?.name)] as const)
  const linked = await insertLinks(
    transaction,
    ids.map((id) => [id, cidType, customerProfileId(id)]),
  )
  const made = await insertProfiles(transaction, rows.toSorted(byProfileId))
  return linked.added === ids.length && made.added === ids.length
}

type ProfileRow = readonly [pId: ProfileId, ...NameParts]

function byProfileId([a]: ProfileRow, [b]: ProfileRow): number {
  return a < b ? -1 : 1
}

const insertLinks = createBulkInsert(
  'chan2Profile',
  ['channelId', 'cidType', 'pId'],
  'pId = chan2Profile.pId',
)

/** An existing profile stays as it is. */
const insertProfiles = createBulkInsert('profile', ['pId', 'firstName', 'lastName'], 'pId = profile.pId')

/** Creates profiles with nothing but their id. An existing one stays as it is. */
export async function createProfiles(db: Kysely<Database>, pIds: readonly ProfileId[]): Promise<void> {
  await insertProfiles(
    db,
    pIds.map((pId) => [pId, null, null]),
  )
}
