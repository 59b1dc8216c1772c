/**
 * Thread control: which app may write in a thread (Facebook's conversation routing). Repeating a call changes
 * nothing.
 */
import type { Psid } from '../../domain/ids.ts'
import { property } from '../wire-values.ts'
import { callForSuccess, idOf, listOf } from './response-fields.ts'
import type { GraphCall, PageAccess } from './graph-call.ts'
import { graphPath } from './graph-path.ts'

/** The app id of the Page inbox, where agents write. */
export const pageInboxAppId = '263902037430900'

export interface ThreadRequest {
  readonly psid: Psid
  readonly metadata?: string
}

/** The other app, or the inbox, controls the thread. This app gets its events on standby. */
export async function passThreadControl(
  call: GraphCall,
  access: PageAccess,
  { toAppId = pageInboxAppId, ...request }: ThreadRequest & { readonly toAppId?: string },
): Promise<void> {
  await control(call, access, { ...request, verb: 'pass', more: { target_app_id: toAppId } })
}

/** No app controls the thread: the default app or, without one, every app may write. */
export async function releaseThreadControl(
  call: GraphCall,
  access: PageAccess,
  request: ThreadRequest,
): Promise<void> {
  await control(call, access, { ...request, verb: 'release' })
}

/** This app controls the thread. Only the default app may take it. */
export async function takeThreadControl(
  call: GraphCall,
  access: PageAccess,
  request: ThreadRequest,
): Promise<void> {
  await control(call, access, { ...request, verb: 'take' })
}

/** The app that controls the thread is asked to pass it. */
export async function requestThreadControl(
  call: GraphCall,
  access: PageAccess,
  request: ThreadRequest,
): Promise<void> {
  await control(call, access, { ...request, verb: 'request' })
}

/**
 * The app that controls the thread; undefined where none does. Facebook's current documents do not have this call, so
 * it may be refused.
 */
export async function findThreadOwner(
  call: GraphCall,
  access: PageAccess,
  { psid }: { readonly psid: Psid },
): Promise<string | undefined> {
  const path = graphPath(access.pageId, 'thread_owner')
  const response = await call({
    method: 'GET',
    path,
    query: { recipient: psid },
    access,
    lane: 'conversations',
  })
  return idOf(property(listOf(response)[0], 'thread_owner'), 'app_id')
}

/**
 * Whether this app may write in the customer's thread: it controls the thread, or no app does. Undefined: Facebook shows
 * no thread.
 */
export async function findIsOwner(
  call: GraphCall,
  access: PageAccess,
  { psid }: { readonly psid: Psid },
): Promise<boolean | undefined> {
  const path = graphPath(access.pageId, 'conversations')
  const query = { platform: 'messenger', user_id: psid, fields: 'id,is_owner' }
  const [thread] = listOf(await call({ method: 'GET', path, query, access, lane: 'conversations' }))
  const isOwner = property(thread, 'is_owner')
  return typeof isOwner === 'boolean' ? isOwner : undefined
}

interface Control extends ThreadRequest {
  readonly verb: 'pass' | 'release' | 'take' | 'request'
  readonly more?: Readonly<Record<string, string>>
}

async function control(
  call: GraphCall,
  access: PageAccess,
  { psid, metadata, verb, more }: Control,
): Promise<void> {
  const path = graphPath(access.pageId, `${verb}_thread_control`)
  const body = { recipient: { id: psid }, ...more, ...(metadata === undefined ? {} : { metadata }) }
  await callForSuccess(call, { method: 'POST', path, body, access, lane: 'conversations' })
}
