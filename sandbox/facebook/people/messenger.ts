/** What a person does in a thread, and the webhook that it causes. */
import type { Wire } from '../webhooks/wire.ts'
import type { Act } from '../world/action.ts'
import type { ActKind } from '../ledger/seen-ledger.ts'
import { readUpTo } from './page-message.ts'
import type { Page, PersonState, Thread, ThreadMessage } from '../world/state.ts'
import { findChoice } from './visible-choices.ts'
import { holderOf, listFor, openThread, tick } from '../world/world.ts'
import type { World } from '../world/world.ts'

export interface WriteOptions {
  /** As the webhook has it: `{type: 'image', payload: {url}}`. */
  readonly attachments?: readonly Wire[]
  readonly replyToMid?: string
  /** The `nlp` block of a Page with built-in NLP. */
  readonly nlp?: Wire
  readonly referral?: Wire
  /** The webhook leaves so many ms later; the message keeps its time. */
  readonly afterMs?: number
  /** How many times the webhook is delivered; 1 when left out. */
  readonly copies?: number
  /** A copy leaves so many ms after the one before; together when left out. */
  readonly apartMs?: number
}

/** Its title or payload, or the thing itself. */
export type Tapped =
  | string
  | { readonly quickReply: { readonly title: string; readonly payload: string } }
  | { readonly postback: { readonly title: string; readonly payload: string } }

interface Told {
  readonly act: ActKind
  readonly field: string
  readonly body: { readonly [key: string]: Wire | undefined }
  readonly id: string
  readonly at: number
  readonly text?: string
  readonly payload?: string
  readonly opensWindow?: boolean
  readonly afterMs?: number | undefined
  readonly copies?: number | undefined
  readonly apartMs?: number | undefined
}

export function write(
  world: World,
  person: PersonState,
  { page, text, ...options }: WriteOptions & { page: Page; text: string; quickReply?: string },
): Act {
  const thread = openThread(world, page, person)
  const mid = world.ids.message()
  const at = tick(world, thread)
  const message: ThreadMessage = {
    mid,
    from: 'person',
    at,
    text,
    reaction: undefined,
    ...(options.attachments === undefined ? {} : { attachment: options.attachments }),
    ...(options.replyToMid === undefined ? {} : { replyToMid: options.replyToMid }),
  }
  thread.messages.push(message)
  const quickReply = options.quickReply
  return tell(world, thread, {
    act: quickReply === undefined ? 'write' : 'tap',
    field: 'messages',
    id: mid,
    at,
    text,
    ...(quickReply === undefined ? {} : { payload: quickReply }),
    opensWindow: true,
    afterMs: options.afterMs,
    copies: options.copies,
    apartMs: options.apartMs,
    body: {
      message: {
        mid,
        text: text === '' ? undefined : text,
        attachments: options.attachments,
        quick_reply: quickReply === undefined ? undefined : { payload: quickReply },
        reply_to: options.replyToMid === undefined ? undefined : { mid: options.replyToMid },
        referral: options.referral,
        nlp: options.nlp,
      },
    },
  })
}

/** Throws RangeError when the person sees no such thing. */
export function tap(world: World, person: PersonState, { page, what }: { page: Page; what: Tapped }): Act {
  const thread = openThread(world, page, person)
  const choice = typeof what === 'string' ? findChoice(thread, what) : what
  if (choice === undefined)
    throw new RangeError(`${person.name} sees nothing to tap that is called ${JSON.stringify(what)}`)
  if ('quickReply' in choice) {
    const { title, payload } = choice.quickReply
    return write(world, person, { page, text: title, quickReply: payload })
  }
  const { title, payload } = choice.postback
  const at = tick(world, thread)
  const mid = world.ids.message()
  return tell(world, thread, {
    act: 'postback',
    field: 'messaging_postbacks',
    id: mid,
    at,
    text: title,
    payload,
    opensWindow: true,
    // Only the app that sent the button is told its payload.
    body: { postback: { mid, title, payload: listFor(world, thread) === 'standby' ? undefined : payload } },
  })
}

