/** Customers whom the Page blocks. https://developers.facebook.com/docs/graph-api/reference/page/blocked */
import type { Psid } from '../../domain/ids.ts'
import { callForSuccess, notUnderstood } from './response-fields.ts'
import type { GraphCall, PageAccess } from './graph-call.ts'
import { graphPath } from './graph-path.ts'

interface Blocking {
  readonly psid: Psid
}

/** The customer can no longer write to the Page, nor comment. Repeating it changes nothing. */
export async function blockCustomer(call: GraphCall, access: PageAccess, { psid }: Blocking): Promise<void> {
  const { body } = await call({
    method: 'POST',
    path: graphPath(access.pageId, 'blocked'),
    body: { psid: [psid] },
    access,
    lane: 'comments',
  })
  // Facebook responds with a map of ids: {"2000": true}.
  if (!Object.values(body).some((done) => done === true || done === 'true')) throw notUnderstood('no_success')
}

/** The customer can write and comment again. Repeating it changes nothing. */
export async function unblockCustomer(
  call: GraphCall,
  access: PageAccess,
  { psid }: Blocking,
): Promise<void> {
  const path = graphPath(access.pageId, 'blocked')
  await callForSuccess(call, { method: 'DELETE', path, query: { psid }, access, lane: 'comments' })
}
