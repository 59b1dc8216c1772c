/** What was sent is an interaction too: in the tables once, whether the answer or the echo tells of it first. */
import type { OutboundRows } from '../../src/db/outbound.ts'
import type { PageEvent } from '../../src/domain/event.ts'
import { toOwnEvent } from '../../src/domain/own-message.ts'

export interface RecordDeps {
  readonly outbox: Pick<OutboundRows, 'findUnrecorded' | 'markRecorded'>
  /** Writes events into the interaction tables, each once. */
  readonly record: (events: readonly PageEvent[]) => Promise<void>
}

export async function recordSent({ outbox, record }: RecordDeps, conversationId: string): Promise<void> {
  for (const row of await outbox.findUnrecorded(conversationId)) {
    const event = toOwnEvent(row)
    if (event !== undefined) await record([event])
    await outbox.markRecorded(row.id)
  }
}
