/**
 * A reader of webhooks as plain as can be, all in memory and one event at a time: what the judge is tried against, so that
 * ledger and judge are not only consistent with themselves.
 */
import { canonicalJson } from '../../../sandbox/facebook/canonical.ts'
import type { Delivery } from '../../../sandbox/facebook/delivery.ts'
import { feedIdentity, messengerIdentity } from '../../../sandbox/facebook/identity.ts'

type Json = { readonly [key: string]: unknown }
export type Row = Record<string, string | number | null>

export interface Tables {
  readonly interaction: Row[]
  readonly chanFacebookFeed: Row[]
  readonly chanFacebookMessenger: Row[]
  readonly chan2Profile: Row[]
  readonly profile: Row[]
  readonly profileFacebook: Row[]
  readonly page: Row[]
  readonly deadLetter: Row[]
}

interface Read {
  readonly interaction: Row
  readonly channel: Row
  readonly isFeed: boolean
}

export function readDeliveries(deliveries: readonly Delivery[]): Tables {
  const events = new Map<string, Read>()
  const tables: Tables = {
    interaction: [],
    chanFacebookFeed: [],
    chanFacebookMessenger: [],
    chan2Profile: [],
    profile: [],
    profileFacebook: [],
    page: [],
    deadLetter: [],
  }
  for (const { body, kind } of deliveries) {
    if (kind === 'forged') continue
    if (kind === 'malformed') {
      tables.deadLetter.push({
        deadKey: `key-${String(tables.deadLetter.length).padStart(12, '0')}`,
        payload: body.toString('latin1'),
        stage: 'parse',
        reason: 'not_json',
        state: 'open',
        firstTs: 0,
        lastTs: 0,
      })
      continue
    }
    for (const entry of list(parse(body.toString('latin1')).entry)) {
      for (const item of list(entry.changes)) readChange(events, entry, item)
      for (const item of list(entry.messaging)) readMessaging(events, entry, item, false)
      for (const item of list(entry.standby)) readMessaging(events, entry, item, true)
    }
  }
  finish([...events.values()], tables)
  return tables
}

function readChange(events: Map<string, Read>, entry: Json, item: Json): void {
  const value = object(item.value)
  const from = object(value.from)
  const sender = text(from.id ?? value.sender_id ?? value.reviewer_id)
  const name = text(from.name ?? value.sender_name ?? value.reviewer_name)
  const entryMs = Number(entry.time) * 1000
  const created = value.created_time === undefined ? null : Number(value.created_time) * 1000
  const isPostEdit =
    text(value.verb).startsWith('edit') && value.item !== 'comment' && value.item !== 'reaction'
  const ts = created === null || isPostEdit ? entryMs : created
  const isPage = sender === text(entry.id)
  const columns: Row = {
    field: text(item.field),
    valueRaw: JSON.stringify(value),
    created_time: created,
    sender_id: sender || null,
    sender_name: name || null,
  }
  for (const column of [
    'item',
    'verb',
    'post_id',
    'comment_id',
    'parent_id',
    'reaction_type',
    'link',
    'photo',
    'photo_id',
    'video_id',
    'share_id',
    'event_id',
    'published',
    'message',
  ]) {
    columns[column] = value[column] === undefined ? null : text(value[column])
  }
  columns.photo_ids = value.photo_ids === undefined ? null : JSON.stringify(value.photo_ids)
  columns.photos = value.photos === undefined ? null : JSON.stringify(value.photos)
  columns.is_hidden = value.is_hidden === undefined ? null : Number(value.is_hidden)
  const pId = sender === '' ? 'anonymous' : isPage ? `page:${sender}` : `facebook:${sender}`
  const type = item.field === 'feed' ? text(value.item) : text(item.field)
  const interaction = {
    pId,
    channel: 'facebookFeed',
    interactionType: type,
    ts,
    direction: isPage ? 'out' : 'in',
    pageId: text(entry.id),
    standby: null,
  }
  const strings = Object.fromEntries(
    Object.entries({ ...columns, pageId: text(entry.id), ts: String(ts) }).map(([key, each]) => [
      key,
      each ?? '',
    ]),
  )
  events.set(feedIdentity(strings, text(value.message)), { interaction, channel: columns, isFeed: true })
}

