import type { PageId } from '../../domain/ids.ts'
import type { AppParams } from './app-params.ts'

/**
 * Tokens and parameters that workers need for every call to Facebook, cached for `cacheMs`. So changes by `pagebeat
 * page token` and `param set` take effect in running workers within seconds. Nothing here is logged.
 */
export interface PageTokens {
  /** The Page's access token; undefined for a Page that was not added. Throws SecretUnreadableError. */
  find(pageId: PageId): Promise<string | undefined>
  /** Any parameter of the app, by its key. */
  findSetting(key: string): Promise<string | undefined>
  /** The next `find` reads the database. Call it for a token that Facebook has refused. */
  forget(pageId: PageId): void
}

interface Cached {
  readonly value: Promise<string | undefined>
  until: number
}

const most = 10_000
/** A Page that has no token yet may get one at any time. */
const missingMs = 500

export const pageTokenKey = (pageId: PageId): string => `page.${pageId}.token`

export function createPageTokens(
  params: Pick<AppParams, 'get'>,
  { cacheMs = 5_000, now = Date.now }: { readonly cacheMs?: number; readonly now?: () => number } = {},
): PageTokens {
  const cache = new Map<string, Cached>()

  /** One query at a time for each key. A failure is not cached. */
  function find(key: string): Promise<string | undefined> {
    const kept = cache.get(key)
    if (kept !== undefined && now() < kept.until) return kept.value
    if (cache.size >= most) cache.clear()
    const value = params.get(key)
    const cached = { value, until: now() + cacheMs }
    cache.set(key, cached)
    void keepAsLong(cached, key)
    return value
  }

  async function keepAsLong(cached: Cached, key: string): Promise<void> {
    try {
      if ((await cached.value) === undefined) cached.until = Math.min(cached.until, now() + missingMs)
    } catch {
      if (cache.get(key) === cached) cache.delete(key) // the caller gets the error
    }
  }

  return {
    find: (pageId) => find(pageTokenKey(pageId)),
    findSetting: find,
    forget(pageId) {
      cache.delete(pageTokenKey(pageId))
    },
  }
}
