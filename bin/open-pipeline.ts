import type { Kysely } from 'kysely'
import { createDeadLetters } from '../src/db/dead-letters.ts'
import { createInteractions } from '../src/db/interactions.ts'
import { createLedger } from '../src/db/ledger.ts'
import { createReceipts } from '../src/db/receipts.ts'
import type { Database } from '../src/db/schema.ts'
import { countCommitted, countLag } from '../src/telemetry/count-events.ts'
import { createPipeline } from '../workers/pipeline.ts'
import type { Stage } from '../workers/stage.ts'
import type { OpenConversation } from './open-conversation.ts'

/** The stages with everything they need. Without a conversation nobody answers. */
export function openPipeline(db: Kysely<Database>, conversation?: OpenConversation): readonly Stage[] {
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
  return createPipeline(tracking, conversation?.deps(interactions))
}
