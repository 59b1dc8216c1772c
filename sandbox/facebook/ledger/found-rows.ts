/** The rows that a reader made, page by page, in the columns that the ledger knows: values as text, times as ms. */
import { createConnection } from 'mysql2/promise'
import type { Connection, RowDataPacket } from 'mysql2/promise'
import { canonicalJson } from './canonical.ts'
import { feedColumns, feedIdentity, messengerColumns, messengerIdentity } from './identity.ts'
import type { FeedValues, MessengerValues } from './identity.ts'

export interface FoundRow {
  readonly id: string
  readonly medium: 'feed' | 'messenger' | 'none'
  readonly pageId: string
  readonly identity: string
  readonly values: readonly string[]
  readonly text: string
  /** State columns: '' is NULL. */
  readonly hidden: string
  readonly editedTs: string
  readonly removedTs: string
  readonly standby: string
  readonly deliveredFlag: string
  readonly deliveredTs: string
  readonly readFlag: string
  readonly readTs: string
  readonly epochTs: string
}

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

export async function query(
  connection: Connection,
  sql: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const [rows] = await connection.query<RowDataPacket[]>(sql, [...values])
  return rows.map((row) => ({ ...row }))
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

function foundRow(row: Row): FoundRow {
  const isFeed = row.feedId !== null
  const isMessenger = row.messengerId !== null
  const common = {
    id: textOf(row, 'id'),
    pageId: textOf(row, 'pageId'),
    standby: textOf(row, 'standby'),
    deliveredFlag: textOf(row, 'deliveredFlag'),
    deliveredTs: timeOf(row, 'deliveredTs'),
    readFlag: textOf(row, 'readFlag'),
    readTs: timeOf(row, 'readTs'),
    epochTs: timeOf(row, 'epochTs'),
  }
  if (isFeed && !isMessenger) {
    const values = feedValues(row)
    return {
      ...common,
      medium: 'feed',
      text: textOf(row, 'message'),
      hidden: textOf(row, 'is_hidden'),
      editedTs: timeOf(row, 'edited_time'),
      removedTs: timeOf(row, 'feedRemovedTs'),
      identity: feedIdentity(values, originalText(values.verb ?? '', row), storyOf(textOf(row, 'feedRaw'))),
      values: feedColumns.map((column) => values[column] ?? ''),
    }
  }
  const values = messengerValues(row)
  return {
    ...common,
    medium: isMessenger && !isFeed ? 'messenger' : 'none',
    text: textOf(row, 'text'),
    hidden: '',
    editedTs: timeOf(row, 'editedTs'),
    removedTs: timeOf(row, 'removedTs'),
    identity: messengerIdentity(values, extraOf(values.interactionType ?? '', textOf(row, 'valueRaw'))),
    values: messengerColumns.map((column) => values[column] ?? ''),
  }
}

function feedValues(row: Row): FeedValues {
  const values: Partial<Record<(typeof feedColumns)[number], string>> = {}
  for (const column of feedColumns) values[column] = textOf(row, column)
  values.ts = timeOf(row, 'ts')
  values.created_time = timeOf(row, 'created_time')
  values.photo_ids = (values.photo_ids ?? '').match(/\d+/g)?.join(',') ?? ''
  values.photos = listOf(values.photos ?? '')
  return values
}

function messengerValues(row: Row): MessengerValues {
  const values: Partial<Record<(typeof messengerColumns)[number], string>> = {}
  for (const column of messengerColumns) values[column] = textOf(row, column)
  values.ts = timeOf(row, 'ts')
  values.timestamp = timeOf(row, 'timestamp')
  values.attachments = canonicalJson(values.attachments ?? '')
  return values
}

/** The text that an edit of a post brought: needed to tell it from the next edit, and only the raw value keeps it for sure. */
function originalText(verb: string, row: Row): string {
  if (!verb.startsWith('edit')) return ''
  try {
    const value: unknown = JSON.parse(textOf(row, 'feedRaw'))
    const message =
      typeof value === 'object' && value !== null && 'message' in value ? value.message : undefined
    return typeof message === 'string' ? message : textOf(row, 'message')
  } catch {
    return textOf(row, 'message')
  }
}

function storyOf(raw: string): string {
  return /"open_graph_story_id"\s*:\s*"?(\d+)/.exec(raw)?.[1] ?? ''
}

function extraOf(type: string, raw: string): string {
  if (type === 'edit') return /"num_edit"\s*:\s*"?(\d+)/.exec(raw)?.[1] ?? ''
  if (type === 'delivery' || type === 'read') return /"watermark"\s*:\s*"?(\d+)/.exec(raw)?.[1] ?? ''
  return ''
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
