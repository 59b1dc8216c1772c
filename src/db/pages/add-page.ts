/** A Page is added with its token, and removed with it. */
import type { PageId } from '../../domain/ids.ts'
import type { AppParams } from './app-params.ts'
import { pageTokenKey } from './page-tokens.ts'
import type { RegisteredPages } from './registered-pages.ts'

export interface PageStore {
  readonly params: Pick<AppParams, 'set' | 'remove'>
  readonly pages: Pick<RegisteredPages, 'find' | 'register' | 'unregister' | 'endPause'>
}

export interface TokenStore extends PageStore {
  readonly wakeUps: {
    /** The waiting messages of the Page are tried soon. */
    wakePage(pageId: PageId): Promise<void>
  }
}

export interface NewPage {
  readonly pageId: PageId
  readonly token: string
  /** Absent: the name stays as it is. */
  readonly name?: string | undefined
}

/**
 * The Page is registered, its token is stored encrypted, no pause of it is left, and its waiting messages are sent.
 * Repeat-safe. The token is stored first: without one, every call of a registered Page would fail.
 */
export async function storePage(
  { params, pages, wakeUps }: TokenStore,
  { pageId, token, name }: NewPage,
): Promise<void> {
  const description = 'access token of the Page'
  await params.set({ key: pageTokenKey(pageId), value: token, isSecret: true, description })
  await pages.register(pageId, name)
  await pages.endPause(pageId)
  await wakeUps.wakePage(pageId)
}

/** The Page is not registered, and its token and name are deleted; its events stay. False when it was not added. */
export async function deletePage({ params, pages }: PageStore, pageId: PageId): Promise<boolean> {
  const wasAdded = (await pages.find(pageId))?.registeredTs !== undefined
  await pages.unregister(pageId)
  const hadToken = await params.remove(pageTokenKey(pageId))
  return wasAdded || hadToken
}
