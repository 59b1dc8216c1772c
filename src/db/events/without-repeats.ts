import type { Key, PageEvent } from '../../domain/event.ts'

/** An event that is twice in one batch counts once. Of the two, the one that did not come under standby is kept. */
export function withoutRepeats(events: readonly PageEvent[]): PageEvent[] {
  const byKey = new Map<string, PageEvent>()
  for (const event of events) {
    const earlier = byKey.get(event.key)
    if (earlier === undefined || 'standby' in earlier) byKey.set(event.key, event)
  }
  return [...byKey.values()]
}

/** The events but for those that are left out. */
export function without(events: readonly PageEvent[], leftOut: ReadonlySet<PageEvent>): readonly PageEvent[] {
  return leftOut.size === 0 ? events : events.filter((event) => !leftOut.has(event))
}

/** The same by their keys: an event that is twice in one batch has one key. */
export function withoutKeys(events: readonly PageEvent[], leftOut: ReadonlySet<Key>): readonly PageEvent[] {
  return leftOut.size === 0 ? events : events.filter(({ key }) => !leftOut.has(key))
}
