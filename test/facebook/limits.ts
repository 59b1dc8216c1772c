import type { ExecutionContext } from 'ava'
import type { PageEvent, Receipt } from '../../src/domain/event.ts'

/** What the columns hold, as the files of `sql/` declare them. Ids of varchar(200) are cut at 100 before. */
const feedColumns: Readonly<Record<string, number>> = {
  field: 50,
  link: 16_383,
  photo: 16_383,
  post_id: 200,
  sender_name: 255,
  comment_id: 200,
  event_id: 200,
  item: 64,
  parent_id: 200,
  photo_id: 200,
  reaction_type: 100,
  published: 45,
  sender_id: 64,
  share_id: 200,
  verb: 45,
  video_id: 200,
}
const messengerColumns: Readonly<Record<string, number>> = {
  senderId: 64,
  recipientId: 64,
  mid: 255,
  payload: 16_383,
  replyToMid: 255,
  appId: 64,
}
const idColumns = /^(?:\w+_id|mid|senderId|recipientId|replyToMid|appId)$/
const timeColumns = /^(?:created_time|edited_time)$/
const mediumtextBytes = 16 * 1024 * 1024 - 1
const latestMs = Date.UTC(10_000, 0, 1) - 1

/** Fails the test unless the database accepts every value of the event as it is. */
export function fitsTheTables(t: ExecutionContext, event: PageEvent): void {
  t.regex(event.key, /^[0-9a-f]{32}$/)
  isId(t, event.pageId, 64)
  isTime(t, event.ts)
  isText(t, event.channel, 30)
  isText(t, event.type, 64)
  t.true(event.type.length > 0)
  if (event.actor.is === 'person') {
    isId(t, event.actor.id, 64)
    if (event.actor.name !== undefined) isText(t, event.actor.name, 255)
  }
  const [facts, limits] = 'feed' in event ? [event.feed, feedColumns] : [event.messenger, messengerColumns]
  for (const [name, value] of Object.entries(facts)) {
    if (value === undefined || value === null) continue
    if (timeColumns.test(name)) isTime(t, value)
    else if (name === 'is_hidden') t.true(value === 0 || value === 1)
    else if (name === 'seq') t.true(Number.isSafeInteger(value))
    else if (idColumns.test(name)) isId(t, value, limits[name] ?? 0)
    else isText(t, value, limits[name])
  }
  const { changes } = event
  if (changes?.text !== undefined) isText(t, changes.text)
  if (changes?.seq !== undefined) t.true(changes.seq >= 0 && changes.seq < 2 ** 31)
}

/** The same for a receipt. */
export function receiptFits(t: ExecutionContext, { pageId, psid, watermark, mids = [] }: Receipt): void {
  isId(t, pageId, 64)
  isId(t, psid, 64)
  isTime(t, watermark)
  for (const mid of mids) t.regex(mid, /^[0-9a-f]{32}$/)
}

function isId(t: ExecutionContext, value: unknown, max: number): void {
  const good = typeof value === 'string' && value.length <= max && /^[\x21-\x7e]+$/.test(value)
  if (!good) t.fail(`not an id of ${max}: ${JSON.stringify(value)}`)
}

function isTime(t: ExecutionContext, value: unknown): void {
  const good = typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= latestMs
  if (!good) t.fail(`not a time: ${JSON.stringify(value)}`)
}

function isText(t: ExecutionContext, value: unknown, maxCharacters?: number): void {
  const good =
    typeof value === 'string' &&
    value.isWellFormed() &&
    Array.from(value).length <= (maxCharacters ?? Infinity) &&
    Buffer.byteLength(value) <= mediumtextBytes
  if (!good)
    t.fail(`not a text of ${maxCharacters ?? 'any'} characters: ${JSON.stringify(value).slice(0, 200)}`)
}
