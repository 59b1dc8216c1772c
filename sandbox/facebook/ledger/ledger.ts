/** What the simulated Facebook notes, for both judges: the events it sent, and what each customer saw and did. */
import { createEventLedger, type EventLedger } from './event-ledger.ts'
import { createSeenLedger, type SeenLedger } from './seen-ledger.ts'

export interface Ledger extends SeenLedger {
  /** Every event, with what a reader must have found: compared with the tables by `checkAgainstDatabase`. */
  readonly events: EventLedger
}

export function createLedger(options: { readonly detail?: boolean } = {}): Ledger {
  return { ...createSeenLedger(), events: createEventLedger(options) }
}
