import { asPsid, type PageId, type Psid } from '../domain/ids.ts'
import {
  type Actor,
  type ContentChange,
  type ContentRef,
  type Direction,
  type MessengerEvent,
  type MessengerFacts,
  messengerChannel,
} from '../domain/event.ts'
import { keyOf, messageKey } from '../domain/event-key.ts'
import { fromMetadata } from '../domain/outbound.ts'
import type { DecodedItem, EntryContext } from './decoded-item.ts'
import { isRecord } from './json.ts'
import { codeOf, withoutCode } from './log-in-code.ts'
import { readReceipt } from './receipt.ts'
import { property, toId, toInteger, toJson, toMs, toText, toWord } from './wire-values.ts'

/**
 * Decodes one item of `entry.messaging` or `entry.standby`. The App Dashboard's Test button sends such items in
 * `entry.changes`. Every kind becomes an event. A kind that is not known here is `unknown`, and `valueRaw` keeps all
 * of it.
 * Source: docs/platform.md, 3.
 */
export function decodeMessagingItem(
  item: unknown,
  entry: EntryContext,
  { standby = false, field }: { readonly standby?: boolean; readonly field?: string | undefined } = {},
): DecodedItem {
  const kind = kindOf(item, field)
  const body = property(item, wireNames[kind] ?? kind)
  const parties = partiesOf(item, kind, entry.pageId)
  const facts = readFacts(item, kind, body)
  const receipt =
    kind === 'delivery' || kind === 'read' ? readReceipt(kind, body, parties.psid, entry.pageId) : undefined
  const ownTime = toMs(property(item, 'timestamp')) ?? receipt?.watermark
  const key = messengerKey(kind, facts, parties, { item, entry, ownTime })
  const event: MessengerEvent = {
    key,
    ts: ownTime ?? entry.sentAt,
    pageId: entry.pageId,
    channel: messengerChannel,
    type: kind,
    direction: parties.direction,
    actor: parties.actor,
    messenger: facts,
    ...dayOfOurs(kind, facts),
    ...contentOf(kind, key, body, facts, entry.pageId),
    ...(standby ? { standby: true as const } : {}),
  }
  return receipt === undefined ? { event } : { event, receipt }
}

/** Only our own metadata is a field. That of other apps stays in `valueRaw`. */
function ownMetadata(metadata: string | undefined): { metadata?: string } {
  return metadata === undefined || fromMetadata(metadata) === undefined ? {} : { metadata }
}

/** The echo of a message of ours is stored under the day of its claim, as its row may already be there. */
function dayOfOurs(kind: string, { metadata }: MessengerFacts): { dayTs?: number } {
  const ours = kind === 'echo' ? fromMetadata(metadata) : undefined
  return ours === undefined ? {} : { dayTs: ours.claimedTs }
}

/** In the order in which they are looked for. An item may have several of these keys; the first one names it. */
const kinds = [
  'message',
  'message_edit',
  'reaction',
  'delivery',
  'read',
  'postback',
  'referral',
  'optin',
  'account_linking',
  'policy_enforcement',
  'policy-enforcement',
  'pass_thread_control',
  'take_thread_control',
  'request_thread_control',
  'app_roles',
  'messaging_feedback',
  'response_feedback',
  'order',
  'game_play',
  'message_request',
  'messaging_customer_information',
  'messaging_in_thread_lead_form_submit',
  'message_context',
  'business_integrity',
  'messenger_template_status_update',
]

/** Kinds that have another name in the delivery. */
const wireNames: Readonly<Record<string, string>> = {
  echo: 'message',
  unsend: 'message',
  edit: 'message_edit',
  optin_stopped: 'optin',
  optin_resumed: 'optin',
  optin_status: 'optin',
}

/** Kinds that were `unknown` before. Their keys still hold that name and the whole item. */
const onceUnknown: ReadonlySet<string> = new Set([
  'messaging_customer_information',
  'messaging_in_thread_lead_form_submit',
  'message_context',
  'business_integrity',
  'messenger_template_status_update',
])

/** Their keys hold the name that they had when every status was an `optin`, so a redelivery has the same key. */
const namesInKeys: Readonly<Record<string, string>> = {
  ...Object.fromEntries([...onceUnknown].map((kind) => [kind, 'unknown'])),
  optin_stopped: 'optin',
  optin_resumed: 'optin',
  optin_status: 'optin',
}

/**
 * True when an item of `entry.changes` has the shape of a messaging item, as the dashboard's Test button sends it:
 * it names sender and recipient, or one of them and a kind. No value of the feed does: there they are `from` and ids.
 */
export function isMessagingForm(value: unknown): boolean {
  const parties = ['sender', 'recipient'].filter((name) => isRecord(property(value, name)))
  return parties.length === 2 || (parties.length === 1 && kindOf(value) !== 'unknown')
}

