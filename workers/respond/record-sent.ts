/** What was sent is an interaction too: in the tables once, whether the answer or the echo tells of it first. */
import type { OutboundRows } from '../../src/db/conversation/outbound.ts'
import type { PageEvent } from '../../src/domain/event.ts'
import { toOwnEvent } from '../../src/domain/own-message.ts'

export interface RecordDeps {
  readonly outbox: Pick<OutboundRows, 'findUnrecorded' | 'markRecorded'>
  /** Writes events into the interaction tables, each once. */
  readonly record: (events: readonly PageEvent[]) => Promise<void>
  readonly now: () => number
}

/** As a rule the echo comes within this, and its own event records the message: two would be twice the work. */
const echoMs = 1_500
const atOnce = 200

/** Everything that was sent a while ago is recorded, whosever it is. One that cannot be does not stop the others; rejects then. */
export async function recordSent({ outbox, record, now }: RecordDeps): Promise<void> {
  const rows = await outbox.findUnrecorded(now() - echoMs, atOnce)
  const ends = await Promise.allSettled(
    rows.map(async (row) => {
      const event = toOwnEvent(row)
      if (event !== undefined) await record([event])
      await outbox.markRecorded(row.id)
    }),
  )
  const failed = ends.find((end) => end.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}
