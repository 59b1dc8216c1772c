/** Which events of a batch must not be recorded, as their customer was forgotten. */
import type { Kysely } from 'kysely'
import type { PageEvent } from '../../domain/event.ts'
import type { Psid } from '../../domain/ids.ts'
import { nameOfKey } from '../../domain/identity-link.ts'
import type { FindForgotten, Suspect } from '../events/suspects.ts'
import type { Database } from '../mysql/schema.ts'
import type { Tombstones } from './tombstones.ts'

/**
 * Of the events of these ids: those of forgotten customers. What happened before the forgetting never counts. If the
 * customer wrote after it, in these events or before, and the rule allows it, the later events are recorded.
 */
export async function findForgottenEvents(
  db: Kysely<Database>,
  events: readonly PageEvent[],
  {
    suspects,
    tombstones,
  }: { readonly suspects: readonly Suspect[]; readonly tombstones: Pick<Tombstones, 'find' | 'rule'> },
): Promise<ReadonlySet<PageEvent>> {
  const none: ReadonlySet<PageEvent> = new Set()
  if (suspects.length === 0) return none
  const found = await tombstones.find(
    db,
    suspects.map(({ id }) => toId(id)),
  )
  if (found.size === 0) return none
  const ofSuspect = Map.groupBy(events, idOf)
  const forgotten = new Set<PageEvent>()
  for (const { id, isKnown } of suspects) {
    const forgottenTs = found.get(nameOfKey(toId(id)))
    if (forgottenTs === undefined) continue
    const own = ofSuspect.get(id) ?? []
    const isBack =
      tombstones.rule === 'until_they_write' &&
      (isKnown || own.some((event) => event.ts > forgottenTs && isOwnWill(event)))
    for (const event of own) if (!isBack || event.ts <= forgottenTs) forgotten.add(event)
  }
  return forgotten
}

/** For `findOrCreatePeople`. Undefined: nobody can be forgotten. */
export function finderOfForgotten(
  db: Kysely<Database>,
  events: readonly PageEvent[],
  tombstones: Pick<Tombstones, 'find' | 'rule'> | undefined,
): FindForgotten | undefined {
  return tombstones && ((suspects) => findForgottenEvents(db, events, { suspects, tombstones }))
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
  return new Set(psids.filter((psid) => found.has(nameOfKey(toId(psid)))))
}
