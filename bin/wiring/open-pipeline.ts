import type { Kysely } from 'kysely'
import { createDeadLetters } from '../../src/db/events/dead-letters.ts'
import { createEventRecorder } from '../../src/db/record-events.ts'
import { createLedger } from '../../src/db/events/ledger.ts'
import { createOutboundRows } from '../../src/db/conversation/outbound.ts'
import { createReceipts } from '../../src/db/events/receipts.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import { countCommitted, countLag } from '../../src/telemetry/count-events.ts'
import { createPipeline } from '../../workers/pipeline.ts'
import { recordSent } from '../../workers/respond/record-sent.ts'
import type { Stage } from '../../workers/stage.ts'
import type { OpenConversation } from './open-conversation.ts'

/** For the sweeper: records sent messages whose echo has not come. */
export function createRecordSent(
  db: Kysely<Database>,
  { conversationRules, now }: OpenConversation,
): () => Promise<void> {
  const { record } = createEventRecorder(db, { onCommitted: countCommitted, conversationRules })
  const outbound = createOutboundRows(db, now)
  return () => recordSent({ outbound, record, now })
}

/** The stages with their ports. Without a conversation Pagebeat only tracks. */
export function openPipeline(db: Kysely<Database>, conversation?: OpenConversation): readonly Stage[] {
  const interactions = createEventRecorder(db, {
    onCommitted: countCommitted,
    conversationRules: conversation?.conversationRules,
  })
  const tracking = {
    ledger: createLedger(db),
    deadLetters: createDeadLetters(db),
    interactions,
    turns: conversation?.turns,
    receipts: createReceipts(db),
    onRecorded: countLag,
  }
  return createPipeline(tracking, conversation?.deps())
}
