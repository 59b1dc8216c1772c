/**
 * The tables, once: `tables` describes every column, Kysely's types are inferred from it, and
 * test/db/migrations/schema.integration.test.ts compares it with the live database column by column.
 *
 * A column is its family, and whether an INSERT may leave it out: `null` (it may also be NULL), `auto`, `default`.
 */
import type { ColumnType } from 'kysely'

/**
 * What a family of SQL types is in TypeScript, as mysql2 returns it under the options of connect.ts:
 * - text: string.
 * - bigint: string, also COUNT(*), SUM, LAST_INSERT_ID(): numbers beyond 2^53 keep every digit. Compare as BigInt.
 * - int: number (tinyint, smallint, int).
 * - datetime: Date, UTC, milliseconds. A zero date of a seed row is an Invalid Date.
 * - day: 'YYYY-MM-DD'.
 * - bytes: Buffer.
 */
interface Families {
  text: ColumnType<string>
  bigint: ColumnType<string, string | number | bigint>
  int: ColumnType<number>
  datetime: ColumnType<Date>
  day: ColumnType<string>
  bytes: ColumnType<Buffer, Uint8Array>
}

export type Family = keyof Families
export type ColumnKind = Family | `${Family} ${'null' | 'auto' | 'default'}`

export const tables = {
  interaction: {
    kwInteractionId: 'bigint auto',
    pId: 'text',
    channel: 'text null',
    interactionType: 'text null',
    ts: 'datetime null',
    direction: 'text null',
    pageId: 'text null',
    eventDay: 'day null',
    eventKey: 'bytes null',
    standby: 'int null',
  },
  chanFacebookFeed: {
    kwInteractionId: 'bigint',
    field: 'text null',
    valueRaw: 'text null',
    edited_time: 'datetime null',
    is_hidden: 'int null',
    link: 'text null',
    message: 'text null',
    photo: 'text null',
    photo_ids: 'text null',
    photos: 'text null',
    post_id: 'text null',
    sender_name: 'text null',
    comment_id: 'text null',
    created_time: 'datetime null',
    event_id: 'text null',
    item: 'text null',
    parent_id: 'text null',
    photo_id: 'text null',
    reaction_type: 'text null',
    published: 'text null',
    inReplyToUserId: 'text null',
    sender_id: 'text null',
    share_id: 'text null',
    verb: 'text null',
    video_id: 'text null',
    removedTs: 'datetime null',
  },
  chanFacebookMessenger: {
    kwInteractionId: 'bigint',
    epochTs: 'datetime null',
    senderId: 'text null',
    recipientId: 'text null',
    text: 'text null',
    mid: 'text null',
    seq: 'bigint null',
    attachments: 'text null',
    timestamp: 'datetime null',
    deliveredFlag: 'int null',
    deliveredTs: 'datetime null',
    readFlag: 'int null',
    readTs: 'datetime null',
    valueRaw: 'text null',
    payload: 'text null',
    replyToMid: 'text null',
    appId: 'text null',
    editedTs: 'datetime null',
    removedTs: 'datetime null',
  },
  chan2Profile: { channelId: 'text', cidType: 'text', pId: 'text' },
  chan2ProfileClash: {
    channelId: 'text',
    cidType: 'text',
    pId: 'text',
    lastInteractionId: 'bigint null',
    hasProfile: 'int',
    active: 'int',
    foundTs: 'datetime default',
  },
  profile: {
    pId: 'text',
    statusCode: 'text null',
    firstName: 'text null',
    lastName: 'text null',
    country: 'text null',
    city: 'text null',
    industry: 'text null',
    loyaltyPoints: 'int null',
    favoriteProduct: 'text null',
    productsInterestedIn: 'text null',
    lastUpdated: 'datetime null',
    email: 'text null',
    phone: 'text null',
  },
  profileFacebook: {
    pId: 'text',
    firstName: 'text null',
    surname: 'text null',
    lastInteractionTs: 'datetime null',
    lastInboundMsgTs: 'datetime null',
    lastOutboundMsgTs: 'datetime null',
    metaRaw: 'text null',
    name: 'text null',
    nameTs: 'bigint null',
    refreshedTs: 'bigint null',
    refreshResult: 'text null',
  },
  appParams: { paramKey: 'text', paramValue: 'text null', paramType: 'text null', description: 'text null' },
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
  },
  outbound: {
    id: 'bigint auto',
    turnId: 'bigint',
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
  },
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
  pagebeatMigration: { name: 'text', checksum: 'text', appliedTs: 'datetime' },
} as const satisfies Record<string, Record<string, ColumnKind>>

type ColumnOf<Kind extends ColumnKind> = Kind extends `${infer F extends Family} null`
  ? Omitable<Families[F], null>
  : Kind extends `${infer F extends Family} ${'auto' | 'default'}`
    ? Omitable<Families[F], never>
    : Kind extends Family
      ? Families[Kind]
      : never

type Omitable<Column, Absent> =
  Column extends ColumnType<infer Select, infer Insert, infer Update>
    ? ColumnType<Select | Absent, Insert | Absent | undefined, Update | Absent>
    : never

type Tables = typeof tables

/** Kysely's view of the database. */
export type Database = {
  [Table in keyof Tables]: {
    [Column in keyof Tables[Table]]: Tables[Table][Column] extends ColumnKind
      ? ColumnOf<Tables[Table][Column]>
      : never
  }
}
