/** A sent message is an interaction too. It is recorded once, whether Facebook's response or its echo comes first. */
import { allEnded } from '../../src/all-ended.ts'
import type { OutboundRows } from '../../src/db/conversation/outbound.ts'
import type { PageEvent } from '../../src/domain/event.ts'
import { toOwnEvent } from '../../src/domain/own-message.ts'

export interface RecordDeps {
  readonly outbound: Pick<OutboundRows, 'findUnrecorded' | 'markRecorded'>
  /** Writes events into the interaction tables, each once. */
  readonly record: (events: readonly PageEvent[]) => Promise<unknown>
  readonly now: () => number
}

/** As a rule the echo comes within this time and records the message. Recording it earlier would double the work. */
const echoMs = 1_500
const atOnce = 200

/** Records every message that was sent more than `echoMs` ago. Throws after all, if one of them failed. */
export async function recordSent({ outbound, record, now }: RecordDeps): Promise<void> {
  const rows = await outbound.findUnrecorded(now() - echoMs, atOnce)
  await allEnded(
    rows.map(async (row) => {
      const event = toOwnEvent(row)
      if (event !== undefined) await record([event])
      await outbound.markRecorded(row.id)
    }),
  )
}
