/** `pagebeat page list`: the Pages that were added, and those that sent events without being added. */
import { pageTokenKey } from '../../src/db/pages/page-tokens.ts'
import type { RegisteredPage } from '../../src/db/pages/registered-pages.ts'
import { currentPause } from '../../src/facebook/page-check/current-pause.ts'
import { type Store, withStore } from '../command-line/with-store.ts'
import { findReadableToken } from './page-access.ts'
import { printJson, printLine, printable } from '../command-line/terminal.ts'

interface ListedPage extends Omit<RegisteredPage, 'pausedToken'> {
  readonly hasToken: boolean
}

export async function listPages({ json }: { readonly json?: true }): Promise<void> {
  const found = await withStore(findPages)
  if (json) return printJson(found, 2)
  for (const page of found) printLine(toLine(page))
  printLine(`${found.length} Page${found.length === 1 ? '' : 's'}`)
}

async function findPages({ params, pages }: Store): Promise<ListedPage[]> {
  const known = new Set((await params.list('page.')).map(({ key }) => key.toLowerCase()))
  return await Promise.all(
    (await pages.list()).map(async ({ pausedUntil, pauseReason, pausedToken, ...page }) => {
      const row = { pausedUntil, pauseReason, pausedToken }
      const pause = pausedUntil && currentPause(row, await findReadableToken(params, page.pageId))
      return {
        ...page,
        ...(pause === undefined ? {} : { pausedUntil: pause.until, pauseReason: pause.reason }),
        hasToken: known.has(pageTokenKey(page.pageId)),
      }
    }),
  )
}

function toLine({ pageId, name, registeredTs, hasToken, pausedUntil, pauseReason }: ListedPage): string {
  const since =
    registeredTs === undefined
      ? 'not added, but it sent events'
      : `added ${registeredTs.toISOString().slice(0, 10)}`
  const isPaused = pausedUntil !== undefined && pausedUntil.getTime() > Date.now()
  const pause = isPaused ? `, paused until ${pausedUntil.toISOString()} (${pauseReason ?? 'throttled'})` : ''
  const named = name === undefined ? '' : ` ${printable(name)}`
  return `${pageId}${named}: ${since}, ${hasToken ? 'has a token' : 'no token'}${pause}`
}
