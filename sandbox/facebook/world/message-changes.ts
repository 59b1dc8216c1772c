/** What happens to a message after it was sent: edits, removals, reactions, receipts. Every action emits one event. */
import type { Outcome } from '../webhooks/delivery.ts'
import { emitMessaging, type MessagingEvent } from './messaging-event.ts'
import type { Telling } from './messenger-actions.ts'
import type { Message, Thread, Watermark } from './state.ts'
import { secondOf, type Action, type World } from './world.ts'

/** Reaction → emoji, as Messenger sends them. */
export const emojiOf: Readonly<Record<string, string>> = {
  love: '❤',
  smile: '😆',
  wow: '😮',
  sad: '😢',
  angry: '😠',
  like: '👍',
  dislike: '👎',
  other: '🦊',
}

export function editMessage(world: World, thread: Thread, message: Message, text: string): Action {
  message.edits += 1
  message.text = text
  const { mid, edits } = message
  const body = { message_edit: { mid, text, num_edit: world.random.chance(0.2) ? String(edits) : edits } }
  const { event, ts, delivered } = emitChange(world, message, {
    type: 'edit',
    of: thread,
    text,
    extra: String(edits),
    body,
  })
  const change = { by: event, kind: 'text', order: ts + edits / 10, value: text } as const
  world.ledger.events.recordChange(message.event, change)
  return { id: mid, at: ts, delivered }
}

export function unsendMessage(world: World, thread: Thread, message: Message): Action {
  message.removed = true
  const body = { message: { mid: message.mid, is_deleted: true } }
  const { event, ts, delivered } = emitChange(world, message, { type: 'unsend', of: thread, body })
  world.ledger.events.recordChange(message.event, { by: event, kind: 'removed', order: ts, value: '1' })
  return { id: message.mid, at: ts, delivered }
}

interface MessageReaction {
  readonly message: Message
  /** Undefined takes it back. */
  readonly reaction?: string | undefined
  readonly emoji?: string | undefined
  /** The reaction in the event, where it is another. */
  readonly told?: string | undefined
}

/** A customer reacts to a message, or takes the reaction back. */
export function reactToMessage(
  world: World,
  thread: Thread,
  { message, reaction, emoji, told = reaction }: MessageReaction,
  telling: Telling = {},
): Promise<Outcome> {
  message.reaction = reaction
  const action = reaction === undefined ? 'unreact' : 'react'
  const body = { reaction: { mid: message.mid, action, reaction: told, emoji } }
  return emitChange(world, message, { type: 'reaction', of: thread, body, ...telling }).delivered
}

function emitChange(world: World, message: Message, event: MessagingEvent) {
  message.changedSecond = secondOf(world.now())
  return emitMessaging(world, { ...event, values: { mid: message.mid } })
}

/** The customer's devices have got (`delivery`) or shown (`read`) everything up to the watermark. */
export function sendReceipt(
  world: World,
  thread: Thread,
  { kind, upTo, mids }: { kind: 'delivery' | 'read'; upTo: number; mids?: readonly string[] },
  telling: Telling = {},
): Promise<Outcome> {
  const { random, faults, ledger } = world
  const state = kind === 'read' ? thread.read : thread.delivered
  const low = faults.happens('low-watermark') ? lowWatermark(world, state) : undefined
  const watermark = low ?? Math.max(upTo, state.upTo + 1)
  if (low === undefined) Object.assign(state, { below: state.upTo, upTo: watermark })
  const isDelivery = kind === 'delivery'
  const withMids = isDelivery && low === undefined && !faults.happens('no-mids')
  const noTimestamp = isDelivery && faults.happens('no-timestamps')
  const seq = faults.happens('old-shapes') ? random.below(500_000) : undefined
  const { event, delivered } = emitMessaging(world, {
    type: kind,
    of: thread,
    extra: String(watermark),
    noTimestamp,
    open: [...(noTimestamp ? ['ts', 'timestamp'] : []), 'seq', 'mid'],
    body: { [kind]: { mids: withMids ? mids : undefined, watermark, seq } },
    ...telling,
  })
  ledger.events.recordReceipt(event, { conversation: thread.conversation, isRead: !isDelivery, watermark })
  return delivered
}

function lowWatermark({ random }: World, state: Watermark): number | undefined {
  const room = state.upTo - state.below
  if (state.below === 0 || room < 3) return undefined
  const low = state.below + 1 + random.below(room - 1)
  state.below = state.upTo
  return low
}