export function refer(world: World, person: PersonState, { page, ref }: { page: Page; ref: string }): Act {
  const thread = openThread(world, page, person)
  const referral = { ref, source: 'SHORTLINK', type: 'OPEN_THREAD' }
  // For somebody who never wrote, the link leads to the Get Started button.
  if (thread.messages.length === 0 && thread.openedAt === 0) {
    const at = tick(world, thread)
    const mid = world.ids.message()
    const payload = 'GET_STARTED'
    return tell(world, thread, {
      act: 'referral',
      field: 'messaging_postbacks',
      id: mid,
      at,
      payload,
      text: ref,
      opensWindow: true,
      body: { postback: { mid, title: 'Get Started', payload, referral } },
    })
  }
  const at = tick(world, thread)
  const told = { act: 'referral', field: 'messaging_referrals', id: ref, at, text: ref } as const
  return tell(world, thread, { ...told, opensWindow: true, body: { referral } })
}

export function optIn(world: World, person: PersonState, { page, ref }: { page: Page; ref: string }): Act {
  const thread = openThread(world, page, person)
  const at = tick(world, thread)
  const told = { act: 'optin', field: 'messaging_optins', id: ref, at, text: ref } as const
  return tell(world, thread, { ...told, opensWindow: true, body: { optin: { ref } } })
}

const emojiOf: Readonly<Record<string, string>> = {
  love: '❤',
  smile: '😆',
  wow: '😮',
  sad: '😢',
  angry: '😠',
  like: '👍',
  dislike: '👎',
}

/** Throws RangeError for a mid that is in no thread of this person. */
export function reactToMessage(
  world: World,
  person: PersonState,
  { mid, reaction }: { mid: string; reaction: string | undefined },
): Act {
  for (const page of world.pages.values()) {
    const thread = page.threads.get(person.psids.get(page.id) ?? '')
    const message = thread?.messages.find((each) => each.mid === mid)
    if (thread === undefined || message === undefined) continue
    message.reaction = reaction
    const emoji = reaction === undefined ? undefined : (emojiOf[reaction] ?? '👍')
    const action = reaction === undefined ? 'unreact' : 'react'
    return tell(world, thread, {
      act: action,
      field: 'message_reactions',
      id: mid,
      at: tick(world, thread),
      ...(reaction === undefined ? {} : { text: reaction }),
      opensWindow: true,
      body: { reaction: { mid, action, reaction, emoji } },
    })
  }
  throw new RangeError(`${person.name} has no message ${mid}`)
}

/** False when there was nothing new. */
export function read(world: World, person: PersonState, page: Page): boolean {
  const thread = openThread(world, page, person)
  const last = thread.messages.findLast(({ from }) => from === 'page')
  if (last === undefined || !readUpTo(world, thread, last.at)) return false
  world.ledger.recordAct(
    { at: Math.floor(world.now()), page: page.id, psid: thread.psid, act: 'read', id: last.mid },
    person,
  )
  return true
}

/** Facebook tells a Page nothing of it. */
export function block(
  world: World,
  person: PersonState,
  { page, isBlocked }: { page: Page; isBlocked: boolean },
): void {
  const thread = openThread(world, page, person)
  thread.blocked = isBlocked
  const act = isBlocked ? 'block' : 'unblock'
  world.ledger.recordAct({ at: Math.floor(world.now()), page: page.id, psid: thread.psid, act }, person)
}

function tell(world: World, thread: Thread, told: Told): Act {
  const { page, psid, person } = thread
  if (told.opensWindow === true) {
    // A thread that slept falls back to the Page's default app before it wakes.
    if (holderOf(world, thread) !== thread.owner) thread.owner = undefined
    thread.openedAt = told.at
  }
  world.ledger.recordAct(
    {
      at: told.at,
      page: page.id,
      psid,
      act: told.act,
      id: told.id,
      ...(told.text === undefined ? {} : { text: told.text }),
      ...(told.payload === undefined ? {} : { payload: told.payload }),
    },
    person,
  )
  const delivered = world.outbox.post({
    page,
    field: told.field,
    list: listFor(world, thread),
    item: { sender: { id: psid }, recipient: { id: page.id }, timestamp: told.at, ...told.body },
    ...(told.afterMs === undefined ? {} : { afterMs: told.afterMs }),
    ...(told.copies === undefined ? {} : { copies: told.copies }),
    ...(told.apartMs === undefined ? {} : { apartMs: told.apartMs }),
  })
  return { id: told.id, at: told.at, delivered }
}
