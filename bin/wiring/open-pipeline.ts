import type { Kysely } from 'kysely'
import { createDeadLetters } from '../../src/db/events/dead-letters.ts'
import { createEventRecorder } from '../../src/db/record-events.ts'
import { createLedger } from '../../src/db/events/ledger.ts'
import { createOutboundRows } from '../../src/db/conversation/outbound.ts'
import { createReceipts, type ReceiptsOptions } from '../../src/db/events/receipts.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import { countCommitted, countLag } from '../../src/telemetry/count-events.ts'
import { countInvites } from '../../src/telemetry/count-links.ts'
import { linksOfEvent, type LinkTools } from '../../src/identity/links-of-event.ts'
import { createPipeline, type LeadDeps } from '../../workers/pipeline.ts'
import { recordSent } from '../../workers/respond/record-sent.ts'
import { findForgottenPsids } from '../../src/db/privacy/forgotten-events.ts'
import type { Stage } from '../../workers/stage.ts'
import type { LateEvents } from './open-late-events.ts'
import type { OpenConversation } from './open-conversation.ts'

/** For the sweeper: records sent messages whose echo has not come. */
export function createRecordSent(
  db: Kysely<Database>,
  { conversationRules, now }: OpenConversation,
  late?: LateEvents,
): () => Promise<void> {
  const tombstones = late?.tombstones // the customer may be forgotten between the send and this
  const { record } = createEventRecorder(db, { onCommitted: countCommitted, conversationRules, tombstones })
  const outbound = createOutboundRows(db, now)
  return () => recordSent({ outbound, record, now })
}

export interface PipelineParts {
  /** Absent: Pagebeat only tracks. */
  readonly conversation?: OpenConversation | undefined
  /** Absent: no customer is forgotten. */
  readonly late?: LateEvents | undefined
  /** Absent: no event tells who the customer is. */
  readonly links?: LinkTools | undefined
  /** Absent: leads wait in their table. */
  readonly leads?: LeadDeps | undefined
}

/** The stages with their ports. */
export function openPipeline(
  db: Kysely<Database>,
  { conversation, late, links, leads }: PipelineParts,
): readonly Stage[] {
  const interactions = createEventRecorder(db, {
    onCommitted: countCommitted,
    conversationRules: conversation?.conversationRules,
    tombstones: late?.tombstones,
    linksOf: links && ((event) => linksOfEvent(event, links)),
    onInvites: countInvites,
  })
  const tracking = {
    ledger: createLedger(db),
    deadLetters: createDeadLetters(db),
    interactions,
    turns: conversation?.turns,
    receipts: createReceipts(db, receiptsOptions(late)),
    resolvesLogIns: conversation?.resolvesLogIns,
    noteLate: late?.noteLate,
    onRecorded: countLag,
  }
  return createPipeline(tracking, {
    ...(conversation === undefined ? {} : { conversation: conversation.deps() }),
    ...(leads === undefined ? {} : { leads }),
  })
}

function receiptsOptions(late: LateEvents | undefined): ReceiptsOptions {
  if (late === undefined) return {}
  return {
    isForgotten: (db, psids) => findForgottenPsids(db, psids, late.tombstones),
    noteLate: late.noteLateReceipts,
  }
}
