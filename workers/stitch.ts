import { channelOf } from '../queues/decode-job.ts'
import { hop } from '../queues/define-queue.ts'
import { enrichQueue, type LogInToResolve } from '../queues/enrich.ts'
import { nlpQueue } from '../queues/nlp.ts'
import { stitchQueue } from '../queues/stitch.ts'
import { isFeedEvent, type PageEvent } from '../src/domain/event.ts'
import { toLeadNotice } from '../src/domain/lead-notice.ts'
import type { EventRecorder } from '../src/db/record-events.ts'
import type { OpenTurnRef, TurnRef } from '../src/db/conversation/find-turns.ts'
import type { Turns } from '../src/db/conversation/turns.ts'
import { done, forward, type Step } from './step.ts'

export interface StitchDeps {
  readonly interactions: EventRecorder
  /** Gets events of customers who were forgotten. They are in no table but the raw ledger. */
  readonly noteLate?: ((events: readonly PageEvent[], receivedAt: number) => Promise<void>) | undefined
  /** Absent without a storyboard: then no event becomes a turn. */
  readonly turns?: Pick<Turns, 'findByEvents'> | undefined
  /** The brand's service knows the customers of log-ins. Absent: log-ins are recorded, and go nowhere. */
  readonly resolvesLogIns?: boolean | undefined
  /** New leads go to enrich. Absent: they wait in their table. */
  readonly fetchesLeads?: boolean
  /** Called after the commit with the time at which the oldest event arrived, ms since the epoch. */
  readonly onRecorded: (recorded: Recorded) => void
}

export interface Recorded {
  readonly receivedAt: number
}

/**
 * Every event of the batch is an interaction of a known profile, once, with its channel row. Edits, hides and removals
 * are applied to their comments and posts. Late events of customers who were forgotten are dropped. An event that may
 * deserve a reply is a turn of its conversation. Its job goes to nlp, or to enrich where the customer's profile is
 * stale. An open turn whose text was edited goes to nlp again. Log-ins of account linking and new leads go to enrich.
 * Repeat-safe: (eventDay, eventKey) and (channelId, cidType) are unique, and every write is order-free.
 * Throws DatabaseBusyError (retry), RejectedRowsError (the batch is cut until the failing event is alone).
 */
export function createStitchStep({
  interactions,
  noteLate,
  turns,
  resolvesLogIns = false,
  fetchesLeads = false,
  onRecorded,
}: StitchDeps): Step<typeof stitchQueue> {
  return async function stitch(job) {
    const { events, receivedAt } = job
    const { forgotten } = await interactions.record(events)
    const late = events.filter(({ key }) => forgotten.has(key))
    const kept = events.filter(({ key }) => !forgotten.has(key))
    if (late.length > 0) await noteLate?.(late, receivedAt)
    onRecorded({ receivedAt })
    const openTurns = (await turns?.findByEvents(events, Date.now())) ?? []
    const logIns = resolvesLogIns ? kept.flatMap(toLogIn) : []
    const leads = fetchesLeads ? kept.flatMap((event) => toLeadNotice(event) ?? []) : []
    if (openTurns.length === 0 && logIns.length === 0 && leads.length === 0) return done
    const recordedBy = [stitchQueue.jobId(job), ...(job.parsedBy ?? [])]
    return forward(
      ...logIns.map((logIn) => hop(enrichQueue, { v: 1, logIn })),
      ...leads.map(({ leadId }) => hop(enrichQueue, { v: 1, leadId, attempts: 0 })), // a doubled one is harmless
      ...openTurns.map(({ isFresh, ...turn }) => (isFresh ? toNlp(turn, recordedBy) : toEnrich(turn))),
    )
  }
}

const toEnrich = ({ channel, ...turn }: TurnRef) => hop(enrichQueue, { v: 1, ...turn, ...channelOf(channel) })
const toNlp = (
  { turnId, conversationId, channel, ts, editedTs }: Omit<OpenTurnRef, 'isFresh'>,
  recordedBy: readonly string[],
) =>
  hop(nlpQueue, {
    v: 1,
    turnId,
    conversationId,
    ...channelOf(channel),
    ts,
    recordedBy,
    ...(editedTs === undefined ? {} : { editedTs }),
  })

function toLogIn(event: PageEvent): LogInToResolve['logIn'][] {
  if (isFeedEvent(event) || event.actor.is !== 'person') return []
  const { key: eventKey, ts, pageId, actor, messenger } = event
  const { authorizationCode: code } = messenger
  return code === undefined || code === '' ? [] : [{ pageId, psid: actor.id, eventKey, ts, code }]
}
