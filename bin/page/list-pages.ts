/** `pagebeat page list`: every Page that was added, or whose events came. */
import type { AppParam } from '../../src/db/pages/app-params.ts'
import { pageNameKey, pageTokenKey } from '../../src/db/pages/page-tokens.ts'
import type { RegisteredPage } from '../../src/db/pages/registered-pages.ts'
import { printable } from '../command-line/printable.ts'
import { withStore } from '../command-line/with-store.ts'
import { withoutOldPause } from './without-old-pause.ts'

interface ListedPage extends RegisteredPage {
  readonly name?: string
  readonly hasToken: boolean
}

export async function listPages({ json }: { readonly json?: true }): Promise<void> {
  const found = await withStore(async ({ params, pages }) => {
    const about = new Map((await params.list('page.')).map((param) => [param.key.toLowerCase(), param]))
    const known = await Promise.all((await pages.list()).map((page) => withoutOldPause(page, params)))
    return known.map((page) => toListed(page, about))
  })
  if (json) return console.log(JSON.stringify(found, null, 2))
  for (const page of found) console.log(toLine(page))
  console.log(`${found.length} Page${found.length === 1 ? '' : 's'}`)
}

function toListed(page: RegisteredPage, about: ReadonlyMap<string, AppParam>): ListedPage {
  const name = about.get(pageNameKey(page.pageId))?.value
  return {
    ...page,
    ...(name === undefined ? {} : { name }),
    hasToken: about.has(pageTokenKey(page.pageId)),
  }
}

function toLine({ pageId, name, registeredTs, hasToken, pausedUntil, pauseReason }: ListedPage): string {
  const since =
    registeredTs === undefined ? 'not added, events came' : `added ${registeredTs.toISOString().slice(0, 10)}`
  const waits =
    pausedUntil !== undefined && pausedUntil.getTime() > Date.now()
      ? `, waits until ${pausedUntil.toISOString()} (${pauseReason ?? 'no reason given'})`
      : ''
  const named = name === undefined ? '' : ` ${printable(name)}`
  return `${pageId}${named}: ${since}, ${hasToken ? 'has a token' : 'no token'}${waits}`
}
