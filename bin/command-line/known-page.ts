import type { Kysely } from 'kysely'
import type { Database } from '../../src/db/mysql/schema.ts'
import { createRegisteredPages, type RegisteredPage } from '../../src/db/pages/registered-pages.ts'
import { isPageId, type PageId } from '../../src/domain/ids.ts'
import { Refused } from './refused.ts'
import { printable } from './terminal.ts'

const mostNamed = 10

/** The Page of `--page`, if it was given. Throws Refused as `requireKnownPage` does. */
export async function toKnownPageId(
  db: Kysely<Database>,
  given: string | undefined,
): Promise<PageId | undefined> {
  return given === undefined ? undefined : (await requireKnownPage(db, given)).pageId
}

/** A Page that was added or that sent events. Throws Refused, with the ids of these Pages, when it is none of them. */
export async function requireKnownPage(db: Kysely<Database>, given: string): Promise<RegisteredPage> {
  const pages = createRegisteredPages(db)
  const found = isPageId(given) ? await pages.find(given) : undefined
  if (found !== undefined) return found
  const known = await pages.list()
  const named = printable(given === '' ? '""' : given)
  if (known.length === 0)
    throw new Refused(
      `No Page was added yet, so Page ${named} is not known. Add it: \`pagebeat page add ${named}\``,
    )
  throw new Refused(`Page ${named} is not known. Known Pages: ${namesOfPages(known)}`)
}

/** The first ten, and how many more there are. */
export function namesOfPages(pages: readonly RegisteredPage[]): string {
  const more = pages.length - mostNamed
  const rest = more > 0 ? ` and ${more} more: \`pagebeat page list\`` : ''
  return `${pages.slice(0, mostNamed).map(nameOf).join(', ')}${rest}`
}

function nameOf({ pageId, name }: RegisteredPage): string {
  return name === undefined ? pageId : `${pageId} (${printable(name)})`
}