/** The kind is named by a key of the item; in `changes`, also by the field alone. */
function kindOf(item: unknown, field?: string): string {
  const named = kinds.find((kind) => (property(item, kind) ?? undefined) !== undefined)
  const name = named ?? (field !== undefined && kinds.includes(field) ? field : 'unknown')
  if (name === 'message_edit') return 'edit'
  if (name === 'policy-enforcement') return 'policy_enforcement'
  if (name === 'optin') return optInKind(property(item, 'optin'))
  if (name !== 'message') return name
  const message = property(item, 'message')
  if (!isRecord(message)) return 'unknown'
  if (message['is_deleted'] === true) return 'unsend'
  return message['is_echo'] === true ? 'echo' : 'message'
}

/**
 * Stop and resume of marketing messages come as `optin`, too. A status that is not known is no opt-in: it opens no
 * window and gets no reply.
 */
function optInKind(optin: unknown): string {
  const status = toWord(property(optin, 'notification_messages_status'))?.toUpperCase()
  if (status === undefined) return 'optin'
  if (status.startsWith('STOP')) return 'optin_stopped'
  return status.startsWith('RESUME') ? 'optin_resumed' : 'optin_status'
}

interface Parties {
  readonly actor: Actor
  readonly direction: Direction
  readonly psid: Psid | undefined
}

/** The customer is the party that is not the Page. In some echoes sender and recipient are swapped. */
function partiesOf(item: unknown, kind: string, pageId: PageId): Parties {
  const sender = toId(property(property(item, 'sender'), 'id'))
  const recipient = toId(property(property(item, 'recipient'), 'id'))
  const fromPage = kind === 'echo' || sender === pageId
  const psid = fromPage ? (recipient === pageId || recipient === undefined ? sender : recipient) : sender
  const known = psid !== undefined && psid !== pageId
  return {
    actor: known ? { is: 'person', id: asPsid(psid) } : fromPage ? { is: 'page' } : { is: 'anonymous' },
    direction: fromPage ? 'out' : 'in',
    psid: known ? asPsid(psid) : undefined,
  }
}

function readFacts(item: unknown, kind: string, body: unknown): MessengerFacts {
  const quickReply = property(body, 'quick_reply')
  const text = property(body, 'text') ?? (kind === 'postback' ? property(body, 'title') : undefined)
  return {
    valueRaw: toJson(kind === 'account_linking' ? withoutCode(item, body) : item) ?? 'null',
    senderId: toId(property(property(item, 'sender'), 'id')),
    recipientId: toId(property(property(item, 'recipient'), 'id')),
    text: toText(text),
    mid: toId(property(body, 'mid'), 255),
    seq: toInteger(property(body, 'seq')),
    attachments: toJson(property(body, 'attachments')),
    payload: toText(property(quickReply, 'payload') ?? property(body, 'payload'), 8_000),
    replyToMid: toId(property(property(body, 'reply_to'), 'mid'), 255),
    appId: toId(property(body, 'app_id')),
    ...ownMetadata(toText(property(body, 'metadata'), 100)),
    ...(kind === 'account_linking' ? codeOf(body) : {}),
  }
}

function messengerKey(
  kind: string,
  facts: MessengerFacts,
  parties: Parties,
  { item, entry, ownTime }: { item: unknown; entry: EntryContext; ownTime: number | undefined },
): string {
  if (facts.mid !== undefined && (kind === 'message' || kind === 'echo'))
    return messageKey(entry.pageId, facts.mid)
  if (facts.mid !== undefined && (kind === 'postback' || kind === 'unsend'))
    return keyOf(entry.pageId, kind, facts.mid)
  const body = property(item, wireNames[kind] ?? kind)
  const whole = onceUnknown.has(kind) ? undefined : toJson(body)
  const own = identities[kind]?.map((name) => toJson(property(body, name))) ?? [whole ?? facts.valueRaw]
  return keyOf(
    entry.object,
    entry.pageId,
    namesInKeys[kind] ?? kind,
    parties.psid,
    ownTime ?? entry.sentAt,
    ...own,
  )
}

/**
 * What tells two events of a kind apart, besides customer and time. For a kind that is not listed it is the whole
 * content.
 */
const identities: Readonly<Record<string, readonly string[]>> = {
  edit: ['mid', 'num_edit'],
  reaction: ['mid', 'action', 'reaction', 'emoji'],
  delivery: ['watermark', 'mids'],
  read: ['watermark'],
  postback: ['payload'],
}

function contentOf(
  kind: string,
  key: string,
  body: unknown,
  facts: MessengerFacts,
  pageId: PageId,
): { creates?: ContentRef; changes?: ContentChange } {
  if (facts.mid === undefined) return {}
  if (kind === 'message' || kind === 'echo') return { creates: { of: 'message', key } }
  const ref: ContentRef = { of: 'message', key: messageKey(pageId, facts.mid) }
  if (kind === 'unsend') return { changes: { ...ref, removed: true } }
  if (kind !== 'edit' || facts.text === undefined) return {}
  return { changes: { ...ref, text: facts.text, seq: editNumber(body) } }
}

/** Facebook allows five edits. A number that the column cannot hold counts as 0. */
function editNumber(body: unknown): number {
  const number = toInteger(property(body, 'num_edit')) ?? 0
  return number >= 0 && number < 2 ** 31 ? number : 0
}
