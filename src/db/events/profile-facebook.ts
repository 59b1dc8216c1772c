import { sql, type Transaction } from 'kysely'
import type { ProfileId } from '../../domain/ids.ts'
import type { PageEvent } from '../../domain/event.ts'
import { createBulkInsert } from '../mysql/bulk-insert.ts'
import { type GivenName, isLater, latestNames, splitName } from './latest-names.ts'
import type { People } from './people.ts'
import type { Database } from '../mysql/schema.ts'

/** What a batch tells about one customer: the latest times, and the latest name. */
interface Touch {
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
 */
export async function touchProfiles(
  transaction: Transaction<Database>,
  events: readonly PageEvent[],
  people: People,
): Promise<void> {
  const touches = collect(events, people)
  if (touches.length === 0) return
  const named = touches.filter(({ pId, given }) => given !== undefined && !people.created.has(pId))
  const before = await lockOrCreateProfiles(
    transaction,
    named.map(({ pId }) => pId),
  )
  await upsert(transaction, touches.map(rowOf))
  const renamed = named.filter(({ pId, given }) => before.get(pId)?.name !== given?.name)
  if (renamed.length > 0)
    await renameProfiles(
      transaction,
      renamed.map(({ pId }) => pId),
      before,
    )
}

function collect(events: readonly PageEvent[], people: People): Touch[] {
  const touches = new Map<string, Touch>()
  const names = latestNames(events)
  for (const { actor, pageId, ts, type, direction } of events) {
    if (actor.is !== 'person') continue
    const pId = people.profileIdOf(actor, pageId)
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
  pIds: readonly ProfileId[],
): Promise<Map<string, NameBefore>> {
  if (pIds.length === 0) return new Map()
  const before = await lockProfiles(transaction, pIds)
  const missing = pIds.filter((pId) => !before.has(pId))
  if (missing.length === 0) return before
  await transaction
    .insertInto('profileFacebook')
    .values(missing.map((pId) => ({ pId })))
    .onDuplicateKeyUpdate(({ ref }) => ({ pId: ref('profileFacebook.pId') }))
    .execute()
  return new Map([...before, ...(await lockProfiles(transaction, missing))])
}

async function lockProfiles(
  transaction: Transaction<Database>,
  pIds: readonly ProfileId[],
): Promise<Map<string, NameBefore>> {
  const rows = await transaction
    .selectFrom('profileFacebook')
    .select(['pId', 'name', 'firstName', 'surname'])
    .where('pId', 'in', pIds)
    .orderBy('pId')
    .forUpdate()
    .execute()
  return new Map(rows.map((row) => [row.pId, row]))
}

const isLaterName = `(values(nameTs) > coalesce(profileFacebook.nameTs, -1)
  or (values(nameTs) = profileFacebook.nameTs and cast(values(name) as binary) > cast(profileFacebook.name as binary)))`

function ifLater(column: string): string {
  return `${column} = if(${isLaterName}, values(${column}), profileFacebook.${column})`
}

function greatest(column: string): string {
  const [stored, given] = [`profileFacebook.${column}`, `values(${column})`]
  return `${column} = greatest(coalesce(${stored}, ${given}), coalesce(${given}, ${stored}))`
}

const upsert = createBulkInsert(
  'profileFacebook',
  [
    'pId',
    'lastInteractionTs',
    'lastInboundMsgTs',
    'lastOutboundMsgTs',
    'firstName',
    'surname',
    'name',
    'nameTs',
  ],
  [
    ...['lastInteractionTs', 'lastInboundMsgTs', 'lastOutboundMsgTs'].map(greatest),
    // nameTs last: MySQL assigns in this order, and the condition reads the old values
    ...['firstName', 'surname', 'name', 'nameTs'].map(ifLater),
  ].join(', '),
)

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
 * wrote stays.
 */
async function renameProfiles(
  transaction: Transaction<Database>,
  pIds: readonly ProfileId[],
  before: ReadonlyMap<string, NameBefore>,
): Promise<void> {
  await sql`update profile p join profileFacebook f on f.pId = p.pId
    set p.firstName = f.firstName, p.lastName = f.surname
    where p.pId in (${sql.join(pIds)}) and p.firstName is null and p.lastName is null`.execute(transaction)
  const changed = pIds.flatMap((pId) => before.get(pId) ?? []).filter(({ name }) => name !== null)
  for (const row of changed) {
    await sql`update profile p join profileFacebook f on f.pId = p.pId
      set p.firstName = f.firstName, p.lastName = f.surname
      where p.pId = ${row.pId} and cast(p.firstName as binary) <=> cast(${row.firstName} as binary)
        and cast(p.lastName as binary) <=> cast(${row.surname} as binary)`.execute(transaction)
  }
}
