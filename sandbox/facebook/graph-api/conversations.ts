/** The Conversations API: a thread by its customer, and of its messages the newest 20 only. Two calls a second for a Page. */
import { textOf } from './call.ts'
import type { AllowedCall, JsonBag } from './call.ts'
import { isoTime } from '../world/feed-event.ts'
import { pickFields } from './fields.ts'
import { badParameter, GraphError, missingPermission, noSuchObject } from './graph-error.ts'
import type { Message, Page, Thread } from '../world/state.ts'
import { isOurs } from './graph-world.ts'
import type { GraphWorld } from './graph-world.ts'

const readable = 20

/** GET /{page}/conversations?platform=messenger&user_id= → `{data: [{id: 't_…', …}]}`, newest thread first. */
export function getConversations(world: GraphWorld, { params }: AllowedCall, page: Page): JsonBag {
  countCall(world, page)
  const platform = textOf(params, 'platform')
  if (platform !== undefined && platform.toLowerCase() !== 'messenger')
    throw badParameter('Param platform must be MESSENGER')
  const psid = textOf(params, 'user_id')
  const threads = [...page.threads.values()]
    .filter((thread) => thread.messages.length > 0 && (psid === undefined || thread.psid === psid))
    .toSorted((a, b) => b.lastAt - a.lastAt)
    .slice(0, Number(textOf(params, 'limit') ?? 25))
  const fields = textOf(params, 'fields') ?? 'id,link,updated_time'
  return { data: threads.map((thread) => pickFields(threadFields(world, thread), fields)), paging: {} }
}

/** GET /t_… */
export function getThread(
  world: GraphWorld,
  { params }: AllowedCall,
  { page, id }: { page: Page; id: string },
): JsonBag {
  countCall(world, page)
  return pickFields(
    threadFields(world, requireThread(page, id)),
    textOf(params, 'fields') ?? 'id,link,updated_time',
  )
}

/** GET /t_…/messages → `{data: [...]}`, newest first, 20 at most. */
export function getThreadMessages(
  world: GraphWorld,
  { params }: AllowedCall,
  { page, id }: { page: Page; id: string },
): JsonBag {
  countCall(world, page)
  const thread = requireThread(page, id)
  const fields = textOf(params, 'fields') ?? 'id,created_time'
  const limit = Math.min(readable, Number(textOf(params, 'limit') ?? 25))
  const newest = thread.messages.toReversed().slice(0, limit)
  return { data: newest.map((message) => pickFields(messageFields(thread, message), fields)), paging: {} }
}

/** GET /m_…: a message older than the newest 20 of its thread is said to be deleted. */
export function getMessage(
  world: GraphWorld,
  { params }: AllowedCall,
  { page, id }: { page: Page; id: string },
): JsonBag {
  countCall(world, page)
  for (const thread of page.threads.values()) {
    const index = thread.messages.findIndex(({ mid }) => mid === id)
    const message = thread.messages[index]
    if (message === undefined) continue
    if (thread.messages.length - index > readable)
      throw new GraphError({
        code: 9000001,
        message: '(#9000001) The message has been deleted or is too old',
      })
    return pickFields(messageFields(thread, message), textOf(params, 'fields') ?? 'id,created_time')
  }
  throw noSuchObject(id)
}

function countCall(world: GraphWorld, page: Page): void {
  if (!page.permissions.has('pages_messaging')) throw missingPermission('pages_messaging')
  world.usage.countLimited(page, 'conversations')
}

function requireThread(page: Page, id: string): Thread {
  for (const thread of page.threads.values()) if (thread.id === id) return thread
  throw noSuchObject(id)
}

function threadFields(world: GraphWorld, thread: Thread): JsonBag {
  const { page, person, messages } = thread
  const newest = messages.toReversed().slice(0, readable)
  return {
    id: thread.id,
    link: `/${page.id}/inbox/${thread.psid}/`,
    updated_time: isoTime(thread.lastAt),
    message_count: messages.length,
    can_reply: !thread.blocked,
    is_owner: isOurs(world, thread),
    snippet: messages.at(-1)?.text ?? '',
    participants: {
      data: [
        { id: thread.psid, name: person.name },
        { id: page.id, name: page.name },
      ],
    },
    senders: {
      data: [
        { id: thread.psid, name: person.name },
        { id: page.id, name: page.name },
      ],
    },
    messages: { data: newest.map((message) => messageFields(thread, message)), paging: {} },
  }
}

/** `metadata` of a message is told on its echo only, never here. */
function messageFields({ page, psid, person }: Thread, message: Message): JsonBag {
  const them = { id: psid, name: person.name, email: `${psid}@facebook.com` }
  const us = { id: page.id, name: page.name, email: `${page.id}@facebook.com` }
  const isFromUs = message.from === 'page'
  return {
    id: message.mid,
    created_time: isoTime(message.at),
    message: message.text,
    from: isFromUs ? us : them,
    to: { data: [isFromUs ? them : us] },
    ...(message.attachments === undefined
      ? {}
      : { attachments: { data: [{ id: message.mid, mime_type: 'application/octet-stream' }] } }),
  }
}
