/**
 * POST /{page|me}/messages. Everything is checked first, in the order below; only then the message is committed, by
 * `showMessage`, and cannot be undone by a fault of the response.
 * Errors: 100 (bad message, retired tag), 100/2018001 (no such customer here), 100/2018014 (message and action), 10/2018278
 * (outside the window), 551/1545041 (blocked), 10900 (privately answered already), 2018300 (another app controls the thread).
 */
import { bagOf, textOf } from './call.ts'
import type { AllowedCall, JsonBag } from './call.ts'
import { badParameter, GraphError, missingPermission, noMatchingUser, windowClosed } from './graph-error.ts'
import { checkMessage } from './message-rules.ts'
import { showMessage } from '../people/page-message.ts'
import { findPrivateTarget, takePrivateTarget } from './private-reply.ts'
import type { PrivateTarget } from './private-reply.ts'
import { senderAction } from './sender-action.ts'
import type { Page, Thread } from '../world/state.ts'
import { findPersonByPsid, openThread } from '../world/world.ts'
import { isOurs } from './graph-world.ts'
import type { GraphWorld } from './graph-world.ts'

const day = 24 * 60 * 60_000
const retiredTags = ['CONFIRMED_EVENT_UPDATE', 'ACCOUNT_UPDATE', 'POST_PURCHASE_UPDATE']
const recipientKeys =
  'id user_ref comment_id post_id notification_messages_token one_time_notif_token phone_number'.split(' ')

export async function postMessages(world: GraphWorld, call: AllowedCall, page: Page): Promise<JsonBag> {
  if (!page.permissions.has('pages_messaging')) throw missingPermission('pages_messaging')
  const { params } = call
  const message = bagOf(params, 'message')
  const action = textOf(params, 'sender_action')
  if (message !== undefined && action !== undefined)
    throw badParameter('Can not send a message and a sender_action together', 2018014)
  const recipient = bagOf(params, 'recipient')
  if (recipient === undefined) throw badParameter('The parameter recipient is required')
  const { thread, target, isUserRef } = findRecipient(world, page, recipient)
  checkController(world, thread)
  if (thread.blocked) throw personUnavailable()
  if (action !== undefined) {
    checkWindow(world, thread, params)
    return senderAction(world, thread, { action, params })
  }
  if (message === undefined) throw badParameter('The parameter message is required')
  checkMessagingType(params)
  checkMessage(message)
  if (target === undefined) checkWindow(world, thread, params)
  world.usage.countLimited(page, limitOf(message, target))

  if (target !== undefined) takePrivateTarget(world, target)
  const shown = showMessage(world, thread, {
    text: textOf(message, 'text'),
    attachments: message['attachment'] === undefined ? undefined : [message['attachment']],
    quickReplies: message['quick_replies'],
    metadata: textOf(message, 'metadata'),
    replyTo: textOf(bagOf(params, 'reply_to'), 'mid'),
    appId: world.appId,
    via: target === undefined ? 'messenger' : 'private_reply',
    about: target?.about,
  })
  await shown.beforeAnswer
  // A customer known by a checkbox only has no id that Facebook would tell.
  return { ...(isUserRef ? {} : { recipient_id: thread.psid }), message_id: shown.message.mid }
}

interface Recipient {
  readonly thread: Thread
  readonly target?: PrivateTarget
  readonly isUserRef?: true
}

function findRecipient(world: GraphWorld, page: Page, recipient: JsonBag): Recipient {
  const given = recipientKeys.filter((key) => textOf(recipient, key) !== undefined)
  const key = given[0]
  const value = key === undefined ? undefined : textOf(recipient, key)
  if (given.length !== 1 || value === undefined)
    throw badParameter('Param recipient must hold exactly one way to name the recipient')
  if (key === 'comment_id' || key === 'post_id') {
    const target = findPrivateTarget(world, page, { key, id: value })
    return { thread: openThread(world, page, target.author), target }
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

function checkController(world: GraphWorld, thread: Thread): void {
  if (isOurs(world, thread)) return
  throw new GraphError({
    code: 2018300,
    message: '(#2018300) Message failed to send because another app is controlling this thread now.',
  })
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
    throw new GraphError({
      code: 10,
      status: 403,
      message: '(#10) This app does not have the Human Agent feature',
    })
  const openMs = isHuman ? 7 * day : day
  if (thread.openedAt === 0 || world.now() - thread.openedAt > openMs) throw windowClosed()
}

function personUnavailable(): GraphError {
  return new GraphError({
    code: 551,
    subcode: 1545041,
    message: "(#551) This person isn't available right now.",
  })
}

function limitOf(message: JsonBag, target: PrivateTarget | undefined): 'send' | 'media' | 'private_reply' {
  if (target !== undefined) return 'private_reply'
  const type = textOf(bagOf(message, 'attachment'), 'type')
  return type === 'audio' || type === 'video' ? 'media' : 'send'
}