const types: Readonly<Record<string, string>> = { message_edit: 'edit' }
const plain = [
  'message_edit',
  'reaction',
  'delivery',
  'read',
  'postback',
  'referral',
  'optin',
  'account_linking',
  'policy_enforcement',
  'pass_thread_control',
  'take_thread_control',
  'request_thread_control',
  'app_roles',
  'messaging_feedback',
  'response_feedback',
  'order',
  'game_play',
  'message_request',
]

function readMessaging(events: Map<string, Read>, entry: Json, item: Json, standby: boolean): void {
  const message = object(item.message)
  const key = plain.find((each) => item[each] !== undefined)
  const isEcho = message.is_echo === true
  const type =
    item.message !== undefined
      ? isEcho
        ? 'echo'
        : message.is_deleted === true
          ? 'unsend'
          : 'message'
      : item['policy-enforcement'] !== undefined
        ? 'policy_enforcement'
        : key === undefined
          ? 'unknown'
          : (types[key] ?? key)
  const stamp = Number(item.timestamp ?? entry.time)
  const ts = stamp < 1e12 ? stamp * 1000 : stamp
  const target = object(item.message_edit ?? item.reaction)
  const person = text(object(isEcho ? item.recipient : item.sender).id)
  const channel: Row = {
    senderId: text(object(item.sender).id) || null,
    recipientId: text(object(item.recipient).id) || null,
    mid: text(message.mid ?? target.mid) || null,
    text: item.message === undefined ? text(target.text) || null : text(message.text) || null,
    seq: message.seq === undefined ? null : text(message.seq),
    timestamp: ts,
    epochTs: Math.floor(ts / 1000) * 1000,
    valueRaw: JSON.stringify(item),
    attachments: message.attachments === undefined ? null : JSON.stringify(message.attachments),
    payload: text(object(message.quick_reply).payload ?? object(item.postback).payload) || null,
    replyToMid: text(object(message.reply_to).mid) || null,
    appId: text(message.app_id) || null,
  }
  const interaction = {
    pId: person === '' ? 'anonymous' : `facebook:${person}`,
    channel: 'facebookMessenger',
    interactionType: type,
    ts,
    direction: isEcho ? 'out' : 'in',
    pageId: text(entry.id),
    standby: standby ? 1 : null,
  }
  const extra = text(object(item.message_edit).num_edit ?? object(item.delivery ?? item.read).watermark)
  const identity = messengerIdentity(
    {
      interactionType: type,
      mid: channel.mid === null ? '' : String(channel.mid),
      senderId: text(channel.senderId),
      timestamp: String(ts),
      pageId: text(entry.id),
      attachments: canonicalJson(''),
    },
    extra,
  )
  const known = events.get(identity)
  if (known === undefined) events.set(identity, { interaction, channel, isFeed: false })
  else if (!standby) known.interaction.standby = null
}

