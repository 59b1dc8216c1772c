/** What a customer does in a thread: the ledger notes it, and a webhook tells of it. */
import { controllerOf, listFor, type GraphWorld } from '../graph-api/graph-world.ts'
import type { ActionKind } from '../ledger/seen-ledger.ts'
import type { Sending } from '../webhooks/delivery.ts'
import type { Wire } from '../webhooks/wire.ts'
import { emojiOf, reactToMessage } from '../world/message-changes.ts'
import { emitOther, writeMessage } from '../world/messenger-actions.ts'
import type { MessagingEvent } from '../world/messaging-event.ts'
import { type PersonState, type Thread } from '../world/state.ts'
import { openThread, present, requirePage, requireUnblocked, tick, type Action } from '../world/world.ts'
import { thinkAgainOfMessage } from './afterthoughts.ts'
import { readUpTo, replyAtOnce } from './page-message.ts'
import { findChoice, type Choice } from './visible-choices.ts'

interface WriteOptions extends Sending {
  /** As the webhook has it: `{type: 'image', payload: {url}}`. */
  readonly attachments?: readonly Wire[]
  readonly replyToMid?: string
  /** The `nlp` block of a Page with built-in NLP. */
  readonly nlp?: Wire
  readonly referral?: Wire
  /** The click of `referral` is told once more as an event of its own, as by the fault `click-twice`. */
  readonly tellsClickAgain?: boolean
  /** Payload of the quick reply that was tapped. */
  readonly quickReply?: string
  /** The check box that they ticked before: its id is told once more with their first message. */
  readonly userRef?: string
}

/** Its title or payload, or the thing itself. */
export type Tapped = string | Choice

