/** Who may write in a thread: conversation routing. All of it may be repeated: a second time changes nothing. */
import type { Psid } from '../../domain/ids.ts'
import { property } from '../wire-values.ts'
import { callForSuccess, idOf, listOf } from './response-fields.ts'
import type { GraphCall, PageAccess } from './graph-call.ts'
import { graphPath } from './graph-path.ts'

/** The Page inbox, where people answer. */
export const pageInboxAppId = '263902037430900'

export interface ThreadRequest {
  readonly psid: Psid
  readonly metadata?: string
}

/** The thread is the other app's, or the inbox's; this app gets it on standby. */
export async function passThreadControl(
  call: GraphCall,
  access: PageAccess,
  { toAppId = pageInboxAppId, ...request }: ThreadRequest & { readonly toAppId?: string },
): Promise<void> {
  await control(call, access, { ...request, verb: 'pass', more: { target_app_id: toAppId } })
}

/** The thread is idle: the default app's, or everyone's. */
export async function releaseThreadControl(
  call: GraphCall,
  access: PageAccess,
  request: ThreadRequest,
): Promise<void> {
  await control(call, access, { ...request, verb: 'release' })
}

/** The thread is this app's. Only the default app may, and only where there is one. */
export async function takeThreadControl(
  call: GraphCall,
  access: PageAccess,
  request: ThreadRequest,
): Promise<void> {
  await control(call, access, { ...request, verb: 'take' })
}

/** The owner is asked, and may pass the thread. */
export async function requestThreadControl(
  call: GraphCall,
  access: PageAccess,
  request: ThreadRequest,
): Promise<void> {
  await control(call, access, { ...request, verb: 'request' })
}

/** The app that owns the thread; undefined where it is idle. Not in today's documents of Facebook, so it may be refused. */
export async function findThreadOwner(
  call: GraphCall,
  access: PageAccess,
  { psid }: { readonly psid: Psid },
): Promise<string | undefined> {
  const path = graphPath(access.pageId, 'thread_owner')
  const answer = await call({
    method: 'GET',
    path,
    query: { recipient: psid },
    access,
    lane: 'conversations',
  })
  return idOf(property(listOf(answer)[0], 'thread_owner'), 'app_id')
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
