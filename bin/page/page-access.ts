import { type AppParams } from '../../src/db/pages/app-params.ts'
import { pageTokenKey } from '../../src/db/pages/page-tokens.ts'
import type { PageId } from '../../src/domain/ids.ts'
import { SecretUnreadableError } from '../../src/errors.ts'
import type { PageAccess } from '../../src/facebook/graph/graph-call.ts'
import { Refused } from '../command-line/refused.ts'

type Params = Pick<AppParams, 'get'>

/** Throws Refused when this is no id of a Page: the id becomes part of keys and paths. */
export function requirePageId(pageId: string): asserts pageId is PageId {
  if (!/^\d{1,32}$/.test(pageId)) {
    throw new Refused(
      'The id of a Page has digits only. Find it in the settings of the Page, or in `entry.id` of its webhooks.',
    )
  }
}

/** Throws Refused when the Page was not added, SecretUnreadableError when its token cannot be decrypted. */
export async function requireAccess(params: Params, pageId: string): Promise<PageAccess> {
  requirePageId(pageId)
  const token = await params.get(pageTokenKey(pageId))
  if (token === undefined) {
    throw new Refused(
      `Pagebeat has no access token of Page ${pageId}. Add it: \`pagebeat page add ${pageId} --name <name>\``,
    )
  }
  return { pageId, token }
}

/** The token of the Page; undefined when there is none, or when PAGEBEAT_SECRET_KEY cannot decrypt it. */
export async function findReadableToken(params: Params, pageId: PageId): Promise<string | undefined> {
  try {
    return await params.get(pageTokenKey(pageId))
  } catch (error) {
    if (error instanceof SecretUnreadableError) return undefined
    throw error
  }
}
