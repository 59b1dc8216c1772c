import type { PageId } from '../../src/domain/ids.ts'
import type { AppParams } from '../../src/db/pages/app-params.ts'
import { pageTokenKey } from '../../src/db/pages/page-tokens.ts'
import type { RegisteredPage } from '../../src/db/pages/registered-pages.ts'
import { SecretUnreadableError } from '../../src/errors.ts'
import { concerns } from '../../src/facebook/graph/page-gate.ts'
import { digestOfToken } from '../../src/facebook/graph/with-pauses.ts'

/** The Page as its calls find it: what holds another token than today's holds none of them. */
export async function withoutOldPause(
  page: RegisteredPage,
  params: Pick<AppParams, 'get'>,
): Promise<RegisteredPage> {
  const { pausedToken: tokenDigest, ...shown } = page
  if (tokenDigest === undefined) return shown
  const token = await readToken(page.pageId, params)
  if (token === undefined || concerns({ tokenDigest }, { lane: 'other', tokenDigest: digestOfToken(token) }))
    return shown
  const { pausedUntil: _until, pauseReason: _reason, ...free } = shown
  return free
}

/** Undefined also where it cannot be decrypted here: whose hold it is cannot be told then. */
async function readToken(pageId: PageId, params: Pick<AppParams, 'get'>): Promise<string | undefined> {
  try {
    return await params.get(pageTokenKey(pageId))
  } catch (error) {
    if (error instanceof SecretUnreadableError) return undefined
    throw error
  }
}
