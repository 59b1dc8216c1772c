import { hop } from '../queues/define-queue.ts'
import { enrichQueue } from '../queues/enrich.ts'
import { nlpQueue } from '../queues/nlp.ts'
import { stitchQueue } from '../queues/stitch.ts'
import type { Interactions } from '../src/db/record-events.ts'
import type { TurnRef, Turns } from '../src/db/conversation/turns.ts'
import { done, forward, type Step } from './step.ts'

export interface StitchDeps {
  readonly interactions: Pick<Interactions, 'record'>
  /** Who waits for an answer; absent where nobody answers. */
  readonly turns?: Pick<Turns, 'findByEvents'> | undefined
  /** Told after the commit how long the oldest event took from its arrival, and what was new. */
  readonly onRecorded: (recorded: Recorded) => void
}

export interface Recorded {
  readonly receivedAt: number
}

/**
 * Every event of the batch is an interaction of a known profile, once, with its channel row; what it edits, hides or
 * removes has its latest state. What may deserve an answer is a turn in its conversation's mailbox, and on its way: through
 * enrich only where the person's profile is stale.
 * Repeat-safe: (eventDay, eventKey) and (channelId, cidType) are unique, and every write is order-free.
 * Throws DatabaseBusyError (retry), RejectedRowsError (the batch is cut until the culprit is found).
 */
export function createStitchStep({ interactions, turns, onRecorded }: StitchDeps): Step<typeof stitchQueue> {
  return async function stitch(job) {
    const { events, receivedAt } = job
    await interactions.record(events)
    onRecorded({ receivedAt })
    const waiting = (await turns?.findByEvents(events, Date.now())) ?? []
    if (waiting.length === 0) return done
    const recordedBy = [stitchQueue.jobId(job), ...(job.parsedBy ?? [])]
    return forward(
      ...waiting.map(({ isFresh, ...turn }) => (isFresh ? toNlp(turn, recordedBy) : toEnrich(turn))),
    )
  }
}

const toEnrich = (turn: TurnRef) => hop(enrichQueue, { v: 1, ...turn })
const toNlp = ({ turnId, conversationId }: TurnRef, recordedBy: readonly string[]) =>
  hop(nlpQueue, { v: 1, turnId, conversationId, recordedBy })
