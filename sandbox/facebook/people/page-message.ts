/**
 * A message of the Page reaches a person: the one place where that happens, whoever sends it. It is in the thread, in the
 * ledger, and its webhooks are on their way: the echo, and the receipts as the person's phone sends them.
 */
import type { Wire } from '../webhooks/wire.ts'
import { WireNumber } from '../webhooks/wire.ts'
import type { FaultName } from '../graph-api/faults.ts'
import type { SeenMessage } from '../ledger/seen-ledger.ts'
import type { Thread, ThreadMessage } from '../world/state.ts'
import { between, listFor, tick } from '../world/world.ts'
import type { World } from '../world/world.ts'

export interface PageMessage {
  readonly text?: string | undefined
  readonly attachment?: Wire | undefined
  readonly quickReplies?: Wire | undefined
  readonly metadata?: string | undefined
  readonly replyToMid?: string | undefined
  readonly appId: string
  readonly via: SeenMessage['via']
  /** The comment or post that is privately answered. */
  readonly about?: string | undefined
}

export interface Shown {
  readonly message: ThreadMessage
  /** Resolves when webhooks that a fault wants before the answer have been delivered, or after 2 s. */
  readonly beforeAnswer: Promise<void>
}

export function showMessage(world: World, thread: Thread, sent: PageMessage): Shown {
  const message: ThreadMessage = {
    mid: world.ids.message(),
    from: 'page',
    at: tick(world, thread),
    appId: sent.appId,
    reaction: undefined,
    ...present({
      text: sent.text,
      attachment: sent.attachment,
      quickReplies: sent.quickReplies,
      metadata: sent.metadata,
      replyToMid: sent.replyToMid,
      about: sent.about,
    }),
  }
  thread.messages.push(message)
  thread.typingUntil = 0
  const { appId: _, from: __, reaction: ___, replyToMid: ____, ...seen } = message
  world.ledger.recordSeen(
    { ...seen, page: thread.page.id, psid: thread.psid, via: sent.via, appId: sent.appId },
    thread.person,
  )
  const early = [...echo(world, thread, message), ...receipts(world, thread, message)]
  return { message, beforeAnswer: early.length === 0 ? Promise.resolve() : firstOf(world, early) }
}

/** Posts the echo; returns what must be waited for before the answer. */
function echo(world: World, thread: Thread, message: ThreadMessage): Promise<unknown>[] {
  const { faults, rules, random } = world
  const { page } = thread
  // The faults are about echoes of what we send.
  const fails = (name: FaultName) => message.appId === world.appId && faults.happens(name, page.id)
  if (fails('echo-never')) return []
  const isEarly = fails('echo-early')
  const lateMs = fails('echo-late') ? faults.ms('echo-late') : 0
  const posted = world.outbox.post({
    page,
    field: 'message_echoes',
    list: message.appId === world.appId ? 'messaging' : listFor(world, thread),
    afterMs: isEarly ? 0 : lateMs + between(random, rules.echoAfterMs),
    copies: fails('echo-twice') ? 2 : 1,
    item: {
      sender: { id: page.id },
      recipient: { id: thread.psid },
      timestamp: message.at,
      message: {
        mid: message.mid,
        is_echo: true,
        app_id: new WireNumber(message.appId ?? world.appId),
        metadata: message.metadata,
        text: message.text,
        attachments: message.attachment === undefined ? undefined : [message.attachment],
        reply_to: message.replyToMid === undefined ? undefined : { mid: message.replyToMid },
      },
    },
  })
  return isEarly ? [posted] : []
}

function receipts(world: World, thread: Thread, message: ThreadMessage): Promise<unknown>[] {
  if (thread.person.phone === 'off') return []
  const isEarly = world.faults.happens('receipts-early', thread.page.id)
  const delivered = deliverUpTo(world, thread, message, isEarly)
  void readLater(world, thread, { message, delivered })
  return isEarly ? [delivered] : []
}

async function deliverUpTo(
  world: World,
  thread: Thread,
  message: ThreadMessage,
  isEarly: boolean,
): Promise<void> {
  if (!isEarly) await world.sleep(between(world.random, world.rules.deliveredAfterMs))
  // What came in the meantime has been told with a later watermark.
  if (thread.deliveredUpTo >= message.at) return
  const mids = thread.messages
    .filter(({ from, at }) => from === 'page' && at > thread.deliveredUpTo && at <= message.at)
    .map(({ mid }) => mid)
  thread.deliveredUpTo = message.at
  tellReceipt(world, thread, 'delivered')
  await world.outbox.post({
    page: thread.page,
    field: 'message_deliveries',
    list: listFor(world, thread),
    item: {
      sender: { id: thread.psid },
      recipient: { id: thread.page.id },
      timestamp: Math.floor(world.now()),
      delivery: { mids, watermark: message.at },
    },
  })
}

async function readLater(
  world: World,
  thread: Thread,
  { message, delivered }: { message: ThreadMessage; delivered: Promise<void> },
): Promise<void> {
  await delivered
  await world.sleep(between(world.random, world.rules.readAfterMs))
  if (thread.person.phone === 'reads') readUpTo(world, thread, message.at)
}

/** The person has the thread open: everything up to `at` is read, and the Page is told once. */
export function readUpTo(world: World, thread: Thread, at: number): boolean {
  if (thread.readUpTo >= at) return false
  thread.readUpTo = at
  tellReceipt(world, thread, 'read')
  void world.outbox.post({
    page: thread.page,
    field: 'message_reads',
    list: listFor(world, thread),
    item: {
      sender: { id: thread.psid },
      recipient: { id: thread.page.id },
      timestamp: Math.max(Math.floor(world.now()), at + 1),
      read: { watermark: at },
    },
  })
  return true
}

function tellReceipt(world: World, thread: Thread, action: 'delivered' | 'read'): void {
  const upTo = action === 'read' ? thread.readUpTo : thread.deliveredUpTo
  const signal = { at: Math.floor(world.now()), page: thread.page.id, psid: thread.psid, action, upTo }
  world.ledger.signal(signal, thread.person)
}

async function firstOf(world: World, early: readonly Promise<unknown>[]): Promise<void> {
  await Promise.race([Promise.all(early), world.sleep(2_000)])
}

/** Without the keys that hold nothing. */
function present<T extends object>(bag: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const kept: { [K in keyof T]?: Exclude<T[K], undefined> } = {}
  for (const key in bag) {
    const value = bag[key]
    if (value !== undefined) kept[key] = value as Exclude<T[typeof key], undefined>
  }
  return kept
}
