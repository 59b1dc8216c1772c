/** `sender_action` alone: typing on and off, mark seen, react to a message of the customer. Nothing of it is a message. */
import { bagOf, textOf, type JsonBag } from './call.ts'
import { badParameter } from './graph-error.ts'
import type { Thread } from '../world/state.ts'
import type { GraphWorld } from './graph-world.ts'

/** Facebook takes the three dots away after 20 seconds. */
const typingMs = 20_000

export function senderAction(
  world: GraphWorld,
  thread: Thread,
  { action, params }: { action: string; params: JsonBag },
): JsonBag {
  if (action === 'typing_on') thread.typingUntil = world.now() + typingMs
  else if (action === 'typing_off') thread.typingUntil = 0
  else if (action === 'mark_seen') thread.seenByPageUpTo = thread.lastAt
  else if (action === 'react' || action === 'unreact') react(thread, { action, params })
  else
    throw badParameter(
      'Param sender_action must be one of {MARK_SEEN, REACT, TYPING_OFF, TYPING_ON, UNREACT}',
    )
  world.ledger.signal(
    { at: Math.floor(world.now()), page: thread.page.id, psid: thread.psid, action },
    thread.person,
  )
  return { recipient_id: thread.psid }
}

function react(thread: Thread, { action, params }: { action: string; params: JsonBag }): void {
  const payload = bagOf(params, 'payload')
  const mid = textOf(payload, 'message_id')
  const message = thread.messages.find((each) => each.mid === mid)
  if (message === undefined) throw badParameter('Param payload[message_id] is not a message of this thread')
  message.reaction = action === 'react' ? (textOf(payload, 'reaction') ?? 'like') : undefined
}
