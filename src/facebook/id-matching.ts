import { appScoped, type IdentityLink } from '../domain/identity-link.ts'
import type { PageId, Psid } from '../domain/ids.ts'
import type { GraphCall } from './graph/graph-call.ts'
import { findMatchedIds } from './graph/matched-ids.ts'

export interface IdMatchingOptions {
  readonly call: GraphCall
  readonly findToken: (pageId: PageId) => Promise<string | undefined>
  readonly appId: string
  readonly appSecret: string
  /** The first link is that of the customer who was asked for. */
  readonly record: (links: readonly IdentityLink[]) => Promise<void>
  readonly now: () => number
  readonly deadlineMs: number
}

export type MatchIds = (customer: { readonly pageId: PageId; readonly psid: Psid }) => Promise<void>

/**
 * The customer is linked to their ids on other Pages, through their id for our app. A repeat changes nothing. Rejects
 * with the errors of `findMatchedIds` and of the database.
 */
export function createIdMatching({
  call,
  findToken,
  appId,
  appSecret,
  record,
  now,
  deadlineMs,
}: IdMatchingOptions): MatchIds {
  const app = { appToken: `${appId}|${appSecret}` }
  return async function matchIds({ pageId, psid }) {
    const token = await findToken(pageId)
    if (token === undefined) return
    const found = await findMatchedIds(call, { pageId, token }, { psid, appId, app, deadlineMs })
    if (found === undefined) return
    const ids = [{ pageId, psid }, ...found.onPages.filter((other) => other.psid !== psid)]
    const ts = now()
    await record(
      ids.map((id) => ({
        a: { kind: 'facebook', value: id.psid },
        b: { kind: appScoped, value: found.appScopedId },
        evidence: 'id_matching',
        strength: 'verified',
        source: { kind: 'import', id: 'ids_for_pages' },
        ts,
        pageId: id.pageId,
      })),
    )
  }
}
