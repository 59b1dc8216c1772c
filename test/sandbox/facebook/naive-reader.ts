/**
 * A reader of webhooks as plain as can be, all in memory and one event at a time: what the judge is tried against, so that
 * ledger and judge are not only consistent with themselves.
 */
import { canonicalJson } from '../../../sandbox/facebook/ledger/canonical.ts'
import type { Delivery } from '../../../sandbox/facebook/webhooks/delivery.ts'
import { feedIdentity, messengerIdentity } from '../../../sandbox/facebook/ledger/identity.ts'

import { list, object, parse, text } from './naive-json.ts'
import type { Json } from './naive-json.ts'
import { finish } from './naive-tables.ts'
import type { Read, Row, Tables } from './naive-tables.ts'

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
  const verb = text(value.verb)
  const tellsOwnTime = ['', 'add', 'remove'].includes(verb) || (verb === 'edited' && value.item === 'comment')
  const ts = created !== null && tellsOwnTime ? created : entryMs
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
  events.set(feedIdentity(strings, text(value.message), text(value.open_graph_story_id)), {
    interaction,
    channel: columns,
    isFeed: true,
  })
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

function optInType(status: string): string {
  return status.startsWith('STOP') ? 'optin_stopped' : status.startsWith('RESUME') ? 'optin_resumed' : 'optin'
}

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
          : key === 'optin'
            ? optInType(text(object(item.optin).notification_messages_status))
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
