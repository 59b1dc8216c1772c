/** What a customer does in a thread: the ledger notes it, and a webhook tells of it. */
import { controllerOf, listFor } from '../graph-api/graph-world.ts'
import type { GraphWorld } from '../graph-api/graph-world.ts'
import type { ActionKind } from '../ledger/seen-ledger.ts'
import type { Sending } from '../webhooks/delivery.ts'
import type { Wire } from '../webhooks/wire.ts'
import type { Action } from '../world/action.ts'
import { emojiOf, reactToMessage } from '../world/message-changes.ts'
import { emitOther, writeMessage } from '../world/messenger-actions.ts'
import type { MessagingEvent } from '../world/messaging-event.ts'
import type { Page, PersonState, Thread } from '../world/state.ts'
import { openThread, present, tick } from '../world/world.ts'
import { readUpTo } from './page-message.ts'
import { findChoice } from './visible-choices.ts'

export interface WriteOptions extends Sending {
  /** As the webhook has it: `{type: 'image', payload: {url}}`. */
  readonly attachments?: readonly Wire[]
  readonly replyToMid?: string
  /** The `nlp` block of a Page with built-in NLP. */
  readonly nlp?: Wire
  readonly referral?: Wire
}

/** Its title or payload, or the thing itself. */
export type Tapped =
  | string
  | { readonly quickReply: { readonly title: string; readonly payload: string } }
  | { readonly postback: { readonly title: string; readonly payload: string } }

export function write(
  world: GraphWorld,
  person: PersonState,
  { page, text, ...options }: WriteOptions & { page: Page; text: string; quickReply?: string },
): Action {
  const thread = openThread(world, page, person)
  const { attachments, replyToMid: replyTo, quickReply, nlp, referral } = options
  const at = openWindow(world, thread)
  const { id, delivered } = writeMessage(
    world,
    thread,
    { text, attachments, quickReply, replyTo, inside: { referral, nlp } },
    { at, list: listFor(world, thread), sending: options },
  )
  const action = quickReply === undefined ? 'write' : 'tap'
  return note(world, thread, { action, id, at, text, payload: quickReply, delivered })
}

/** Throws RangeError when the customer sees no such thing. */
export function tap(
  world: GraphWorld,
  person: PersonState,
  { page, what }: { page: Page; what: Tapped },
): Action {
  const thread = openThread(world, page, person)
  const choice = typeof what === 'string' ? findChoice(thread, what) : what
  if (choice === undefined)
    throw new RangeError(`${person.name} sees nothing to tap that is called ${JSON.stringify(what)}`)
  if ('quickReply' in choice) {
    const { title, payload } = choice.quickReply
    return write(world, person, { page, text: title, quickReply: payload })
  }
  const { title, payload } = choice.postback
  const mid = world.ids.message()
  return tell(world, thread, {
    action: 'postback',
    type: 'postback',
    id: mid,
    text: title,
    payload,
    body: { postback: { mid, title, payload } },
    // Only the app that sent the button is told its payload.
    standbyBody: { postback: { mid, title } },
    standbyValues: { payload: '' },
  })
}

export function refer(
  world: GraphWorld,
  person: PersonState,
  { page, ref }: { page: Page; ref: string },
): Action {
  const thread = openThread(world, page, person)
  const referral = { ref, source: 'SHORTLINK', type: 'OPEN_THREAD' }
  if (thread.messages.length > 0 || thread.openedAt > 0)
    return tell(world, thread, {
      action: 'referral',
      type: 'referral',
      id: ref,
      text: ref,
      body: { referral },
    })
  // For a customer who never wrote, the link leads to the Get Started button.
  const mid = world.ids.message()
  const payload = 'GET_STARTED'
  const body = { postback: { mid, title: 'Get Started', payload, referral } }
  return tell(world, thread, { action: 'referral', type: 'postback', id: mid, text: ref, payload, body })
}

export function optIn(
  world: GraphWorld,
  person: PersonState,
  { page, ref }: { page: Page; ref: string },
): Action {
  const thread = openThread(world, page, person)
  return tell(world, thread, { action: 'optin', type: 'optin', id: ref, text: ref, body: { optin: { ref } } })
}

/** Throws RangeError for a mid that is in no thread of this customer. */
export function react(
  world: GraphWorld,
  person: PersonState,
  { mid, reaction }: { mid: string; reaction: string | undefined },
): Action {
  for (const page of world.pages.values()) {
    const thread = page.threads.get(person.psids.get(page.id) ?? '')
    const message = thread?.messages.find((each) => each.mid === mid)
    if (thread === undefined || message === undefined) continue
    const at = openWindow(world, thread)
    const emoji = reaction === undefined ? undefined : (emojiOf[reaction] ?? '👍')
    const telling = { at, list: listFor(world, thread) }
    const delivered = reactToMessage(world, thread, { message, reaction, emoji }, telling)
    const action = reaction === undefined ? 'unreact' : 'react'
    return note(world, thread, { action, id: mid, at, text: reaction, delivered })
  }
  throw new RangeError(`${person.name} has no message ${mid}`)
}

/** False when there was nothing new. */
export function read(world: GraphWorld, person: PersonState, page: Page): boolean {
  const thread = openThread(world, page, person)
  const last = thread.messages.findLast(({ from }) => from === 'page')
  if (last === undefined || !readUpTo(world, thread, last.at)) return false
  noteQuiet(world, thread, { action: 'read', id: last.mid })
  return true
}

/** Facebook tells a Page nothing of it. */
export function block(
  world: GraphWorld,
  person: PersonState,
  { page, isBlocked }: { page: Page; isBlocked: boolean },
): void {
  const thread = openThread(world, page, person)
  thread.blocked = isBlocked
  noteQuiet(world, thread, { action: isBlocked ? 'block' : 'unblock' })
}

/** A thread that slept falls back to the Page's default app before it wakes. Returns the time of the event, ms. */
function openWindow(world: GraphWorld, thread: Thread): number {
  const at = tick(world, thread)
  if (controllerOf(world, thread) !== thread.owner) thread.owner = undefined
  thread.openedAt = at
  return at
}

interface Noted {
  readonly action: ActionKind
  readonly id: string
  readonly text?: string | undefined
  readonly payload?: string | undefined
}

function tell(
  world: GraphWorld,
  thread: Thread,
  {
    action,
    id,
    text,
    payload,
    ...event
  }: Noted & Pick<MessagingEvent, 'type' | 'body' | 'standbyBody' | 'standbyValues'>,
): Action {
  const at = openWindow(world, thread)
  const delivered = emitOther(world, {
    ...event,
    page: thread.page,
    thread,
    at,
    list: listFor(world, thread),
    isInboundMessage: event.type === 'postback',
    ...(payload === undefined ? {} : { values: { payload } }),
  })
  return note(world, thread, { action, id, at, text, payload, delivered })
}

function note(world: GraphWorld, thread: Thread, { delivered, ...noted }: Noted & Action): Action {
  const { id, at, action, text, payload } = noted
  world.ledger.recordAction(
    { at, page: thread.page.id, psid: thread.psid, action, id, ...present({ text, payload }) },
    thread.person,
  )
  return { id, at, delivered }
}

function noteQuiet(world: GraphWorld, thread: Thread, noted: { action: ActionKind; id?: string }): void {
  const facts = { at: Math.floor(world.now()), page: thread.page.id, psid: thread.psid }
  world.ledger.recordAction({ ...facts, ...noted }, thread.person)
}
