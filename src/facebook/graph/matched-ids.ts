/** Ids of one customer on other Pages of the business, which Facebook knows by the customer's id for our app. */
import { asPageId, asPsid, type PageId, type Psid } from '../../domain/ids.ts'
import { idOf, listOf, recordOf } from '../../domain/event-json.ts'
import type { JsonObject } from '../../domain/reply.ts'
import { GraphRejectedError } from '../../errors.ts'
import type { AppAccess, GraphCall, PageAccess } from './graph-call.ts'
import { graphPath } from './graph-path.ts'

export interface MatchedIds {
  /** The customer's id for our app. Facebook's deletion requests name it. */
  readonly appScopedId: string
  readonly onPages: readonly { readonly pageId: PageId; readonly psid: Psid }[]
}

export interface MatchedIdsQuery {
  readonly psid: Psid
  readonly appId: string
  readonly app: AppAccess
  readonly deadlineMs?: number
}

/**
 * Undefined: Facebook refuses, or knows no id. Throws GraphUnavailableError, GraphRateLimitedError,
 * PageTokenRevokedError.
 * https://developers.facebook.com/docs/messenger-platform/identity/id-matching
 */
export async function findMatchedIds(
  call: GraphCall,
  page: PageAccess,
  { psid, appId, app, deadlineMs }: MatchedIdsQuery,
): Promise<MatchedIds | undefined> {
  const deadline = deadlineMs === undefined ? {} : { deadlineMs }
  const lane = 'profiles'
  try {
    const path = graphPath(psid, 'ids_for_apps')
    const forApps = await call({
      method: 'GET',
      path,
      query: { app: appId },
      access: page,
      lane,
      ...deadline,
    })
    const appScopedId = idsIn(forApps.body).map(({ id }) => idOf(id))[0]
    if (appScopedId === undefined) return undefined
    const forPages = await call({
      method: 'GET',
      path: graphPath(appScopedId, 'ids_for_pages'),
      access: app,
      ...deadline,
    })
    const onPages = idsIn(forPages.body).flatMap((entry) => {
      const [other, pageId] = [idOf(entry['id']), idOf(recordOf(entry['page'])['id'])]
      return other === undefined || pageId === undefined
        ? []
        : [{ pageId: asPageId(pageId), psid: asPsid(other) }]
    })
    return { appScopedId, onPages }
  } catch (error) {
    if (error instanceof GraphRejectedError) return undefined
    throw error
  }
}

function idsIn(body: JsonObject): readonly Readonly<Record<string, unknown>>[] {
  return listOf(body['data']).map(recordOf)
}
