/** Edits, hides and removals in the plain design: one at a time. */
import type { PoolConnection, RowDataPacket } from 'mysql2/promise'
import { type ContentState, mergeStates, stateOf, unchanged } from '../../src/domain/content-state.ts'
import type { ContentChange, ContentRef } from '../../src/domain/event.ts'
import { dayOf } from '../../src/domain/event-key.ts'

/** The state of the content is merged with this change, and its rows show it. */
export async function changeContent(db: PoolConnection, change: ContentChange, ts: number): Promise<void> {
  const contentKey = Buffer.from(change.key, 'hex')
  await db.execute(
    'INSERT INTO contentState (contentKey) VALUES (?) ON DUPLICATE KEY UPDATE contentKey = contentState.contentKey',
    [contentKey],
  )
  const state = mergeStates((await findState(db, contentKey, 'FOR UPDATE')) ?? unchanged, stateOf(change, ts))
  const { textTs, textSeq, text, hiddenTs, hidden, removedTs } = state
  await db.execute(
    'UPDATE contentState SET textTs = ?, textSeq = ?, text = ?, hiddenTs = ?, hidden = ?, removedTs = ? WHERE contentKey = ?',
    [textTs, textSeq, text, hiddenTs, hidden === null ? null : Number(hidden), removedTs, contentKey],
  )
  const sql =
    change.of === 'post'
      ? 'SELECT kwInteractionId FROM contentRow WHERE contentKey = ?'
      : 'SELECT kwInteractionId FROM interaction WHERE eventDay IN (?, ?) AND eventKey = ?'
  const days = [dayOf(ts), dayOf(ts - 86_400_000)]
  const [rows] = await db.execute<RowDataPacket[]>(
    sql,
    change.of === 'post' ? [contentKey] : [...days, contentKey],
  )
  for (const row of rows) await show(db, String(row['kwInteractionId']), state)
}

/** A change that came before its content is shown on the new row. */
export async function showKnownState(db: PoolConnection, { key }: ContentRef, id: string): Promise<void> {
  const state = await findState(db, Buffer.from(key, 'hex'), 'LOCK IN SHARE MODE')
  if (state !== undefined) await show(db, id, state)
}

async function show(
  db: PoolConnection,
  id: string,
  { text, textTs, hidden, removedTs }: ContentState,
): Promise<void> {
  const editedTs = textTs === null ? null : new Date(textTs)
  const removed = removedTs === null ? null : new Date(removedTs)
  await db.execute(
    `UPDATE chanFacebookFeed SET message = IF(? IS NULL, message, ?), edited_time = COALESCE(?, edited_time),
      is_hidden = COALESCE(?, is_hidden), removedTs = COALESCE(?, removedTs) WHERE kwInteractionId = ?`,
    [editedTs, text, editedTs, hidden === null ? null : Number(hidden), removed, id],
  )
  await db.execute(
    `UPDATE chanFacebookMessenger SET text = IF(? IS NULL, text, ?), editedTs = COALESCE(?, editedTs),
      removedTs = COALESCE(?, removedTs) WHERE kwInteractionId = ?`,
    [editedTs, text, editedTs, removed, id],
  )
}

async function findState(
  db: PoolConnection,
  contentKey: Buffer,
  lock: string,
): Promise<ContentState | undefined> {
  const [rows] = await db.execute<RowDataPacket[]>(
    `SELECT * FROM contentState WHERE contentKey = ? ${lock}`,
    [contentKey],
  )
  const row = rows[0]
  if (row === undefined) return undefined
  return {
    textTs: number(row['textTs']),
    textSeq: number(row['textSeq']),
    text: row['text'] === null ? null : String(row['text']),
    hiddenTs: number(row['hiddenTs']),
    hidden: row['hidden'] === null ? null : row['hidden'] === 1,
    removedTs: number(row['removedTs']),
  }
}

function number(value: unknown): number | null {
  return value === null ? null : Number(value)
}
