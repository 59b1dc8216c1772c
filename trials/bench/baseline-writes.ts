/** One event of the plain design: its rows, one statement each. The same tables and the same rows as `src/db` writes in batches. */
import type { ExecuteValues, PoolConnection, ResultSetHeader, RowDataPacket } from 'mysql2/promise'
import { isFeedEvent, type PageEvent } from '../../src/domain/event.ts'
import { anonymousProfileId, dayOf, pageProfileId, customerProfileId } from '../../src/domain/event-key.ts'
import { changeContent, showKnownState } from './baseline-content.ts'
import { conversationOf, showEarlierReceipts } from './baseline-receipts.ts'

/** Writes all of one event, in its transaction. Again: the same rows. */
export async function recordEvent(db: PoolConnection, event: PageEvent): Promise<void> {
  const pId = await findOrCreateProfile(db, event)
  const id = await insertInteraction(db, event, pId)
  await insertChannelRow(db, event, id)
  if (event.type === 'echo' && event.actor.is === 'person') {
    const conversation = await conversationOf(db, { pageId: event.pageId, psid: event.actor.id })
    const midKey = Buffer.from(event.key, 'hex')
    await db.execute(
      'INSERT INTO pageMessage (conversationId, ts, kwInteractionId, midKey) VALUES (?, ?, ?, ?) ON DUPLICATE KEY UPDATE ts = pageMessage.ts',
      [conversation, event.ts, id, midKey],
    )
    await showEarlierReceipts(db, { conversation, id, ts: event.ts, midKey })
  }
  if (event.creates?.of === 'post') {
    await db.execute(
      'INSERT INTO contentRow (contentKey, kwInteractionId) VALUES (?, ?) ON DUPLICATE KEY UPDATE contentKey = contentRow.contentKey',
      [Buffer.from(event.creates.key, 'hex'), id],
    )
  }
  if (event.changes !== undefined) await changeContent(db, event.changes, event.ts)
  if (event.creates !== undefined) await showKnownState(db, event.creates, id)
  if (event.actor.is === 'person') await touchProfile(db, event, pId)
}

const knownPages = new Set<string>()

async function findOrCreateProfile(db: PoolConnection, { actor, pageId }: PageEvent): Promise<string> {
  if (!knownPages.has(pageId)) {
    await db.execute(
      'INSERT INTO page (pageId, firstSeenTs) VALUES (?, ?) ON DUPLICATE KEY UPDATE pageId = page.pageId',
      [pageId, new Date()],
    )
    await createProfile(db, pageProfileId(pageId))
    await createProfile(db, anonymousProfileId)
    knownPages.add(pageId)
  }
  if (actor.is === 'anonymous') return anonymousProfileId
  if (actor.is === 'page') return pageProfileId(pageId)
  const known = await one(db, "SELECT pId FROM chan2Profile WHERE channelId = ? AND cidType = 'facebook'", [
    actor.id,
  ])
  if (known !== undefined) return String(known['pId'])
  const pId = customerProfileId(actor.id)
  await db.execute(
    "INSERT INTO chan2Profile (channelId, cidType, pId) VALUES (?, 'facebook', ?) ON DUPLICATE KEY UPDATE pId = chan2Profile.pId",
    [actor.id, pId],
  )
  await createProfile(db, pId)
  return pId
}

async function createProfile(db: PoolConnection, pId: string): Promise<void> {
  await db.execute('INSERT INTO profile (pId) VALUES (?) ON DUPLICATE KEY UPDATE pId = profile.pId', [pId])
}

async function insertInteraction(db: PoolConnection, event: PageEvent, pId: string): Promise<string> {
  const [day, key] = [dayOf(event.ts), Buffer.from(event.key, 'hex')]
  const [inserted] = await db.execute<ResultSetHeader>(
    `INSERT INTO interaction (pId, channel, interactionType, ts, direction, pageId, eventDay, eventKey, standby)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE standby = LEAST(interaction.standby, VALUES(standby))`,
    [
      pId,
      event.channel,
      event.type,
      new Date(event.ts),
      event.direction,
      event.pageId,
      day,
      key,
      'standby' in event ? 1 : 0,
    ],
  )
  if (inserted.affectedRows === 1) return String(inserted.insertId)
  const row = await one(db, 'SELECT kwInteractionId FROM interaction WHERE eventDay = ? AND eventKey = ?', [
    day,
    key,
  ])
  return String(row?.['kwInteractionId'])
}

