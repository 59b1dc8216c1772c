/** `pagebeat page check`: what stops Pagebeat from tracking a Page or from replying, each with its fix. */
import { readConfig } from '../../src/config.ts'
import { pageTokenKey } from '../../src/db/pages/page-tokens.ts'
import type { PageId } from '../../src/domain/ids.ts'
import { checkPage, type CheckedPage } from '../../src/facebook/page-check/check-page.ts'
import { currentPause } from '../../src/facebook/page-check/current-pause.ts'
import { toLines } from '../../src/facebook/page-check/finding.ts'
import { findReadableToken, requirePageId } from './page-access.ts'
import { readStoryboardProfile } from './storyboard-profile.ts'
import { type Admin, withAdmin } from './with-facebook.ts'
import { printJson, printLine, printable } from '../command-line/terminal.ts'

export interface CheckOptions {
  readonly storyboard?: string
  readonly json?: true
}

/** Exits with 1 when something is wrong, with 0 when something is only unsure. */
export async function showCheck(pageId: string, { storyboard, json }: CheckOptions): Promise<void> {
  requirePageId(pageId)
  const { name, findings } = await withAdmin(async (admin) => {
    const found = await checkPage(admin.facebook, { page: await toChecked(admin, { pageId, storyboard }) })
    await admin.recordFindings({ pageId, findings: found, now: Date.now() })
    return { name: (await admin.pages.find(pageId))?.name, findings: found }
  })
  const wrong = findings.filter(({ state }) => state === 'wrong').length
  process.exitCode = wrong === 0 ? 0 : 1
  if (json) return printJson({ pageId, wrong, findings }, 2)
  printLine(`Page ${pageId}${name === undefined ? '' : ` (${printable(name)})`}`)
  for (const line of findings.flatMap(toLines)) printLine(line)
  printLine(wrong === 0 ? 'Nothing is wrong.' : `${wrong} problem${wrong === 1 ? '' : 's'} to fix.`)
}

async function toChecked(
  { params, pages, appId, version }: Admin,
  { pageId, storyboard }: { readonly pageId: PageId; readonly storyboard: string | undefined },
): Promise<CheckedPage> {
  const { FACEBOOK_VERIFY_TOKEN: verifyToken } = readConfig(process.env, {
    required: [],
    optional: ['FACEBOOK_VERIFY_TOKEN'],
  })
  const token = await params.get(pageTokenKey(pageId))
  const row = await pages.find(pageId)
  const pause = row && currentPause(row, await findReadableToken(params, pageId))
  const messengerProfile = await readStoryboardProfile(storyboard)
  return {
    pageId,
    appId,
    version,
    ...(token === undefined ? {} : { token }),
    ...(verifyToken === undefined ? {} : { verifyToken }),
    ...(messengerProfile === undefined ? {} : { messengerProfile }),
    ...(pause === undefined ? {} : { pause }),
  }
}