function finish(events: readonly Read[], tables: Tables): void {
  const feed = events.filter(({ isFeed }) => isFeed)
  const messenger = events.filter(({ isFeed }) => !isFeed)
  const posts = new Map<string, Row>()
  for (const { channel } of feed)
    if (channel.verb === 'add' && channel.item !== 'reaction' && channel.item !== 'like')
      posts.set(contentOf(channel), channel)
  for (const { channel, interaction } of feed.toSorted(byTime)) {
    const original = posts.get(contentOf(channel))
    if (original === undefined || channel.field !== 'feed' || channel.item === 'reaction') continue
    if (text(channel.verb).startsWith('edit'))
      Object.assign(original, { message: channel.message, edited_time: interaction.ts })
    if (channel.verb === 'hide' || channel.verb === 'unhide')
      original.is_hidden = channel.verb === 'hide' ? 1 : 0
    if (channel.verb === 'remove') original.removedTs = interaction.ts ?? null
  }
  const messages = new Map(
    messenger
      .filter(({ interaction: { interactionType: type } }) => type === 'message' || type === 'echo')
      .map(({ channel }) => [channel.mid, channel]),
  )
  for (const { channel, interaction } of messenger.toSorted(byTime)) {
    const original = messages.get(channel.mid ?? null)
    if (original === undefined) continue
    if (interaction.interactionType === 'edit')
      Object.assign(original, { text: channel.text, editedTs: interaction.ts })
    if (interaction.interactionType === 'unsend') original.removedTs = interaction.ts ?? null
  }
  applyReceipts(messenger)
  for (const [index, { interaction, channel, isFeed }] of events.entries()) {
    const kwInteractionId = index + 1
    tables.interaction.push({ kwInteractionId, ...interaction })
    tables[isFeed ? 'chanFacebookFeed' : 'chanFacebookMessenger'].push({ kwInteractionId, ...channel })
  }
  fillPeople(events, tables)
  for (const pageId of new Set(events.map(({ interaction }) => interaction.pageId ?? null)))
    tables.page.push({ pageId, firstSeenTs: 0 })
}

function applyReceipts(messenger: readonly Read[]): void {
  const receipts = messenger.flatMap(({ interaction, channel }) => {
    const { interactionType: kind, pageId, pId } = interaction
    if (kind !== 'delivery' && kind !== 'read') return []
    const raw = object(parse(text(channel.valueRaw))[kind])
    return [{ kind, thread: `${pageId} ${pId}`, watermark: Number(raw.watermark) }]
  })
  const byThread = Map.groupBy(receipts, ({ thread }) => thread)
  for (const { interaction, channel } of messenger) {
    if (interaction.interactionType !== 'echo') continue
    const after = (byThread.get(`${interaction.pageId} ${interaction.pId}`) ?? []).filter(
      ({ watermark }) => watermark >= Number(channel.timestamp),
    )
    const delivered = Math.min(...after.map(({ watermark }) => watermark))
    const read = Math.min(...after.filter(({ kind }) => kind === 'read').map(({ watermark }) => watermark))
    if (Number.isFinite(delivered)) Object.assign(channel, { deliveredTs: delivered, deliveredFlag: 1 })
    if (Number.isFinite(read)) Object.assign(channel, { readTs: read, readFlag: 1 })
  }
}

function fillPeople(events: readonly Read[], tables: Tables): void {
  for (const [pId, own] of Map.groupBy(events, ({ interaction }) => text(interaction.pId))) {
    if (!pId.startsWith('facebook:')) continue
    const named = own.filter(({ channel, isFeed }) => isFeed && channel.sender_name !== null).toSorted(byTime)
    const last = (kinds?: readonly string[]) => {
      const times = own.filter(
        ({ interaction }) => kinds === undefined || kinds.includes(text(interaction.interactionType)),
      )
      return times.length === 0 ? null : Math.max(...times.map(({ interaction }) => Number(interaction.ts)))
    }
    tables.chan2Profile.push({ channelId: pId.slice('facebook:'.length), cidType: 'facebook', pId })
    tables.profile.push({ pId })
    tables.profileFacebook.push({
      pId,
      name: named.at(-1)?.channel.sender_name ?? null,
      lastInteractionTs: last(),
      lastInboundMsgTs: last(['message', 'postback']),
      lastOutboundMsgTs: last(['echo']),
    })
  }
}

function contentOf(channel: Row): string {
  return text(channel.item === 'comment' ? channel.comment_id : channel.post_id)
}

function byTime(a: Read, b: Read): number {
  return Number(a.interaction.ts) - Number(b.interaction.ts)
}

/** Long numbers as text, digit for digit. */
function parse(body: string): Json {
  return object(JSON.parse(body.replaceAll(/([:[,])(\d{14,})(?=[,}\]])/g, '$1"$2"')))
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function object(value: unknown): Json {
  return isObject(value) ? value : {}
}

function list(value: unknown): Json[] {
  return Array.isArray(value) ? value.map(object) : []
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
