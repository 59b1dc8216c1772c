/**
 * POST /{page|me}/messages. Everything is checked first, in the order below; only then the message is committed, by
 * `showMessage`, and cannot be undone by a fault of the response.
 * Errors: 100 (bad message, retired tag), 100/2018001 (no such customer here), 100/2018014 (message and action), 10/2018278
 * (outside the window), 551/1545041 (blocked), 10900 (privately answered already), 2018300 (another app controls the thread).
 */
import { showMessage } from '../people/page-message.ts'
import type { Comment, Page, Post, Thread } from '../world/state.ts'
import { findPersonByPsid, openThread } from '../world/world.ts'
import { requirePermission } from './access.ts'
import { bagOf, textOf, type JsonBag, type PageCall } from './call.ts'
import { badParameter, GraphError, noMatchingUser, noSuchObject } from './graph-error.ts'
import { isOurs, type GraphWorld } from './graph-world.ts'
import { checkMessage } from './message-rules.ts'

const day = 24 * 60 * 60_000
/** Facebook takes the three dots away after 20 seconds. */
const typingMs = 20_000
const retiredTags = ['CONFIRMED_EVENT_UPDATE', 'ACCOUNT_UPDATE', 'POST_PURCHASE_UPDATE']
const recipientKeys =
  'id user_ref comment_id post_id notification_messages_token one_time_notif_token phone_number'.split(' ')

export async function postMessages(world: GraphWorld, { params, page }: PageCall): Promise<JsonBag> {
  requirePermission(page, 'pages_messaging')
  const message = bagOf(params, 'message')
  const action = textOf(params, 'sender_action')
  if (message !== undefined && action !== undefined)
    throw badParameter('Can not send a message and a sender_action together', 2018014)
  const recipient = bagOf(params, 'recipient')
  if (recipient === undefined) throw badParameter('The parameter recipient is required')
  const { thread, target, isUserRef } = findRecipient(world, page, recipient)
  if (!isOurs(world, thread))
    throw new GraphError(
      2018300,
      '(#2018300) Message failed to send because another app is controlling this thread now.',
    )
  if (thread.blocked || page.blocked.has(thread.person.key))
    throw new GraphError(551, "(#551) This person isn't available right now.", { subcode: 1545041 })
  if (action !== undefined) {
    checkWindow(world, thread, params)
    return doSenderAction(world, thread, { action, params })
  }
  if (message === undefined) throw badParameter('The parameter message is required')
  checkMessagingType(params)
  checkMessage(message)
  if (target === undefined) checkWindow(world, thread, params)
  world.usage.countLimited(page, limitOf(message, target !== undefined))

  if (target !== undefined) target.privatelyRepliedAt = world.now()
  const shown = showMessage(world, thread, {
    text: textOf(message, 'text'),
    attachments: message['attachment'] === undefined ? undefined : [message['attachment']],
    quickReplies: message['quick_replies'],
    metadata: textOf(message, 'metadata'),
    replyToMid: textOf(bagOf(params, 'reply_to'), 'mid'),
    appId: world.appId,
    via: target === undefined ? 'messenger' : 'private_reply',
    about: target?.id,
  })
  await shown.beforeAnswer
  // A customer known by a checkbox only has no id that Facebook would tell.
  return { ...(isUserRef ? {} : { recipient_id: thread.psid }), message_id: shown.message.mid }
}

interface Recipient {
  readonly thread: Thread
  /** The comment or visitor's post that is privately replied to. */
  readonly target?: Comment | Post
  readonly isUserRef?: true
}

