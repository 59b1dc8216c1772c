/** `pagebeat page remove`: unsubscribes the Page and deletes its token. Its tracked events stay. */
import { deletePage } from '../../src/db/pages/add-page.ts'
import type { PageId } from '../../src/domain/ids.ts'
import { attempt, describeTrouble } from '../../src/facebook/page-check/attempt.ts'
import { Refused } from '../command-line/refused.ts'
import { type Store, withStore } from '../command-line/with-store.ts'
import { requireAccess, requirePageId } from './page-access.ts'
import { withAdmin } from './with-facebook.ts'
import { printJson, printLine } from '../command-line/terminal.ts'

export interface RemoveOptions {
  /** False with --no-unsubscribe. */
  readonly unsubscribe: boolean
  readonly json?: true
}

export async function removePage(pageId: string, { unsubscribe, json }: RemoveOptions): Promise<void> {
  requirePageId(pageId)
  const refusal = unsubscribe
    ? await unsubscribeAndDelete(pageId)
    : await withStore((store) => requireDeleted(store, pageId))
  if (json) return printJson({ pageId, unsubscribed: unsubscribe && refusal === undefined })
  if (refusal !== undefined)
    printLine(
      `Facebook did not unsubscribe the Page (${refusal}): remove the app in the settings of the Page.`,
    )
  printLine(`Page ${pageId} is removed and its token is deleted. Its tracked events stay.`)
}

/**
 * The refusal of Facebook, if it refuses: with an invalid token nobody can unsubscribe. When Facebook cannot be
 * reached, nothing is deleted, since Facebook would go on sending events.
 */
function unsubscribeAndDelete(pageId: PageId): Promise<string | undefined> {
  return withAdmin(async (admin) => {
    const access = await requireAccess(admin.params, pageId)
    const done = await attempt(admin.facebook.unsubscribePage(access))
    if (done.error !== undefined && !done.isRefusal) {
      throw new Refused(
        `Nothing is removed: ${done.error.message}. Try again, or delete only the token with --no-unsubscribe`,
        { cause: done.error },
      )
    }
    await requireDeleted(admin, pageId)
    return done.error === undefined ? undefined : describeTrouble(done.error)
  })
}

async function requireDeleted(store: Store, pageId: PageId): Promise<undefined> {
  const wasThere = await deletePage(store, pageId)
  if (!wasThere) throw new Refused(`Page ${pageId} was not added: see \`pagebeat page list\``)
}
