/** Whether a Page is silent against its own rhythm: the same hours of the last weeks had events. */

/** Events are counted in slots of ten minutes. */
export const slotMs = 10 * 60_000
const weekSlots = (7 * 24 * 60 * 60_000) / slotMs
/** Weeks that are compared. At least two of them must be known. */
export const rhythmWeeks = 4
const leastWeeks = 2
/** A shorter silence says nothing. */
const leastSlots = 3
/** Events in these hours of each of the weeks. A Page with fewer must be silent for longer. */
const leastEvents = 12

export interface PageSilence {
  /** The end of the last slot with an event, ms. */
  readonly sinceMs: number
  /** The least number of events in these hours of each of the last weeks. */
  readonly usualEvents: number
}

/**
 * `counts`: events of each slot. Undefined: the Page is not silent, or too little is known of it. The slot that runs now
 * does not count as silent.
 */
export function silenceOf(counts: ReadonlyMap<number, number>, nowMs: number): PageSilence | undefined {
  const current = Math.floor(nowMs / slotMs)
  const slots = [...counts.keys()]
  const last = slots.reduce((latest, slot) => Math.max(latest, slot), 0)
  const first = slots.reduce((earliest, slot) => Math.min(earliest, slot), current)
  const from = last + 1
  if (current - from < leastSlots) return undefined
  const usual: number[] = []
  for (let week = 1; week <= rhythmWeeks && from - week * weekSlots >= first; week += 1) {
    let events = 0
    for (let slot = from; slot < current; slot += 1) events += counts.get(slot - week * weekSlots) ?? 0
    usual.push(events)
  }
  const usualEvents = Math.min(...usual)
  return usual.length >= leastWeeks && usualEvents >= leastEvents
    ? { sinceMs: from * slotMs, usualEvents }
    : undefined
}
