import type { PageEvent } from '../../domain/event.ts'

/** A name, and the time of its event. */
export interface GivenName {
  readonly name: string
  readonly ts: number
}

/**
 * The latest name that these events tell for each customer, by the customer's id. Events of the Page itself tell
 * none.
 */
export function latestNames(events: readonly PageEvent[]): Map<string, GivenName> {
  const names = new Map<string, GivenName>()
  for (const { actor, direction, ts } of events) {
    if (actor.is !== 'person' || actor.name === undefined || direction !== 'in') continue
    const given = { name: actor.name, ts }
    const before = names.get(actor.id)
    if (before === undefined || isLater(given, before)) names.set(actor.id, given)
  }
  return names
}

/** Of two names with the same time the greater in bytes wins, as in the database. */
export function isLater(given: GivenName, before: GivenName): boolean {
  if (given.ts !== before.ts) return given.ts > before.ts
  return Buffer.compare(Buffer.from(given.name), Buffer.from(before.name)) > 0
}

export type NameParts = [firstName: string | null, lastName: string | null]

/** "Ada King Lovelace" → "Ada", "King Lovelace": Facebook's feed has the whole name in one text. */
export function splitName(name: string | undefined): NameParts {
  const words = (name ?? '').trim().split(/\s+/)
  const [first = '', ...rest] = words
  return [first === '' ? null : first, rest.length === 0 ? null : rest.join(' ')]
}
