/** What people and Pages do in Messenger. Every action emits one event. */
import { canonicalJson } from '../ledger/canonical.ts'
import type { MessengerValues } from '../ledger/identity.ts'
import type { Outcome } from '../webhooks/delivery.ts'
import { encodeWire, WireNumber, type Wire } from '../webhooks/wire.ts'
import { emitMessaging, type MessagingEvent } from './messaging-event.ts'
import type { Message, Thread } from './state.ts'
import { freshContent, present, type World, type Action } from './world.ts'

/** When an event is told, and in which list. */
export type Telling = Pick<MessagingEvent, 'at' | 'order' | 'list' | 'sending'>

/** What is written, in the names that the message keeps it under. */
type Facts<Key extends keyof Message> = { readonly [K in Key]?: Message[K] | undefined }

export interface MessageParts extends Facts<'text' | 'attachments' | 'replyToMid'> {
  readonly quickReply?: string | undefined
  /** Further keys inside `message`. */
  readonly inside?: Readonly<Record<string, Wire | undefined>>
  /** Further keys beside `message`. */
  readonly beside?: Readonly<Record<string, Wire>>
}

export type PageMessageParts = Facts<
  'text' | 'attachments' | 'quickReplies' | 'metadata' | 'replyToMid' | 'about' | 'at' | 'tags'
> & {
  readonly appId: string
}

const mostMessages = 16

/** A customer writes to the Page. */
export function writeMessage(
  world: World,
  thread: Thread,
  { quickReply, inside, beside, ...facts }: MessageParts,
  telling: Telling = {},
): Action & { readonly message: Message } {
  const message = keepMessage(world, thread, { from: 'person', ...facts, at: telling.at })
  const { mid, text } = message
  const seq = world.faults.happens('old-shapes') ? 1 + world.random.below(500_000) : undefined
  const { event, ts, delivered } = emitMessaging(world, {
    type: 'message',
    of: thread,
    isInboundMessage: true,
    text,
    values: { mid, seq: seq === undefined ? '' : String(seq), ...valuesOf(message, quickReply) },
    body: { message: { mid, seq, ...wireOf(message, quickReply), ...inside }, ...beside },
    ...telling,
  })
  message.event = event
  message.at = ts
  return { id: mid, at: ts, delivered, message }
}

/** The Page's message is in the thread; `emitEcho` tells of it. */
export function keepPageMessage(world: World, thread: Thread, parts: PageMessageParts): Message {
  return keepMessage(world, thread, { from: 'page', ...parts })
}

/** A webhook knows what the Page wrote as an echo. */
export function emitEcho(
  world: World,
  thread: Thread,
  message: Message,
  telling: Telling = {},
): Promise<Outcome> {
  const { mid, metadata, appId = '' } = message
  const app = world.faults.happens('old-shapes') ? appId : new WireNumber(appId)
  const { event, ts, delivered } = emitMessaging(world, {
    type: 'echo',
    of: thread,
    fromPage: true,
    text: message.text,
    values: { mid, appId, ...valuesOf(message) },
    body: { message: { mid, is_echo: true, app_id: app, metadata, ...wireOf(message) } },
    at: message.at,
    ...telling,
  })
  message.event = event
  message.at = ts
  world.ledger.events.pageMessages.set(event, thread.conversation)
  return delivered
}

export function writePageMessage(
  world: World,
  thread: Thread,
  parts: PageMessageParts,
  telling: Telling = {},
): Message {
  const message = keepPageMessage(world, thread, parts)
  void emitEcho(world, thread, message, telling)
  return message
}

/** Any other kind: known by its Page, kind and time. */
export function emitOther(world: World, event: Omit<MessagingEvent, 'open'>): Promise<Outcome> {
  const open = ['mid', 'replyToMid', 'appId', 'attachments']
  if (event.values?.payload === undefined) open.push('payload')
  return emitMessaging(world, { ...event, open }).delivered
}

function keepMessage(
  world: World,
  thread: Thread,
  facts: Pick<Message, 'from'> & Facts<'text' | 'at' | 'attachments' | 'replyToMid'>,
): Message {
  const at = facts.at ?? Math.floor(world.now())
  const message: Message = {
    event: -1,
    mid: world.ids.message(),
    text: '',
    edits: 0,
    reaction: undefined,
    ...present(facts),
    from: facts.from,
    ...freshContent(at),
  }
  thread.messages.push(message)
  if (world.memory === 'newest' && thread.messages.length > mostMessages) thread.messages.shift()
  return message
}

function valuesOf({ replyToMid, attachments }: Message, quickReply = ''): MessengerValues {
  return {
    payload: quickReply,
    replyToMid: replyToMid ?? '',
    attachments: attachments === undefined ? '' : canonicalJson(encodeWire(attachments)),
  }
}

function wireOf(
  { text, replyToMid, attachments }: Message,
  quickReply?: string,
): Record<string, Wire | undefined> {
  return {
    text: text === '' ? undefined : text,
    quick_reply: quickReply === undefined ? undefined : { payload: quickReply },
    reply_to: replyToMid === undefined ? undefined : { mid: replyToMid },
    attachments,
  }
}
