import type { Kysely } from 'kysely'
import { createDeadLetters } from '../../src/db/events/dead-letters.ts'
import { createInteractions } from '../../src/db/record-events.ts'
import { createLedger } from '../../src/db/events/ledger.ts'
import { createOutboundRows } from '../../src/db/conversation/outbound.ts'
import { createReceipts } from '../../src/db/events/receipts.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import { countCommitted, countLag } from '../../src/telemetry/count-events.ts'
import { createPipeline, type StageName } from '../../workers/pipeline.ts'
import { recordSent } from '../../workers/respond/record-sent.ts'
import type { Stage } from '../../workers/stage.ts'
import type { OpenConversation } from './open-conversation.ts'

/** For the sweeper: what was sent is recorded, as if its echo had come. */
export function openRecorder(db: Kysely<Database>, { conversing }: OpenConversation): () => Promise<void> {
  const { record } = createInteractions(db, { onCommitted: countCommitted, conversing })
  const outbox = createOutboundRows(db)
  return () => recordSent({ outbox, record, now: Date.now })
}

/** The stages with everything they need. Without a conversation nobody answers; `runs`: which of them this process works on. */
export function openPipeline(
  db: Kysely<Database>,
  conversation?: OpenConversation,
  runs: (stage: StageName) => boolean = () => false,
): readonly Stage[] {
  const interactions = createInteractions(db, {
    onCommitted: countCommitted,
    conversing: conversation?.conversing,
  })
  const tracking = {
    ledger: createLedger(db),
    deadLetters: createDeadLetters(db),
    interactions,
    turns: conversation?.turns,
    receipts: createReceipts(db),
    onRecorded: countLag,
  }
  return createPipeline(tracking, conversation?.deps(), { respondsInPlace: runs('nlp') && runs('respond') })
}
