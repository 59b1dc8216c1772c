/** The rows that a reader made, page by page, in the columns that the ledger knows: values as text, times as ms. */
import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise'
import { canonicalJson } from './canonical.ts'
import { feedColumns, feedIdentity, messengerColumns, messengerIdentity, type Values } from './identity.ts'

/** State columns: '' is NULL. */
export type FoundRow = ReturnType<typeof foundRow>

export type Row = Record<string, string | number | Buffer | null>

/** A connection that reads times as text in UTC and numbers digit for digit. */
export async function openDatabase(databaseUrl: string): Promise<Connection> {
  return createConnection({
    uri: databaseUrl,
    charset: 'UTF8MB4_UNICODE_520_CI',
    timezone: 'Z',
    dateStrings: true,
    supportBigNumbers: true,
    bigNumberStrings: true,
    jsonStrings: true,
  })
}

/** The connection is closed when `use` has ended, in whatever way. */
export async function withDatabase<T>(
  databaseUrl: string,
  use: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await openDatabase(databaseUrl)
  try {
    return await use(connection)
  } finally {
    await connection.end()
  }
}

export async function query(
  connection: Connection,
  sql: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const [rows] = await connection.query<RowDataPacket[]>(sql, [...values])
  return rows.map((row) => ({ ...row }))
}

/** The first column of the first row. */
export async function queryOne(
  connection: Connection,
  sql: string,
  values: readonly unknown[] = [],
): Promise<string> {
  const [row = {}] = await query(connection, sql, values)
  return String(Object.values(row)[0] ?? '0')
}

const sql = `SELECT i.kwInteractionId id, i.pId, i.channel, i.interactionType, i.ts, i.direction, i.pageId, i.standby,
  f.kwInteractionId feedId, f.field, f.item, f.verb, f.post_id, f.comment_id, f.parent_id, f.sender_id, f.sender_name, f.created_time,
  f.reaction_type, f.link, f.photo, f.photo_id, f.photo_ids, f.photos, f.video_id, f.share_id, f.event_id, f.published,
  f.message, f.is_hidden, f.edited_time, f.removedTs feedRemovedTs, f.valueRaw feedRaw,
  m.kwInteractionId messengerId, m.senderId, m.recipientId, m.timestamp, m.epochTs, m.mid, m.payload, m.replyToMid, m.appId, m.seq,
  m.attachments, m.text, m.editedTs, m.removedTs, m.deliveredFlag, m.deliveredTs, m.readFlag, m.readTs, m.valueRaw
  FROM interaction i LEFT JOIN chanFacebookFeed f ON f.kwInteractionId = i.kwInteractionId
  LEFT JOIN chanFacebookMessenger m ON m.kwInteractionId = i.kwInteractionId
  WHERE i.kwInteractionId > ? ORDER BY i.kwInteractionId LIMIT 4000`

export async function* foundRows(connection: Connection): AsyncGenerator<FoundRow> {
  let last = '0'
  for (;;) {
    const rows = await query(connection, sql, [last])
    for (const row of rows) yield foundRow(row)
    const newest = rows.at(-1)
    if (newest === undefined) return
    last = textOf(newest, 'id')
  }
}

function foundRow(row: Row) {
  const isFeed = row.feedId !== null
  const isMessenger = row.messengerId !== null
  const medium = isFeed === isMessenger ? 'none' : isFeed ? 'feed' : 'messenger'
  return {
    id: textOf(row, 'id'),
    medium,
    pageId: textOf(row, 'pageId'),
    ...(medium === 'feed' ? feedRow(row) : messengerRow(row)),
    hidden: textOf(row, 'is_hidden'),
    standby: textOf(row, 'standby'),
    deliveredFlag: textOf(row, 'deliveredFlag'),
    deliveredTs: timeOf(row, 'deliveredTs'),
    readFlag: textOf(row, 'readFlag'),
    readTs: timeOf(row, 'readTs'),
    epochTs: timeOf(row, 'epochTs'),
  }
}

function feedRow(row: Row) {
  const of = valuesOf(row, feedColumns)
  const raw = textOf(row, 'feedRaw')
  return {
    identity: feedIdentity(of, originalText(of.verb ?? '', row), numberIn(raw, 'open_graph_story_id')),
    values: feedColumns.map((column) => of[column] ?? ''),
    isContent: of.field === 'feed' && of.verb === 'add' && contentItems.includes(of.item ?? ''),
    isMasked: false,
    timestamp: '',
    text: textOf(row, 'message'),
    editedTs: timeOf(row, 'edited_time'),
    removedTs: timeOf(row, 'feedRemovedTs'),
  }
}

function messengerRow(row: Row) {
  const of = valuesOf(row, messengerColumns)
  const type = of.interactionType ?? ''
  const extra =
    type === 'edit' ? 'num_edit' : type === 'delivery' || type === 'read' ? 'watermark' : undefined
  return {
    identity: messengerIdentity(of, extra === undefined ? '' : numberIn(textOf(row, 'valueRaw'), extra)),
    values: messengerColumns.map((column) => of[column] ?? ''),
    isContent: type === 'message' || type === 'echo',
    isMasked: textOf(row, 'valueRaw').startsWith('{"unsent":true'),
    timestamp: of.timestamp ?? '',
    text: textOf(row, 'text'),
    editedTs: timeOf(row, 'editedTs'),
    removedTs: timeOf(row, 'removedTs'),
  }
}

const contentItems = ['status', 'photo', 'video', 'share', 'post', 'comment']

/** Columns that are not taken as they are. */
const readers: Readonly<Record<string, typeof textOf>> = {
  ts: timeOf,
  created_time: timeOf,
  timestamp: timeOf,
  photo_ids: (row, column) => textOf(row, column).match(/\d+/g)?.join(',') ?? '',
  photos: (row, column) => listOf(textOf(row, column)),
  attachments: (row, column) => canonicalJson(textOf(row, column)),
}

function valuesOf<Column extends string>(row: Row, columns: readonly Column[]): Values<Column> {
  const values: Partial<Record<Column, string>> = {}
  for (const column of columns) values[column] = (readers[column] ?? textOf)(row, column)
  return values
}

/** The text that an edit of a post brought: needed to tell it from the next edit, and only the raw value keeps it for sure. */
function originalText(verb: string, row: Row): string {
  if (!verb.startsWith('edit')) return ''
  try {
    const { message } = JSON.parse(textOf(row, 'feedRaw')) as { readonly message?: unknown }
    return typeof message === 'string' ? message : textOf(row, 'message')
  } catch {
    return textOf(row, 'message')
  }
}

/** A fact that has no column, from the raw value. */
function numberIn(raw: string, key: string): string {
  return new RegExp(String.raw`"${key}"\s*:\s*"?(\d+)`).exec(raw)?.[1] ?? ''
}

/** A list kept as JSON or with commas. */
function listOf(text: string): string {
  if (!text.startsWith('[')) return text
  const items: unknown = JSON.parse(text)
  return Array.isArray(items) ? items.join(',') : text
}

export function textOf(row: Row, column: string): string {
  const value = row[column]
  return value === null || value === undefined ? '' : String(value)
}

/** `2026-11-22 07:30:00.125` in UTC as milliseconds. */
export function timeOf(row: Row, column: string): string {
  const text = textOf(row, column)
  return text === '' ? '' : String(Date.parse(`${text.replace(' ', 'T')}Z`))
}
