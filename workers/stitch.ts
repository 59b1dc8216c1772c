import type { stitchQueue } from '../queues/stitch.ts'
import type { Interactions } from '../src/db/interactions.ts'
import { done, type Step } from './step.ts'

export interface StitchDeps {
  readonly interactions: Pick<Interactions, 'record'>
  /** Told after the commit how long the oldest event took from its arrival, and what was new. */
  readonly onRecorded: (recorded: Recorded) => void
}

export interface Recorded {
  readonly receivedAt: number
}

/**
 * Every event of the batch is an interaction of a known profile, once, with its channel row; what it edits, hides or
 * removes has its latest state.
 * Repeat-safe: (eventDay, eventKey) and (channelId, cidType) are unique, and every write is order-free.
 * Throws DatabaseBusyError (retry), RejectedRowsError (the batch is cut until the culprit is found).
 */
export function createStitchStep({ interactions, onRecorded }: StitchDeps): Step<typeof stitchQueue> {
  return async function stitch({ events, receivedAt }) {
    await interactions.record(events)
    onRecorded({ receivedAt })
    return done // enrich takes over from here: turns, and people whose profile is stale
  }
}
