/**
 * A message of the Page reaches a customer: the one place where that happens, for bot and agents. It is in the thread, in the
 * ledger, and its webhooks are on their way: the echo, and the receipts as the customer's phone sends them.
 */
import type { GraphFaultName } from '../faults.ts'
import { listFor, type GraphWorld } from '../graph-api/graph-world.ts'
import type { SeenMessage } from '../ledger/seen-ledger.ts'
import { sendReceipt } from '../world/message-changes.ts'
import { emitEcho, keepPageMessage, type PageMessageParts } from '../world/messenger-actions.ts'
import { type Message, pageInboxApp, type Thread } from '../world/state.ts'
import { between, present, tick } from '../world/world.ts'

interface Shown {
  readonly message: Message
  /** Resolves when webhooks that a fault wants before the response have been delivered, or after 2 s. */
  readonly beforeAnswer: Promise<unknown> | undefined
}

export function showMessage(
  world: GraphWorld,
  thread: Thread,
  { via, ...parts }: PageMessageParts & { readonly via: SeenMessage['via'] },
): Shown {
  const message = keepPageMessage(world, thread, { ...parts, at: tick(world, thread) })
  thread.typingUntil = 0
  const { mid, at, appId, metadata, about, quickReplies, attachments } = message
  const { page, psid, person } = thread
  const text = message.text === '' ? undefined : message.text
  const shown = present({ text, attachment: attachments?.[0], quickReplies, metadata, appId, about })
  world.ledger.recordSeen({ at, page: page.id, psid, via, mid, ...shown }, person)
  const early = [...echo(world, thread, message), ...receipts(world, thread, message)]
  return {
    message,
    beforeAnswer: early.length === 0 ? undefined : Promise.race([Promise.all(early), world.sleep(2_000)]),
  }
}

/** Meta Business Suite replies by itself. In the webhook it looks like a message of an agent. */
export function replyAtOnce(world: GraphWorld, thread: Thread, text: string): void {
  const tags = ['inbox', 'pages_comm_instant_reply']
  showMessage(world, thread, { text, appId: pageInboxApp, tags, via: 'messenger' })
}

/** The echo is on its way; returns what must be waited for before the response. */
function echo(world: GraphWorld, thread: Thread, message: Message): Promise<unknown>[] {
  const { faults, rules, random } = world
  const isOwn = message.appId === world.appId
  // The faults are about echoes of what we send.
  const fails = (name: GraphFaultName) => isOwn && faults.happens(name, thread.page.id)
  if (message.metadata !== undefined && fails('echo-foreign')) echoForeign(world, thread, message)
  if (fails('echo-never')) return []
  const isEarly = fails('echo-early')
  const lateMs = fails('echo-late') ? faults.ms('echo-late') : 0
  const posted = emitEcho(world, thread, message, {
    list: isOwn ? 'messaging' : listFor(world, thread),
    sending: {
      afterMs: isEarly ? 0 : lateMs + between(random, rules.echoAfterMs),
      copies: fails('echo-twice') ? 2 : 1,
    },
  })
  return isEarly ? [posted] : []
}

/** Its mid, for those who count echoes. */
export const foreignMid = 'm_foreign_'

/** An echo that names the same outbound message, and is not of it. */
function echoForeign(world: GraphWorld, thread: Thread, message: Message): void {
  const { random } = world
  const { metadata = '' } = message
  const others = [...thread.page.threads.values()].filter((other) => other !== thread)
  const mark = random.characters('0123456789abcdef', 16)
  const variant = random.pick(
    others.length === 0 ? (['mark', 'app'] as const) : (['mark', 'app', 'customer'] as const),
  )
  const foreign: Message = {
    ...message,
    mid: `${foreignMid}${random.characters('abcdefghijklmnopqrstuvwxyz', 16)}`,
    metadata: variant === 'mark' ? metadata.replace(/[0-9a-f]{16}$/, mark) : metadata,
    appId: variant === 'app' ? '999' : world.appId,
  }
  const to = variant === 'customer' ? others[random.below(others.length)] : thread
  if (to !== undefined) void emitEcho(world, to, foreign, { sending: { afterMs: 0 } })
}

function receipts(world: GraphWorld, thread: Thread, message: Message): Promise<unknown>[] {
  const { faults, rules, random, sleep } = world
  const { phone } = thread.person
  if (phone === 'off') return []
  const isEarly = faults.happens('receipts-early', thread.page.id)
  const delivered = sleep(isEarly ? 0 : between(random, rules.deliveredAfterMs)).then(() =>
    deliverUpTo(world, thread, message.at),
  )
  void delivered
    .then(() => sleep(between(random, rules.readAfterMs)))
    .then(() => thread.person.phone === 'reads' && readUpTo(world, thread, message.at))
  return isEarly ? [delivered] : []
}

/** Nothing when more came in the meantime: that has been told with a later watermark. */
async function deliverUpTo(world: GraphWorld, thread: Thread, upTo: number): Promise<void> {
  const before = thread.delivered.upTo
  if (before >= upTo) return
  const mids = thread.messages
    .filter(({ from, at }) => from === 'page' && at > before && at <= upTo)
    .map(({ mid }) => mid)
  signal(world, thread, 'delivered', upTo)
  await sendReceipt(world, thread, { kind: 'delivery', upTo, mids }, { list: listFor(world, thread) })
}

/** The customer has the thread open: everything up to `upTo` is read, and the Page is told once. */
export function readUpTo(world: GraphWorld, thread: Thread, upTo: number): boolean {
  if (thread.read.upTo >= upTo) return false
  signal(world, thread, 'read', upTo)
  const at = Math.max(Math.floor(world.now()), upTo + 1)
  void sendReceipt(world, thread, { kind: 'read', upTo }, { at, list: listFor(world, thread) })
  return true
}

function signal(world: GraphWorld, { page, psid, person }: Thread, action: string, upTo: number): void {
  world.ledger.signal({ at: Math.floor(world.now()), page: page.id, psid, action, upTo }, person)
}
