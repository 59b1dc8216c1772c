/** `pagebeat page remove`: Facebook sends no more of the Page, and its token is forgotten. What was tracked stays. */
import type { PageId } from '../../src/domain/ids.ts'
import { pageNameKey, pageTokenKey } from '../../src/db/pages/page-tokens.ts'
import { attempt, describeTrouble } from '../../src/facebook/page-check/attempt.ts'
import { requireAccess, requirePageId } from './page-id.ts'
import { Refused } from '../command-line/refused.ts'
import { withAdmin } from './with-facebook.ts'
import { type Store, withStore } from '../command-line/with-store.ts'

export interface RemoveOptions {
  /** False with --no-unsubscribe. */
  readonly unsubscribe: boolean
  readonly json?: true
}

export async function removePage(pageId: string, { unsubscribe, json }: RemoveOptions): Promise<void> {
  requirePageId(pageId)
  const trouble = unsubscribe
    ? await unsubscribeAndForget(pageId)
    : await withStore((store) => forget(store, pageId))
  if (json) return console.log(JSON.stringify({ pageId, unsubscribed: unsubscribe && trouble === undefined }))
  if (trouble !== undefined) {
    console.log(`Facebook did not unsubscribe it (${trouble}): remove the app in the settings of the Page.`)
  }
  console.log(`Page ${pageId} is removed; its token is forgotten, what was tracked stays.`)
}

/** Why Facebook would not unsubscribe it: with a dead token nobody can. Out of reach, it is not removed: it would go on sending. */
function unsubscribeAndForget(pageId: PageId): Promise<string | undefined> {
  return withAdmin(async (admin) => {
    const access = await requireAccess(admin.params, pageId)
    const done = await attempt(admin.facebook.unsubscribePage(access))
    if (done.error !== undefined && !done.isRefusal) {
      throw new Refused(
        `Nothing is removed: ${done.error.message}. Try again, or forget the token alone with --no-unsubscribe`,
        { cause: done.error },
      )
    }
    await forget(admin, pageId)
    return done.error === undefined ? undefined : describeTrouble(done.error)
  })
}

async function forget({ params, pages }: Store, pageId: PageId): Promise<undefined> {
  await pages.unregister(pageId)
  const known = [await params.remove(pageTokenKey(pageId)), await params.remove(pageNameKey(pageId))]
  if (!known.includes(true)) throw new Refused(`Page ${pageId} was not added: see \`pagebeat page list\``)
}
