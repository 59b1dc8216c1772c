import type { Kysely } from 'kysely'
import { createDatabase } from '../src/db/connect.ts'
import { createDeadLetters } from '../src/db/dead-letters.ts'
import { createInteractions } from '../src/db/interactions.ts'
import { createLedger } from '../src/db/ledger.ts'
import { createReceipts } from '../src/db/receipts.ts'
import type { Database } from '../src/db/schema.ts'
import { countCommitted, countLag } from '../src/telemetry/count-events.ts'
import { createPipeline } from '../workers/pipeline.ts'
import type { Stage } from '../workers/stage.ts'

/** The stages with everything they need; connects at the first job. */
export function openPipeline({ databaseUrl, poolSize }: { databaseUrl: string; poolSize: number }): {
  db: Kysely<Database>
  stages: readonly Stage[]
} {
  const db = createDatabase({ url: databaseUrl, poolSize })
  const stages = createPipeline({
    ledger: createLedger(db),
    deadLetters: createDeadLetters(db),
    interactions: createInteractions(db, { onCommitted: countCommitted }),
    receipts: createReceipts(db),
    onRecorded: countLag,
  })
  return { db, stages }
}
