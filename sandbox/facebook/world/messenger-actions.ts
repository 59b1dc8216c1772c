/** What people and Pages do in Messenger. Every act puts one event on its way and knows what must be found of it. */
import { claimChange, claimSecond, remember } from './cast.ts'
import type { Contact, Message, Page, Studio, Watermark } from './cast.ts'
import { canonicalJson } from '../ledger/canonical.ts'
import { messaging } from './messaging-event.ts'
import type { MessengerValues } from '../ledger/identity.ts'
import type { Wire } from '../webhooks/wire.ts'
import { encodeWire, WireNumber } from '../webhooks/wire.ts'

export interface MessageParts {
  readonly text?: string
  readonly attachments?: readonly Wire[]
  readonly quickReply?: string
  readonly replyTo?: string
  /** Further keys inside `message`. */
  readonly inside?: Readonly<Record<string, Wire>>
  /** Further keys beside `message`. */
  readonly beside?: Readonly<Record<string, Wire>>
  readonly order?: number
}

/** The Page Inbox, where people of the Page write themselves, has its own app id. */
export const pageInboxApp = '263902037430900'

/** A person writes to the Page. */
export function writeMessage(studio: Studio, contact: Contact, parts: MessageParts): Message {
  const mid = studio.ids.message()
  const seq = studio.random.chance(studio.faults['old-shapes']) ? 1 + studio.random.below(500_000) : undefined
  const recorded = messaging(studio, {
    type: 'message',
    page: contact.page,
    contact,
    isInboundMessage: true,
    text: parts.text ?? '',
    values: { mid, seq: seq === undefined ? '' : String(seq), ...valuesOf(parts) },
    body: { message: { mid, seq, ...wireOf(parts), ...parts.inside }, ...parts.beside },
    ...(parts.order === undefined ? {} : { order: parts.order }),
  })
  const message = newMessage(recorded, mid, parts.text ?? '')
  remember(contact.inbound, message, 8)
  return message
}

/** The Page answers: known to the webhook as an echo. */
export function writeAnswer(
  studio: Studio,
  contact: Contact,
  parts: MessageParts & { readonly appId: string; readonly metadata?: string },
): Message {
  const mid = studio.ids.message()
  const recorded = messaging(studio, {
    type: 'echo',
    page: contact.page,
    contact,
    fromPage: true,
    text: parts.text ?? '',
    values: { mid, appId: parts.appId, ...valuesOf(parts) },
    body: {
      message: {
        mid,
        ...wireOf(parts),
        is_echo: true,
        app_id: studio.random.chance(0.7) ? new WireNumber(parts.appId) : parts.appId,
        metadata: parts.metadata,
      },
    },
    ...(parts.order === undefined ? {} : { order: parts.order }),
  })
  const message = newMessage(recorded, mid, parts.text ?? '')
  remember(contact.outbound, message, 8)
  studio.ledger.recordPageMessage(recorded.event, contact.conversation)
  return message
}

export function editMessage(studio: Studio, contact: Contact, message: Message, text: string): boolean {
  if (message.text === '' || message.edits >= 5 || !claimChange(studio, message)) return false
  message.edits += 1
  message.text = text
  const count = studio.random.chance(0.2) ? String(message.edits) : message.edits
  const { event, ts } = messaging(studio, {
    type: 'edit',
    page: contact.page,
    contact,
    text,
    extra: String(message.edits),
    values: { mid: message.mid },
    body: { message_edit: { mid: message.mid, text, num_edit: count } },
  })
  studio.ledger.recordChange(message.event, {
    by: event,
    kind: 'text',
    order: ts + message.edits / 10,
    value: text,
  })
  return true
}

export function unsendMessage(studio: Studio, contact: Contact, message: Message): boolean {
  if (!claimChange(studio, message)) return false
  message.gone = true
  const { event, ts } = messaging(studio, {
    type: 'unsend',
    page: contact.page,
    contact,
    values: { mid: message.mid },
    body: { message: { mid: message.mid, is_deleted: true } },
  })
  studio.ledger.recordChange(message.event, { by: event, kind: 'removed', order: ts, value: '1' })
  return true
}

