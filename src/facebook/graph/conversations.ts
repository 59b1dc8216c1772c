/** The newest messages of a thread at Facebook. They tell whether a send whose response was lost arrived. */
import { instantReplyTag } from '../../domain/automatic-echo.ts'
import type { PageId, Psid } from '../../domain/ids.ts'
import { property, toMs } from '../wire-values.ts'
import { idOf, listOf, notUnderstood, requireNewestFirst, type ShownList, textOf } from './response-fields.ts'
import { isRecord } from '../json.ts'
import type { GraphCall, GraphResponse, PageAccess } from './graph-call.ts'
import { graphPath } from './graph-path.ts'

export interface FoundMessage {
  /** The mid. */
  readonly id: string
  /** '' for a message without text, such as a template or a picture. */
  readonly text: string
  readonly fromPage: boolean
  /** ms since the epoch, to the second */
  readonly createdTime: number
}

const newest = 20
const messageFields = 'id,message,from,created_time'

/**
 * The newest messages of the customer's thread with the Page, newest first, at most 20: Facebook shows no more. Empty
 * where there is no thread. Makes one call, or two where the thread comes without its messages. Facebook allows 2
 * calls a second for each Page. Throws GraphUnavailableError rather than leave out a message.
 */
export async function findRecentMessages(
  call: GraphCall,
  access: PageAccess,
  { psid, deadlineMs }: { readonly psid: Psid; readonly deadlineMs?: number },
): Promise<ShownList<FoundMessage>> {
  const how = {
    method: 'GET',
    access,
    lane: 'conversations',
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
  } as const
  const threads = await call({
    ...how,
    path: graphPath(access.pageId, 'conversations'),
    query: {
      platform: 'messenger',
      user_id: psid,
      fields: `id,messages.limit(${newest}){${messageFields}}`,
    },
  })
  const [thread] = listOf(threads)
  const inside = property(thread, 'messages')
  if (isRecord(inside)) return newestFirst(property(inside, 'data'), { access, response: threads })
  const threadId = idOf(thread, 'id')
  if (threadId === undefined) return newestFirst([], { access, response: threads })
  const response = await call({
    ...how,
    path: graphPath(threadId, 'messages'),
    query: { fields: messageFields, limit: String(newest) },
  })
  return newestFirst(listOf(response), { access, response })
}

function newestFirst(
  items: unknown,
  { access, response }: { readonly access: PageAccess; readonly response: GraphResponse },
): ShownList<FoundMessage> {
  if (!Array.isArray(items)) throw notUnderstood('no_list')
  const messages = items.map((item: unknown) => toMessage(item, access.pageId))
  return {
    items: requireNewestFirst(messages, newest),
    facebookTs: response.serverTimeMs,
    limit: newest,
  }
}

function toMessage(item: unknown, pageId: PageId): FoundMessage {
  const id = idOf(item, 'id')
  const fromId = idOf(property(item, 'from'), 'id')
  const createdTime = toMs(property(item, 'created_time'))
  if (id === undefined || fromId === undefined || createdTime === undefined)
    throw notUnderstood('message_incomplete')
  return { id, text: textOf(item, 'message') ?? '', fromPage: fromId === pageId, createdTime }
}

/**
 * How many of the newest five messages in the latest twenty threads have the tag of an automatic reply of Facebook
 * itself (an instant reply, an away message).
 */
export async function countInstantReplies(call: GraphCall, access: PageAccess): Promise<number> {
  const threads = await call({
    method: 'GET',
    access,
    lane: 'conversations',
    path: graphPath(access.pageId, 'conversations'),
    query: { platform: 'messenger', limit: '20', fields: 'id,messages.limit(5){id,tags}' },
  })
  const messages = listOf(threads).flatMap((thread) =>
    itemsOf(property(property(thread, 'messages'), 'data')),
  )
  return messages.filter((message) =>
    itemsOf(property(property(message, 'tags'), 'data')).some(
      (tag) => textOf(tag, 'name') === instantReplyTag,
    ),
  ).length
}

function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
