import type { PageId } from '../../domain/ids.ts'
import type { AppParams } from './app-params.ts'

/**
 * What workers ask for with every call to Facebook: kept for `cacheMs`, so that what `pagebeat page token` and `param set`
 * change takes effect in running workers within seconds. Nothing here is logged.
 */
export interface PageTokens {
  /** The Page's access token; undefined for a Page that was not added. Throws SecretUnreadableError. */
  find(pageId: PageId): Promise<string | undefined>
  findName(pageId: PageId): Promise<string | undefined>
  /** Any parameter of the app, by its key. */
  findSetting(key: string): Promise<string | undefined>
  /** The next question is answered by the database: for a token that Facebook has just refused. */
  forget(pageId: PageId): void
}

interface Answer {
  readonly value: Promise<string | undefined>
  readonly until: number
}

const most = 10_000

export const pageTokenKey = (pageId: PageId): string => `page.${pageId}.token`
export const pageNameKey = (pageId: PageId): string => `page.${pageId}.name`

export function createPageTokens(
  params: Pick<AppParams, 'get'>,
  { cacheMs = 5_000, now = Date.now }: { readonly cacheMs?: number; readonly now?: () => number } = {},
): PageTokens {
  const answers = new Map<string, Answer>()

  /** One question to the database at a time for one key; a failure is not kept. */
  function find(key: string): Promise<string | undefined> {
    const kept = answers.get(key)
    if (kept !== undefined && now() < kept.until) return kept.value
    if (answers.size >= most) answers.clear()
    const value = params.get(key)
    const answer = { value, until: now() + cacheMs }
    answers.set(key, answer)
    value.catch(() => {
      if (answers.get(key) === answer) answers.delete(key)
    })
    return value
  }

  return {
    find: (pageId) => find(pageTokenKey(pageId)),
    findName: (pageId) => find(pageNameKey(pageId)),
    findSetting: find,
    forget(pageId) {
      answers.delete(pageTokenKey(pageId))
    },
  }
}
