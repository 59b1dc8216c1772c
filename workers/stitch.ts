import { hop } from '../queues/define-queue.ts'
import { enrichQueue } from '../queues/enrich.ts'
import { nlpQueue } from '../queues/nlp.ts'
import { stitchQueue } from '../queues/stitch.ts'
import type { EventRecorder } from '../src/db/record-events.ts'
import type { PageEvent } from '../src/domain/event.ts'
import type { OpenTurnRef, TurnRef } from '../src/db/conversation/find-turns.ts'
import type { Turns } from '../src/db/conversation/turns.ts'
import { done, forward, type Step } from './step.ts'

export interface StitchDeps {
  readonly interactions: Pick<EventRecorder, 'record'> & Partial<Pick<EventRecorder, 'isForgotten'>>
  /** Gets events of customers who were forgotten. They are in no table but the raw ledger. */
  readonly noteLate?: ((events: readonly PageEvent[], receivedAt: number) => Promise<void>) | undefined
  /** Absent without a storyboard: then no event becomes a turn. */
  readonly turns?: Pick<Turns, 'findByEvents'> | undefined
  /** Called after the commit with the time at which the oldest event arrived, ms since the epoch. */
  readonly onRecorded: (recorded: Recorded) => void
}

export interface Recorded {
  readonly receivedAt: number
}

/**
 * Every event of the batch is an interaction of a known profile, once, with its channel row. Edits, hides and removals
 * are applied to their comments and posts. Late events of customers who were forgotten are dropped. An event that may deserve a reply is a turn of its conversation. Its job
 * goes to nlp, or to enrich where the customer's profile is stale. An open turn whose text was edited goes to nlp again.
 * Repeat-safe: (eventDay, eventKey) and (channelId, cidType) are unique, and every write is order-free.
 * Throws DatabaseBusyError (retry), RejectedRowsError (the batch is cut until the failing event is alone).
 */
export function createStitchStep({
  interactions,
  noteLate,
  turns,
  onRecorded,
}: StitchDeps): Step<typeof stitchQueue> {
  return async function stitch(job) {
    const { events, receivedAt } = job
    await interactions.record(events)
    const late = events.filter((event) => interactions.isForgotten?.(event) === true)
    if (late.length > 0) await noteLate?.(late, receivedAt)
    onRecorded({ receivedAt })
    const openTurns = (await turns?.findByEvents(events, Date.now())) ?? []
    if (openTurns.length === 0) return done
    const recordedBy = [stitchQueue.jobId(job), ...(job.parsedBy ?? [])]
    return forward(
      ...openTurns.map(({ isFresh, ...turn }) => (isFresh ? toNlp(turn, recordedBy) : toEnrich(turn))),
    )
  }
}

const toEnrich = (turn: TurnRef) => hop(enrichQueue, { v: 1, ...turn })
const toNlp = (
  { turnId, conversationId, ts, editedTs }: Omit<OpenTurnRef, 'isFresh'>,
  recordedBy: readonly string[],
) =>
  hop(nlpQueue, {
    v: 1,
    turnId,
    conversationId,
    ts,
    recordedBy,
    ...(editedTs === undefined ? {} : { editedTs }),
  })
