/** Receipts in the plain design: one at a time. */
import type { PoolConnection, ResultSetHeader, RowDataPacket } from 'mysql2/promise'
import type { Receipt } from '../../src/domain/event.ts'

/** The conversation's id; it is made when it is new. */
export async function conversationOf(
  db: PoolConnection,
  { pageId, psid }: { pageId: string; psid: string },
): Promise<string> {
  const find = async (): Promise<string | undefined> => {
    const [rows] = await db.execute<RowDataPacket[]>(
      'SELECT id FROM conversation WHERE pageId = ? AND psid = ?',
      [pageId, psid],
    )
    return rows[0] === undefined ? undefined : String(rows[0]['id'])
  }
  const known = await find()
  if (known !== undefined) return known
  const [made] = await db.execute<ResultSetHeader>(
    'INSERT INTO conversation (pageId, psid) VALUES (?, ?) ON DUPLICATE KEY UPDATE psid = conversation.psid',
    [pageId, psid],
  )
  return made.affectedRows === 1 ? String(made.insertId) : String(await find())
}

/** The receipt is kept, and the messages it covers show it. */
export async function recordReceipt(db: PoolConnection, receipt: Receipt): Promise<void> {
  const { kind, watermark, mids = [] } = receipt
  const conversation = await conversationOf(db, receipt)
  await db.execute(
    'INSERT INTO receipt (conversationId, kind, watermark) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE kind = receipt.kind',
    [conversation, kind, watermark],
  )
  const column = kind === 'read' ? 'readWatermark' : 'deliveredWatermark'
  await db.execute(`UPDATE conversation SET ${column} = GREATEST(COALESCE(${column}, ?), ?) WHERE id = ?`, [
    watermark,
    watermark,
    conversation,
  ])
  const named = mids.map((mid) => Buffer.from(mid, 'hex'))
  for (const midKey of named) {
    await db.execute(
      'INSERT INTO receiptMid (conversationId, midKey, watermark) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE watermark = LEAST(receiptMid.watermark, VALUES(watermark))',
      [conversation, midKey, watermark],
    )
  }
  const [covered] = await db.execute<RowDataPacket[]>(
    'SELECT kwInteractionId, ts, midKey FROM pageMessage WHERE conversationId = ? AND ts <= ? AND ts > ?',
    [conversation, watermark, await watermarkBefore(db, conversation, receipt)],
  )
  for (const message of covered) await show(db, String(message['kwInteractionId']), kind, watermark)
  for (const midKey of named) {
    const [younger] = await db.execute<RowDataPacket[]>(
      'SELECT kwInteractionId, ts FROM pageMessage WHERE conversationId = ? AND ts > ? AND midKey = ?',
      [conversation, watermark, midKey],
    )
    for (const message of younger)
      await show(db, String(message['kwInteractionId']), 'delivery', Number(message['ts']))
  }
}

/** Older messages are covered by an earlier receipt. */
async function watermarkBefore(
  db: PoolConnection,
  conversation: string,
  { kind, watermark }: Receipt,
): Promise<number> {
  const kinds = kind === 'read' ? "('read')" : "('delivery', 'read')"
  const [rows] = await db.execute<RowDataPacket[]>(
    `SELECT MAX(watermark) earlier FROM receipt WHERE conversationId = ? AND kind IN ${kinds} AND watermark < ?`,
    [conversation, watermark],
  )
  return Number(rows[0]?.['earlier'] ?? -1)
}

/** Receipts that came before the message are shown on it. */
export async function showEarlierReceipts(
  db: PoolConnection,
  { conversation, id, ts, midKey }: { conversation: string; id: string; ts: number; midKey: Buffer },
): Promise<void> {
  for (const kind of ['delivery', 'read'] as const) {
    const [rows] = await db.execute<RowDataPacket[]>(
      'SELECT MIN(watermark) first FROM receipt WHERE conversationId = ? AND kind = ? AND watermark >= ?',
      [conversation, kind, ts],
    )
    if (rows[0] !== undefined && rows[0]['first'] !== null) await show(db, id, kind, Number(rows[0]['first']))
  }
  const [named] = await db.execute<RowDataPacket[]>(
    'SELECT watermark FROM receiptMid WHERE conversationId = ? AND midKey = ?',
    [conversation, midKey],
  )
  if (named[0] !== undefined) await show(db, id, 'delivery', Math.max(ts, Number(named[0]['watermark'])))
}

/** Delivered, or read and so delivered, since this time or the earlier one known. */
async function show(db: PoolConnection, id: string, kind: Receipt['kind'], ms: number): Promise<void> {
  const at = new Date(ms)
  const delivered = 'deliveredFlag = 1, deliveredTs = LEAST(COALESCE(deliveredTs, ?), ?)'
  const read = kind === 'read' ? ', readFlag = 1, readTs = LEAST(COALESCE(readTs, ?), ?)' : ''
  await db.execute(`UPDATE chanFacebookMessenger SET ${delivered}${read} WHERE kwInteractionId = ?`, [
    at,
    at,
    ...(kind === 'read' ? [at, at] : []),
    id,
  ])
}