function findRecipient(world: GraphWorld, page: Page, recipient: JsonBag): Recipient {
  const given = recipientKeys.filter((key) => textOf(recipient, key) !== undefined)
  const key = given[0]
  const value = key === undefined ? undefined : textOf(recipient, key)
  if (given.length !== 1 || value === undefined)
    throw badParameter('Param recipient must hold exactly one way to name the recipient')
  if (key === 'comment_id' || key === 'post_id') {
    const target = (key === 'comment_id' ? page.comments : page.posts).get(value)
    if (target === undefined || target.removed) throw noSuchObject(value)
    return privateRecipient(world, page, target)
  }
  if (key === 'user_ref') {
    const person = [...world.people.values()].find((each) => each.key === value)
    if (person === undefined) throw noMatchingUser()
    return { thread: openThread(world, page, person), isUserRef: true }
  }
  if (key !== 'id') throw badParameter(`Param recipient[${key}] is not available to this app`)
  const person = findPersonByPsid(world, page, value)
  if (person === undefined) throw noMatchingUser()
  return { thread: openThread(world, page, person) }
}

/**
 * Whom a private reply reaches: once for a comment or visitor's post, within 7 days.
 * Throws GraphError 100 (the Page's own), 10900 (done before), 10903 (too old).
 */
function privateRecipient(world: GraphWorld, page: Page, target: Comment | Post): Recipient {
  if (target.author === 'page') throw badParameter('A Page cannot reply privately to itself')
  if (target.privatelyRepliedAt > 0) throw new GraphError(10900, '(#10900) Activity already replied to')
  // No document gives the code for a reply that comes too late; this one is widely reported.
  if (world.now() - target.at > 7 * day)
    throw new GraphError(10903, '(#10903) This user cannot reply to this activity')
  return { thread: openThread(world, page, target.author), target }
}

function checkMessagingType(params: JsonBag): void {
  const type = textOf(params, 'messaging_type')
  const tag = textOf(params, 'tag')
  if (type !== undefined && !['RESPONSE', 'UPDATE', 'MESSAGE_TAG', 'UTILITY'].includes(type))
    throw badParameter('Param messaging_type must be one of {RESPONSE, UPDATE, MESSAGE_TAG, UTILITY}')
  if (type === 'UTILITY') throw badParameter('A utility message needs an approved template')
  if (type === 'MESSAGE_TAG' && tag === undefined)
    throw badParameter('Param tag is required with messaging_type MESSAGE_TAG')
  if (tag === undefined) return
  if (retiredTags.includes(tag))
    throw badParameter(`The message tag ${tag} is no longer supported since 27 April 2026`)
  if (!['HUMAN_AGENT', 'CUSTOMER_FEEDBACK', 'NON_PROMOTIONAL_SUBSCRIPTION'].includes(tag))
    throw badParameter('Param tag must be a valid message tag')
}

/** Strict reading: within 24 hours of what opens the window, or within 7 days for an agent who answers by hand. */
function checkWindow(world: GraphWorld, thread: Thread, params: JsonBag): void {
  const isHuman = textOf(params, 'tag') === 'HUMAN_AGENT'
  if (isHuman && !world.rules.humanAgent)
    throw new GraphError(10, '(#10) This app does not have the Human Agent feature', { status: 403 })
  const openMs = isHuman ? 7 * day : day
  if (thread.openedAt > 0 && world.now() - thread.openedAt <= openMs) return
  throw new GraphError(10, '(#10) This message is sent outside of allowed window.', { subcode: 2018278 })
}

function limitOf(message: JsonBag, isPrivateReply: boolean): 'send' | 'media' | 'private_reply' {
  if (isPrivateReply) return 'private_reply'
  const type = textOf(bagOf(message, 'attachment'), 'type')
  return type === 'audio' || type === 'video' ? 'media' : 'send'
}

/** `sender_action` alone: typing on and off, mark seen, react to a message of the customer. Nothing of it is a message. */
function doSenderAction(
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
  const { page, psid, person } = thread
  world.ledger.signal({ at: Math.floor(world.now()), page: page.id, psid, action }, person)
  return { recipient_id: psid }
}

function react(thread: Thread, { action, params }: { action: string; params: JsonBag }): void {
  const payload = bagOf(params, 'payload')
  const mid = textOf(payload, 'message_id')
  const message = thread.messages.find((each) => each.mid === mid)
  if (message === undefined) throw badParameter('Param payload[message_id] is not a message of this thread')
  message.reaction = action === 'react' ? (textOf(payload, 'reaction') ?? 'like') : undefined
}
