/** The Conversations API: a thread by its customer, and of its messages the newest 20 only. Two calls a second for a Page. */
import { isoTime } from '../world/feed-event.ts'
import type { Message, Page, Thread } from '../world/state.ts'
import { requirePermission } from './access.ts'
import { textOf, type JsonBag, type PageCall } from './call.ts'
import { pickFields } from './fields.ts'
import { badParameter, GraphError, noSuchObject } from './graph-error.ts'
import { isOurs, type GraphWorld } from './graph-world.ts'

const readable = 20
const usualOfThread = 'id,link,updated_time'
const usualOfMessage = 'id,created_time'

/** GET /{page}/conversations?platform=messenger&user_id= → `{data: [{id: 't_…', …}]}`, newest thread first. */
export function getConversations(world: GraphWorld, { params, page }: PageCall): JsonBag {
  countCall(world, page)
  const platform = textOf(params, 'platform')
  if (platform !== undefined && platform.toLowerCase() !== 'messenger')
    throw badParameter('Param platform must be MESSENGER')
  const psid = textOf(params, 'user_id')
  const data = [...page.threads.values()]
    .filter((thread) => thread.messages.length > 0 && (psid === undefined || thread.psid === psid))
    .toSorted((a, b) => b.lastAt - a.lastAt)
    .slice(0, Number(textOf(params, 'limit') ?? 25))
    .map((thread) => pickFields(threadFields(world, thread), params, usualOfThread))
  return { data, paging: {} }
}

/** GET /t_… */
export function getThread(world: GraphWorld, { params, page, id }: PageCall): JsonBag {
  countCall(world, page)
  return pickFields(threadFields(world, requireThread(page, id)), params, usualOfThread)
}

/** GET /t_…/messages → `{data: [...]}`, newest first, 20 at most. */
export function getThreadMessages(world: GraphWorld, { params, page, id }: PageCall): JsonBag {
  countCall(world, page)
  const thread = requireThread(page, id)
  const limit = Math.min(readable, Number(textOf(params, 'limit') ?? 25))
  const newest = listed(world, thread).slice(0, limit)
  const data = newest.map((message) => pickFields(messageFields(thread, message), params, usualOfMessage))
  return { data, paging: {} }
}

/** GET /m_…: a message older than the newest 20 of its thread is said to be deleted. */
export function getMessage(world: GraphWorld, { params, page, id }: PageCall): JsonBag {
  countCall(world, page)
  for (const thread of page.threads.values()) {
    const index = thread.messages.findIndex(({ mid }) => mid === id)
    const message = thread.messages[index]
    if (message === undefined) continue
    if (thread.messages.length - index > readable)
      throw new GraphError(9000001, '(#9000001) The message has been deleted or is too old')
    return pickFields(messageFields(thread, message), params, usualOfMessage)
  }
  throw noSuchObject(id)
}

function countCall(world: GraphWorld, page: Page): void {
  requirePermission(page, 'pages_messaging')
  world.usage.countLimited(page, 'conversations')
}

function requireThread(page: Page, id: string): Thread {
  for (const thread of page.threads.values()) if (thread.id === id) return thread
  throw noSuchObject(id)
}

/** The newest first. A server of Facebook may be behind the others. */
function listed({ faults, now }: GraphWorld, { page, messages }: Thread): readonly Message[] {
  if (faults.happens('list-empty', page.id)) return []
  const until = faults.happens('list-lags', page.id) ? now() - faults.ms('list-lags') : Infinity
  return messages
    .filter(({ at }) => at <= until)
    .toReversed()
    .slice(0, readable)
}

function threadFields(world: GraphWorld, thread: Thread): JsonBag {
  const { page, person, psid, messages } = thread
  const newest = listed(world, thread)
  const both = [
    { id: psid, name: person.name },
    { id: page.id, name: page.name },
  ]
  return {
    id: thread.id,
    link: `/${page.id}/inbox/${psid}/`,
    updated_time: isoTime(thread.lastAt),
    message_count: messages.length,
    can_reply: !thread.blocked,
    is_owner: isOurs(world, thread),
    snippet: messages.at(-1)?.text ?? '',
    participants: { data: both },
    senders: { data: both },
    messages: { data: newest.map((message) => messageFields(thread, message)), paging: {} },
  }
}

/** `metadata` of a message is told on its echo only, never here. */
function messageFields({ page, psid, person }: Thread, message: Message): JsonBag {
  const { mid: id, attachments } = message
  const them = { id: psid, name: person.name, email: `${psid}@facebook.com` }
  const us = { id: page.id, name: page.name, email: `${page.id}@facebook.com` }
  const [from, to] = message.from === 'page' ? [us, them] : [them, us]
  const files = { data: [{ id, mime_type: 'application/octet-stream' }] }
  return {
    id,
    created_time: isoTime(message.at),
    message: message.text,
    from,
    to: { data: [to] },
    ...(attachments === undefined ? {} : { attachments: files }),
    tags: { data: (message.tags ?? ['inbox']).map((name) => ({ name })) },
  }
}
