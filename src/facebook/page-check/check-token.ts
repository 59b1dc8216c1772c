import type { PageId } from '../../domain/ids.ts'
import { type Finding, wrong } from './finding.ts'
import type { PageFacebook } from './page-facebook.ts'
import { findInToken, unfit } from './token-findings.ts'

export interface CheckedToken {
  /** Why the token cannot be used for this Page; empty when it can. */
  readonly fatal: readonly Finding[]
  /** What else the operator should know about the token: all findings that are not ok. */
  readonly findings: readonly Finding[]
  /** The Page's name at Facebook, if Facebook tells it. */
  readonly name?: string
}

/** Asks Facebook whether this token can be used for the Page. Throws what the calls throw. */
export async function checkToken(
  facebook: Pick<PageFacebook, 'inspectToken' | 'findPage'>,
  {
    token,
    ...wish
  }: { readonly pageId: PageId; readonly token: string; readonly appId: string; readonly now: number },
): Promise<CheckedToken> {
  const found = findInToken(await facebook.inspectToken(token), wish)
  const findings = found.filter(({ state }) => state !== 'ok')
  const fatal = findings.filter(({ check, state }) => state === 'wrong' && unfit.has(check))
  if (fatal.length > 0) return { fatal, findings }
  const { id, name } = await facebook.findPage({ pageId: wish.pageId, token })
  if (id !== wish.pageId) return { fatal: [anotherPage(id, wish.pageId)], findings }
  return { fatal, findings, ...(name === undefined ? {} : { name }) }
}

function anotherPage(id: string, pageId: string): Finding {
  return wrong('token_page', {
    says: `Facebook says the id of this Page is ${id}, not ${pageId}.`,
    fix: `use the id ${id}, or the token of Page ${pageId}`,
  })
}