const feedColumns = [
  'field',
  'valueRaw',
  'edited_time',
  'is_hidden',
  'link',
  'message',
  'photo',
  'photo_ids',
  'photos',
] as const
const feedIds = [
  'post_id',
  'sender_name',
  'comment_id',
  'created_time',
  'event_id',
  'item',
  'parent_id',
  'photo_id',
] as const
const feedRest = [
  'reaction_type',
  'published',
  'inReplyToUserId',
  'sender_id',
  'share_id',
  'verb',
  'video_id',
] as const
const allFeed = [...feedColumns, ...feedIds, ...feedRest] as const
const insertFeed = insertOf('chanFacebookFeed', allFeed)

const messengerFacts = [
  'senderId',
  'recipientId',
  'text',
  'mid',
  'seq',
  'attachments',
  'valueRaw',
  'payload',
  'replyToMid',
  'appId',
] as const
const insertMessenger = insertOf('chanFacebookMessenger', [...messengerFacts, 'epochTs', 'timestamp'])

async function insertChannelRow(db: PoolConnection, event: PageEvent, id: string): Promise<void> {
  if (isFeedEvent(event)) {
    const { feed } = event
    const times = new Set<string>(['edited_time', 'created_time'])
    const values = allFeed.map((name) =>
      times.has(name) && typeof feed[name] === 'number' ? new Date(feed[name]) : (feed[name] ?? null),
    )
    await db.execute(insertFeed, [id, ...values])
  } else {
    const { messenger, ts } = event
    const values = messengerFacts.map((name) => messenger[name] ?? null)
    await db.execute(insertMessenger, [id, ...values, new Date(ts - (ts % 1000)), new Date(ts)])
  }
}

function insertOf(table: string, columns: readonly string[]): string {
  const names = ['kwInteractionId', ...columns]
  const marks = names.map(() => '?').join(', ')
  return `INSERT INTO ${table} (${names.join(', ')}) VALUES (${marks}) ON DUPLICATE KEY UPDATE kwInteractionId = ${table}.kwInteractionId`
}

const touch = `INSERT INTO profileFacebook (pId, lastInteractionTs, lastInboundMsgTs, lastOutboundMsgTs, firstName, surname, name, nameTs)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE
    lastInteractionTs = GREATEST(COALESCE(profileFacebook.lastInteractionTs, VALUES(lastInteractionTs)), VALUES(lastInteractionTs)),
    lastInboundMsgTs = COALESCE(GREATEST(profileFacebook.lastInboundMsgTs, VALUES(lastInboundMsgTs)), profileFacebook.lastInboundMsgTs, VALUES(lastInboundMsgTs)),
    lastOutboundMsgTs = COALESCE(GREATEST(profileFacebook.lastOutboundMsgTs, VALUES(lastOutboundMsgTs)), profileFacebook.lastOutboundMsgTs, VALUES(lastOutboundMsgTs)),
    firstName = IF(VALUES(nameTs) > COALESCE(profileFacebook.nameTs, -1), VALUES(firstName), profileFacebook.firstName),
    surname = IF(VALUES(nameTs) > COALESCE(profileFacebook.nameTs, -1), VALUES(surname), profileFacebook.surname),
    name = IF(VALUES(nameTs) > COALESCE(profileFacebook.nameTs, -1), VALUES(name), profileFacebook.name),
    nameTs = GREATEST(COALESCE(profileFacebook.nameTs, VALUES(nameTs)), COALESCE(VALUES(nameTs), profileFacebook.nameTs))`

async function touchProfile(
  db: PoolConnection,
  { actor, ts, type, direction }: PageEvent,
  pId: string,
): Promise<void> {
  const at = new Date(ts)
  const name = actor.is === 'person' && direction === 'in' ? actor.name : undefined
  const [first = '', ...rest] = (name ?? '').trim().split(/\s+/)
  const isInbound = direction === 'in' && (type === 'message' || type === 'postback')
  const names = [first || null, rest.join(' ') || null, name ?? null, name === undefined ? null : ts]
  const [touched] = await db.execute<ResultSetHeader>(touch, [
    pId,
    at,
    isInbound ? at : null,
    type === 'echo' ? at : null,
    ...names,
  ])
  if (name === undefined || touched.affectedRows !== 1) return
  await db.execute(
    'UPDATE profile SET firstName = ?, lastName = ? WHERE pId = ? AND firstName IS NULL AND lastName IS NULL',
    [first, rest.join(' ') || null, pId],
  )
}

export async function one(
  db: PoolConnection,
  sql: string,
  values: ExecuteValues,
): Promise<RowDataPacket | undefined> {
  const [rows] = await db.execute<RowDataPacket[]>(sql, values)
  return rows[0]
}