export function messengerOf(world: GraphWorld, person: PersonState) {
  const threadOf = (pageId: string) => {
    const page = requirePage(world, pageId)
    requireUnblocked(page, person)
    return openThread(world, page, person)
  }

  function write(page: string, text: string, options: WriteOptions = {}): Action {
    const thread = threadOf(page)
    const { attachments, replyToMid, quickReply, nlp, referral, userRef, tellsClickAgain = false } = options
    const at = openWindow(world, thread)
    const beside: Record<string, Wire> =
      userRef === undefined ? {} : { prior_message: { source: 'checkbox_plugin', identifier: userRef } }
    const parts = { text, attachments, quickReply, replyToMid, inside: { referral, nlp }, beside }
    const telling = { at, list: listFor(world, thread), sending: options }
    const isFirst = thread.messages.length === 0
    const { id, delivered, message } = writeMessage(world, thread, parts, telling)
    thinkAgainOfMessage(world, thread, message)
    if (isFirst && world.faults.happens('instant-replies'))
      replyAtOnce(world, thread, 'Thanks for contacting us')
    if (referral !== undefined && (tellsClickAgain || world.faults.happens('click-twice')))
      tellClickAgain(world, thread, referral)
    const action = quickReply === undefined ? 'write' : 'tap'
    return note(world, thread, { action, id, at, text, payload: quickReply, delivered })
  }

  function tap(page: string, what: Tapped): Action {
    const thread = threadOf(page)
    const choice = typeof what === 'string' ? findChoice(thread, what) : what
    if (choice === undefined)
      throw new RangeError(`${person.name} sees nothing to tap that is called ${JSON.stringify(what)}`)
    if ('quickReply' in choice)
      return write(page, choice.quickReply.title, { quickReply: choice.quickReply.payload })
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

  function block(page: string, isBlocked: boolean): void {
    const thread = threadOf(page)
    thread.blocked = isBlocked
    noteQuiet(world, thread, { action: isBlocked ? 'block' : 'unblock' })
  }

  return {
    write,
    /** A quick reply or button that they see, by its title or payload, or one that is described. Throws RangeError. */
    tap,
    getStarted(page: string): Action {
      const payload = getStartedPayload(requirePage(world, page).messengerProfile)
      return tap(page, { postback: { title: 'Get Started', payload } })
    },
    /** Comes by an m.me link, `ref` behind it. */
    refer(page: string, ref: string): Action {
      const thread = threadOf(page)
      const referral = { ref, source: 'SHORTLINK', type: 'OPEN_THREAD' }
      const action = 'referral'
      if (thread.messages.length > 0 || thread.openedAt > 0)
        return tell(world, thread, { action, type: action, id: ref, text: ref, body: { referral } })
      // For a customer who never wrote, the link leads to the Get Started button.
      const mid = world.ids.message()
      const payload = getStartedPayload(thread.page.messengerProfile)
      const body = { postback: { mid, title: 'Get Started', payload, referral } }
      return tell(world, thread, { action, type: 'postback', id: mid, text: ref, payload, body })
    },
    optIn: (page: string, ref: string) =>
      tell(world, threadOf(page), {
        action: 'optin',
        type: 'optin',
        id: ref,
        text: ref,
        body: { optin: { ref } },
      }),
    /** Logs in at the brand's page, which sends them back to Facebook with a code of its own. */
    logIn(page: string, code: string): Action {
      const thread = threadOf(page)
      thread.linked = true
      return account(world, thread, {
        action: 'log_in',
        told: { status: 'linked', authorization_code: code },
      })
    },
    logOut(page: string): Action {
      const thread = threadOf(page)
      thread.linked = false
      return account(world, thread, { action: 'log_out', told: { status: 'unlinked' } })
    },
    /** Throws RangeError for a mid that is in no thread of this customer. */
    reactToMessage(mid: string, reaction: string | undefined): Action {
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
    },
    /** Opens the thread: all of it is read. False when there was nothing new. */
    read(page: string): boolean {
      const thread = threadOf(page)
      const last = thread.messages.findLast(({ from }) => from === 'page')
      if (last === undefined || !readUpTo(world, thread, last.at)) return false
      noteQuiet(world, thread, { action: 'read', id: last.mid })
      return true
    },
    /** Facebook tells a Page nothing of it. */
    block: (page: string) => block(page, true),
    unblock: (page: string) => block(page, false),
  }
}

/** Account linking opens no window. */
function account(
  world: GraphWorld,
  thread: Thread,
  { action, told }: { action: 'log_in' | 'log_out'; told: Readonly<Record<string, string>> },
): Action {
  const at = tick(world, thread)
  const type = 'account_linking'
  const body = { account_linking: told }
  const delivered = emitOther(world, { type, of: thread, at, list: listFor(world, thread), body })
  return note(world, thread, { action, id: thread.psid, at, delivered })
}

/** The click on the ad that led to this message, once more as an event of its own. */
function tellClickAgain(world: GraphWorld, thread: Thread, referral: Wire): void {
  const at = tick(world, thread)
  void emitOther(world, {
    type: 'referral',
    of: thread,
    at,
    list: listFor(world, thread),
    body: { referral },
  })
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
type Told = Pick<MessagingEvent, 'type' | 'body' | 'standbyBody' | 'standbyValues'>

function tell(world: GraphWorld, thread: Thread, told: Noted & Told): Action {
  const { action, id, text, payload, ...event } = told
  const at = openWindow(world, thread)
  const delivered = emitOther(world, {
    ...event,
    of: thread,
    at,
    list: listFor(world, thread),
    isInboundMessage: event.type === 'postback',
    ...(payload === undefined ? {} : { values: { payload } }),
  })
  return note(world, thread, { action, id, at, text, payload, delivered })
}

function note(world: GraphWorld, thread: Thread, { delivered, ...noted }: Noted & Action): Action {
  const { id, at, action, text, payload } = noted
  const facts = { at, page: thread.page.id, psid: thread.psid, action, id, ...present({ text, payload }) }
  world.ledger.recordAction(facts, thread.person)
  return { id, at, delivered }
}

function noteQuiet(world: GraphWorld, thread: Thread, noted: { action: ActionKind; id?: string }): void {
  const facts = { at: Math.floor(world.now()), page: thread.page.id, psid: thread.psid }
  world.ledger.recordAction({ ...facts, ...noted }, thread.person)
}

function getStartedPayload(profile: ReadonlyMap<string, unknown>): string {
  const given = profile.get('get_started')
  return typeof given === 'object' &&
    given !== null &&
    'payload' in given &&
    typeof given.payload === 'string'
    ? given.payload
    : 'GET_STARTED'
}
