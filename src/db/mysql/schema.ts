/**
 * Describes every column of the tables, once. Kysely's types are inferred from `tables`, and
 * test/db/migrations/schema.integration.test.ts compares it with the live database column by column.
 *
 * A column is its family, and whether an INSERT may leave it out: `null` (it may also be NULL), `auto`, `default`.
 */
import { consoleTables } from './console-tables.ts'
import { inboxTables } from './inbox-tables.ts'
import { importTables } from './import-tables.ts'
import { insightTables } from './insight-tables.ts'
import { leadTables } from './lead-tables.ts'
import { identityTables } from './identity-tables.ts'
import { inviteTables } from './invite-tables.ts'
import { moderationTables } from './moderation-tables.ts'
import { privacyTables } from './privacy-tables.ts'
import type { ColumnKind, TypeOf } from './column-types.ts'
import { seedTables } from './seed-tables.ts'

export const tables = {
  ...consoleTables,
  ...importTables,
  ...inboxTables,
  ...insightTables,
  ...leadTables,
  ...identityTables,
  ...inviteTables,
  ...moderationTables,
  ...privacyTables,
  ...seedTables,
  webhookDelivery: {
    id: 'bigint auto',
    groupKey: 'bytes',
    receivedTs: 'datetime',
    deliveries: 'int',
    bytes: 'int',
    bodies: 'bytes',
  },
  page: {
    pageId: 'text',
    firstSeenTs: 'datetime',
    registeredTs: 'datetime null',
    heldUntil: 'bigint null',
    heldReason: 'text null',
    heldToken: 'text null',
    checkedTs: 'bigint null',
    leadsDueTs: 'bigint null',
    name: 'text null',
    findings: 'text null',
    findingsTs: 'bigint null',
  },
  conversation: {
    id: 'bigint auto',
    pageId: 'text',
    psid: 'text',
    deliveredWatermark: 'bigint null',
    readWatermark: 'bigint null',
    context: 'text null',
    lastInboundTs: 'bigint null',
    silentTs: 'bigint null',
    silentUntil: 'bigint null',
    silentReason: 'text null',
    wakeTs: 'bigint null',
    decisions: 'int default',
    directTs: 'bigint null',
    standbyTs: 'bigint null',
    limitTs: 'bigint null',
    feedWakeTs: 'bigint null',
    askedTs: 'bigint null',
    servedTs: 'bigint null',
    waitingTs: 'bigint null',
    handOverTs: 'bigint null',
    handOverResult: 'text null',
    firstInboundTs: 'bigint null',
  },
  turn: {
    id: 'bigint auto',
    kwInteractionId: 'bigint',
    conversationId: 'bigint',
    pId: 'text',
    ts: 'bigint',
    facts: 'text',
    openedTs: 'bigint',
    readyTs: 'bigint',
    understanding: 'text null',
    state: 'text default',
    outcome: 'text null',
    scene: 'text null',
    handledTs: 'bigint null',
    channel: 'text default',
    contentKey: 'bytes null',
    understoodTs: 'bigint default',
    outcomeIfSent: 'text null',
    askedIntents: 'text null',
    answersTurnId: 'bigint null',
    meantIntent: 'text null',
    alsoScene: 'text null',
    askedQuestion: 'text null',
    repliedQuestion: 'text null',
    questionEnd: 'text null',
  },
  outbound: {
    id: 'bigint auto',
    turnId: 'bigint null',
    step: 'int',
    conversationId: 'bigint',
    action: 'text',
    state: 'text default',
    reason: 'text null',
    expiresTs: 'bigint',
    attempts: 'int default',
    claimedTs: 'bigint null',
    platformId: 'text null',
    recordedTs: 'bigint null',
    createdTs: 'bigint',
    settledTs: 'bigint null',
    echoMark: 'text null',
    shownTs: 'bigint null',
    listLagMs: 'int null',
    channel: 'text default',
    asks: 'int default',
    dueTs: 'bigint null',
    unclearTs: 'bigint null',
    userId: 'bigint null',
    undoUntilTs: 'bigint null',
    contentKey: 'bytes null',
  },
  repeatedText: { pageId: 'text', textKey: 'bytes', conversationIds: 'text', lastTs: 'bigint' },
  optIn: {
    pageId: 'text',
    psid: 'text',
    topicKey: 'bytes',
    topic: 'text null',
    title: 'text null',
    status: 'text',
    statusTs: 'bigint',
    tokenTs: 'bigint null',
    token: 'text null',
    tokenStatus: 'text null',
    timezone: 'text null',
    expiresTs: 'bigint null',
  },
  receipt: { conversationId: 'bigint', kind: 'text', watermark: 'bigint' },
  receiptMid: { conversationId: 'bigint', midKey: 'bytes', watermark: 'bigint' },
  pageMessage: { conversationId: 'bigint', ts: 'bigint', kwInteractionId: 'bigint', midKey: 'bytes' },
  contentState: {
    contentKey: 'bytes',
    textTs: 'bigint null',
    textSeq: 'int null',
    text: 'text null',
    hiddenTs: 'bigint null',
    hidden: 'int null',
    removedTs: 'bigint null',
    textSeenTs: 'bigint null',
    maskedTs: 'bigint null',
  },
  contentReply: { contentKey: 'bytes', turnId: 'bigint', ts: 'bigint' },
  contentRow: { contentKey: 'bytes', kwInteractionId: 'bigint' },
  deadLetter: {
    id: 'bigint auto',
    deadKey: 'bytes',
    stage: 'text',
    reason: 'text',
    detail: 'text null',
    payload: 'bytes',
    pageId: 'text null',
    attempts: 'int default',
    crashes: 'int default',
    state: 'text default',
    firstTs: 'datetime',
    lastTs: 'datetime',
  },
  notification: {
    id: 'bigint auto',
    receiver: 'text',
    notificationKey: 'bytes null',
    kind: 'text',
    pageId: 'text null',
    says: 'text',
    foundTs: 'bigint',
    overTs: 'bigint null',
    state: 'text default',
    attempts: 'int default',
    dueTs: 'bigint',
    claimedTs: 'bigint null',
    settledTs: 'bigint null',
  },
  pageActivity: { pageId: 'text', slot: 'int', events: 'int' },
  mark: { name: 'text', position: 'bigint' },
  pagebeatMigration: { name: 'text', checksum: 'text', appliedTs: 'datetime' },
} as const satisfies Record<string, Record<string, ColumnKind>>

type Tables = typeof tables

/** Kysely's view of the database. */
export type Database = {
  [Table in keyof Tables]: {
    [Column in keyof Tables[Table]]: Tables[Table][Column] extends ColumnKind
      ? TypeOf<Table, Column, Tables[Table][Column]>
      : never
  }
}
