/**
 * `pagebeat page add` and `pagebeat page token`: asks Facebook about the access token of a Page, then stores it
 * encrypted.
 */
import { type NewPage, storePage } from '../../src/db/pages/add-page.ts'
import { checkToken } from '../../src/facebook/page-check/check-token.ts'
import { type Finding, toLines } from '../../src/facebook/page-check/finding.ts'
import { readSecret } from '../command-line/read-secret.ts'
import { Refused } from '../command-line/refused.ts'
import { type Store, withStore } from '../command-line/with-store.ts'
import { requirePageId } from './page-access.ts'
import { withAdmin } from './with-facebook.ts'
import { printJson, printLine, printable } from '../command-line/terminal.ts'

export interface TokenOptions {
  /** False with --no-check. */
  readonly check: boolean
  readonly json?: true
}

export async function addPage(
  pageId: string,
  { name, check, json }: TokenOptions & { readonly name?: string },
): Promise<void> {
  requirePageId(pageId)
  const token = await readToken(pageId)
  if (!check && name === undefined)
    throw new Refused('--no-check needs --name: Facebook is not asked for the name of the Page')
  const page = { pageId, token, name }
  const { findings, stored } = check ? await checkAndStore(page) : await storeOnly(page)
  const shown = stored.name ?? pageId
  if (json) return printJson({ pageId, name: shown, findings })
  for (const line of findings.flatMap(toLines)) printLine(line)
  printLine(`Page ${pageId} (${printable(shown)}) is added.`)
  printLine(`Next: pagebeat page subscribe ${pageId} --callback https://<your host>/webhook`)
}

export async function replaceToken(pageId: string, { check, json }: TokenOptions): Promise<void> {
  requirePageId(pageId)
  const page = { pageId, token: await readToken(pageId), mustBeAdded: true }
  const { findings } = check ? await checkAndStore(page) : await storeOnly(page)
  if (json) return printJson({ pageId, findings })
  for (const line of findings.flatMap(toLines)) printLine(line)
  printLine(
    `The token of Page ${pageId} is replaced. Running workers use it within 5 s and send the waiting messages.`,
  )
}

async function readToken(pageId: string): Promise<string> {
  const token = await readSecret(`The access token of Page ${pageId}`)
  if (!/^[\x21-\x7e]{8,4096}$/.test(token)) {
    throw new Refused(
      'Standard input holds no access token: a token is one word of 8 to 4096 letters, digits and signs',
    )
  }
  return token
}

interface Keeping extends NewPage {
  /** A Page that was never added has no token to replace. */
  readonly mustBeAdded?: boolean
}

interface Kept {
  readonly findings: readonly Finding[]
  readonly stored: NewPage
}

/** Throws Refused, and stores nothing, when the token cannot be used for this Page. */
async function checkAndStore(page: Keeping): Promise<Kept> {
  return await withAdmin(async (admin) => {
    await requireStorable(admin, page)
    const { facebook, appId } = admin
    const { fatal, findings, name } = await checkToken(facebook, { ...page, appId, now: Date.now() })
    if (fatal.length > 0) {
      const lines = ['The token cannot be used and was not stored:', ...fatal.flatMap(toLines)]
      throw new Refused(lines.map(printable).join('\n'))
    }
    const stored = page.mustBeAdded ? page : { ...page, name: page.name ?? name }
    await storePage(admin, stored)
    return { findings, stored }
  })
}

async function storeOnly(page: Keeping): Promise<Kept> {
  return await withStore(async (store) => {
    await requireStorable(store, page)
    await storePage(store, page)
    return { findings: [], stored: page }
  })
}

async function requireStorable({ pages }: Store, { pageId, mustBeAdded = false }: Keeping): Promise<void> {
  if (!mustBeAdded || (await pages.find(pageId))?.registeredTs !== undefined) return
  throw new Refused(`Page ${pageId} was not added. Add it: \`pagebeat page add ${pageId} --name <name>\``)
}
