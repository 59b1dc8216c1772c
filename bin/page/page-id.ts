import type { PageId } from '../../src/domain/ids.ts'
import { type AppParams } from '../../src/db/pages/app-params.ts'
import { pageTokenKey } from '../../src/db/pages/page-tokens.ts'
import type { PageAccess } from '../../src/facebook/graph/graph-call.ts'
import { Refused } from '../command-line/refused.ts'

/** Throws Refused: an id goes into keys and paths. */
export function requirePageId(pageId: string): asserts pageId is PageId {
  if (!/^\d{1,32}$/.test(pageId)) {
    throw new Refused(
      "a Page's id is digits only; it stands in the Page's settings, and in `entry.id` of its webhooks",
    )
  }
}

/** Throws Refused when the Page was not added, SecretUnreadableError when its token cannot be decrypted. */
export async function requireAccess(params: Pick<AppParams, 'get'>, pageId: string): Promise<PageAccess> {
  requirePageId(pageId)
  const token = await params.get(pageTokenKey(pageId))
  if (token === undefined) {
    throw new Refused(
      `No access token of Page ${pageId} is known: \`pagebeat page add ${pageId} --name <name>\``,
    )
  }
  return { pageId, token }
}