/** A person reacts to a message, or takes the reaction back (`reaction` undefined). */
export function reactToMessage(
  studio: Studio,
  contact: Contact,
  { message, reaction, emoji }: { message: Message; reaction?: string; emoji?: string },
): boolean {
  if ((reaction === undefined) === (message.reaction === undefined) || !claimChange(studio, message))
    return false
  const bare = reaction === undefined && studio.random.chance(0.5)
  const was = message.reaction
  message.reaction = reaction
  messaging(studio, {
    type: 'reaction',
    page: contact.page,
    contact,
    values: { mid: message.mid },
    body: {
      reaction: {
        mid: message.mid,
        action: reaction === undefined ? 'unreact' : 'react',
        reaction: bare ? undefined : (reaction ?? was),
        emoji: bare ? undefined : emoji,
      },
    },
  })
  return true
}

/** The person's devices have got (`delivery`) or shown (`read`) everything up to the watermark. */
export function sendReceipt(
  studio: Studio,
  contact: Contact,
  {
    kind,
    upTo,
    mids,
    order,
  }: { kind: 'delivery' | 'read'; upTo: number; mids?: readonly string[]; order?: number },
): boolean {
  const { random, faults } = studio
  const state = contact[kind === 'read' ? 'read' : 'delivered']
  const low = random.chance(faults['low-watermark']) ? lowWatermark(studio, state) : undefined
  const watermark = low ?? Math.max(upTo, state.highest + 1)
  if (low === undefined) Object.assign(state, { below: state.highest, highest: watermark })
  const withMids =
    kind === 'delivery' && mids !== undefined && low === undefined && !random.chance(faults['no-mids'])
  const noTimestamp = kind === 'delivery' && random.chance(faults['no-timestamps'])
  const seq = random.chance(faults['old-shapes']) ? random.below(500_000) : undefined
  const { event } = messaging(studio, {
    type: kind,
    page: contact.page,
    contact,
    extra: String(watermark),
    noTimestamp,
    open: [...(noTimestamp ? ['ts', 'timestamp'] : []), 'seq', 'mid'],
    body: { [kind]: { mids: withMids ? mids : undefined, watermark, seq } },
    ...(order === undefined ? {} : { order }),
  })
  studio.ledger.recordReceipt({ event, conversation: contact.conversation, kind, watermark })
  return true
}

/** Any other kind: known by its Page, kind and second, so there is at most one of a kind on a Page in a second. */
export function otherMessaging(
  studio: Studio,
  page: Page,
  event: {
    readonly type: string
    readonly contact?: Contact | undefined
    readonly body: Readonly<Record<string, Wire | undefined>>
    readonly values?: MessengerValues
    readonly sender?: Wire
    readonly noTimestamp?: boolean
    readonly isInboundMessage?: boolean
    readonly standbyBody?: Readonly<Record<string, Wire | undefined>>
    readonly standbyValues?: MessengerValues
  },
): boolean {
  if (!claimSecond(studio, page, event.type)) return false
  const open = [
    'mid',
    'replyToMid',
    'appId',
    'attachments',
    ...(event.values?.payload === undefined ? ['payload'] : []),
  ]
  messaging(studio, { ...event, page, open })
  return true
}

function lowWatermark(studio: Studio, state: Watermark): number | undefined {
  const room = state.highest - state.below
  if (state.below === 0 || room < 3) return undefined
  const low = state.below + 1 + studio.random.below(room - 1)
  state.below = state.highest
  return low
}

function newMessage({ event, ts }: { event: number; ts: number }, mid: string, text: string): Message {
  return {
    event,
    ts,
    mid,
    text,
    edits: 0,
    reaction: undefined,
    gone: false,
    changedSecond: Math.floor(ts / 1000),
  }
}

function valuesOf(parts: MessageParts): MessengerValues {
  return {
    payload: parts.quickReply ?? '',
    replyToMid: parts.replyTo ?? '',
    attachments: parts.attachments === undefined ? '' : canonicalJson(encodeWire(parts.attachments)),
  }
}

function wireOf(parts: MessageParts): Record<string, Wire | undefined> {
  return {
    text: parts.text,
    quick_reply: parts.quickReply === undefined ? undefined : { payload: parts.quickReply },
    reply_to: parts.replyTo === undefined ? undefined : { mid: parts.replyTo },
    attachments: parts.attachments,
  }
}
