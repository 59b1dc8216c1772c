/** `pagebeat page add` and `pagebeat page token`: the Page's access token is kept, encrypted, once Facebook has said what it is. */
import type { PageId } from '../../src/domain/ids.ts'
import { pageNameKey, pageTokenKey } from '../../src/db/pages/page-tokens.ts'
import { type Finding, toLines } from '../../src/facebook/page-check/finding.ts'
import { requirePageId } from './page-id.ts'
import { printable } from '../command-line/printable.ts'
import { readSecret } from '../command-line/read-secret.ts'
import { Refused } from '../command-line/refused.ts'
import { findInToken, unfit } from '../../src/facebook/page-check/token-findings.ts'
import { type Admin, withAdmin } from './with-facebook.ts'
import { type Store, withStore } from '../command-line/with-store.ts'

export interface AddOptions {
  readonly name?: string
  /** False with --no-check. */
  readonly check: boolean
  readonly json?: true
}

export async function addPage(pageId: string, { name, check, json }: AddOptions): Promise<void> {
  requirePageId(pageId)
  const token = await readToken(pageId)
  if (!check && name === undefined) throw new Refused('with --no-check, say what the Page is called: --name')
  const { findings, called } = check
    ? await withAdmin(async (admin) => {
        const known = await inspect(admin, { pageId, token })
        await keep(admin, { pageId, token, name: name ?? known.called })
        return known
      })
    : await withStore(async (store) => {
        await keep(store, { pageId, token, name })
        return { findings: [], called: undefined }
      })
  const shown = name ?? called ?? pageId
  if (json) return console.log(JSON.stringify({ pageId, name: shown, findings }))
  for (const line of findings.flatMap(toLines)) console.log(line)
  console.log(`Page ${pageId} (${printable(shown)}) is added.`)
  console.log(`Next: pagebeat page subscribe ${pageId} --callback https://<your host>/webhook`)
}

export async function replaceToken(
  pageId: string,
  { check, json }: { readonly check: boolean; readonly json?: true },
): Promise<void> {
  requirePageId(pageId)
  const token = await readToken(pageId)
  const findings = check
    ? await withAdmin(async (admin) => {
        await requireAdded(admin, pageId)
        const known = await inspect(admin, { pageId, token })
        await keep(admin, { pageId, token })
        return known.findings
      })
    : await withStore(async (store) => {
        await requireAdded(store, pageId)
        await keep(store, { pageId, token })
        return []
      })
  if (json) return console.log(JSON.stringify({ pageId, findings }))
  for (const line of findings.flatMap(toLines)) console.log(line)
  console.log(
    `The token of Page ${pageId} is replaced; running workers take it within 5 s, and what waited goes on.`,
  )
}

async function readToken(pageId: string): Promise<string> {
  const token = await readSecret(`The access token of Page ${pageId}`)
  if (!/^[\x21-\x7e]{8,4096}$/.test(token)) {
    throw new Refused('what came on standard input is no access token: one word of letters, digits and signs')
  }
  return token
}

async function requireAdded({ pages }: Store, pageId: PageId): Promise<void> {
  const page = await pages.find(pageId)
  if (page?.registeredTs === undefined) {
    throw new Refused(`Page ${pageId} was not added: \`pagebeat page add ${pageId} --name <name>\``)
  }
}

interface Candidate {
  readonly pageId: PageId
  readonly token: string
}

/** What to know of the token. Throws Refused, and nothing is kept, when it is of no use for this Page. */
async function inspect(
  { facebook, appId }: Admin,
  { pageId, token }: Candidate,
): Promise<{ readonly findings: readonly Finding[]; readonly called: string | undefined }> {
  const facts = await facebook.inspectToken(token)
  const findings = findInToken(facts, { pageId, appId, now: Date.now() })
  const fatal = findings.filter(({ check, state }) => state === 'wrong' && unfit.has(check))
  if (fatal.length > 0) {
    throw new Refused(['The token is of no use, and is not kept:', ...fatal.flatMap(toLines)].join('\n'))
  }
  const page = await facebook.findPage({ pageId, token })
  if (page.id !== pageId) {
    throw new Refused(`Facebook says the id of this Page is ${printable(page.id)}; nothing is kept`)
  }
  return { findings: findings.filter(({ state }) => state !== 'ok'), called: page.name }
}

/** The token first: a registered Page without one would be an error at every call. */
async function keep(
  { params, pages }: Store,
  { pageId, token, name }: Candidate & { readonly name?: string | undefined },
): Promise<void> {
  await params.set({
    key: pageTokenKey(pageId),
    value: token,
    isSecret: true,
    description: 'access token of the Page',
  })
  if (name !== undefined) await params.set({ key: pageNameKey(pageId), value: name, type: 'string' })
  await pages.register(pageId)
  await pages.endPause(pageId)
}
