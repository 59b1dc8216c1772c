/** Which events of a batch must not be recorded, as their customer was forgotten. */
import type { Kysely } from 'kysely'
import type { PageEvent } from '../../domain/event.ts'
import type { Psid } from '../../domain/ids.ts'
import type { Database } from '../mysql/schema.ts'
import { nameOfId, type Tombstones } from './tombstones.ts'

/**
 * Of the events of these ids, which are in no row of `chan2Profile`: those of forgotten customers. What happened before
 * the forgetting never counts. If the customer wrote after it, and the rule allows it, the later events are recorded.
 */
export async function findForgottenEvents(
  db: Kysely<Database>,
  events: readonly PageEvent[],
  {
    unknown,
    tombstones,
  }: { readonly unknown: readonly Psid[]; readonly tombstones: Pick<Tombstones, 'find' | 'rule'> },
): Promise<ReadonlySet<PageEvent>> {
  const none: ReadonlySet<PageEvent> = new Set()
  if (unknown.length === 0) return none
  const found = await tombstones.find(db, unknown.map(toId))
  if (found.size === 0) return none
  const isUnknown = new Set<string>(unknown)
  const forgotten = new Set<PageEvent>()
  for (const [id, own] of Map.groupBy(events, idOf)) {
    const forgottenTs = id === undefined || !isUnknown.has(id) ? undefined : found.get(nameOfId(toId(id)))
    if (forgottenTs === undefined) continue
    const isBack =
      tombstones.rule === 'until_they_write' &&
      own.some((event) => event.ts > forgottenTs && isOwnWill(event))
    for (const event of own) if (!isBack || event.ts <= forgottenTs) forgotten.add(event)
  }
  return forgotten
}

function idOf({ actor }: PageEvent): Psid | undefined {
  return actor.is === 'person' ? actor.id : undefined
}

function toId(value: Psid): { kind: string; value: string } {
  return { kind: 'facebook', value }
}

/** In Messenger, by `interactionType`. Receipts, edits and removals of what is forgotten are no contact. */
const contacts = new Set(['message', 'postback', 'referral', 'optin', 'reaction', 'account_linking', 'order'])

/** The customer turned to the Page by themselves. */
function isOwnWill(event: PageEvent): boolean {
  if (event.direction !== 'in') return false
  if ('feed' in event) return event.feed.verb === undefined || event.feed.verb === 'add'
  return contacts.has(event.type)
}

/** Which of these ids belong to customers who were forgotten. */
export async function findForgottenPsids(
  db: Kysely<Database>,
  psids: readonly Psid[],
  tombstones: Pick<Tombstones, 'find'>,
): Promise<ReadonlySet<Psid>> {
  const found = await tombstones.find(db, psids.map(toId))
  return new Set(psids.filter((psid) => found.has(nameOfId(toId(psid)))))
}
