import type { EventLedger } from './event-ledger.ts'

/**
 * Finds an event by the hash of its identity: open addressing in typed arrays, 24 bytes an event. Only events that were sent: a
 * row of any other is one that nobody sent.
 */
export function createKeyIndex(ledger: EventLedger) {
  let size = 1024
  while (size < ledger.length * 2) size *= 2
  const keys = new Float64Array(size)
  const events = new Int32Array(size).fill(-1)
  const slotOf = (key: number) => (key >>> 0) & (size - 1)
  for (let event = 0; event < ledger.length; event += 1) {
    if (!ledger.wasSent(event)) continue
    const key = ledger.key.at(event)
    let slot = slotOf(key)
    while ((events[slot] ?? -1) !== -1) slot = (slot + 1) & (size - 1)
    keys[slot] = key
    events[slot] = event
  }
  return {
    find(key: number): number | undefined {
      for (let slot = slotOf(key); ; slot = (slot + 1) & (size - 1)) {
        const event = events[slot] ?? -1
        if (event === -1) return undefined
        if (keys[slot] === key) return event
      }
    },
  }
}
