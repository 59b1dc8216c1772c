/** `pagebeat page check`: what keeps a Page from being tracked and answered, in plain words, each with its fix. */
import type { PageId } from '../../src/domain/ids.ts'
import { readConfig } from '../../src/config.ts'
import { pageNameKey, pageTokenKey } from '../../src/db/pages/page-tokens.ts'
import { checkPage, type CheckedPage } from '../../src/facebook/page-check/check-page.ts'
import { toLines } from '../../src/facebook/page-check/finding.ts'
import { requirePageId } from './page-id.ts'
import { printable } from '../command-line/printable.ts'
import { findStoryboard, readMessengerProfile } from './read-messenger-profile.ts'
import { type Admin, withAdmin } from './with-facebook.ts'
import { withoutOldPause } from './without-old-pause.ts'

export interface CheckOptions {
  readonly storyboard?: string
  readonly json?: true
}

/** The status is 1 when something is wrong; what is merely unsure leaves it 0. */
export async function showCheck(pageId: string, { storyboard, json }: CheckOptions): Promise<void> {
  requirePageId(pageId)
  const { name, findings } = await withAdmin(async (admin) => ({
    name: await admin.params.get(pageNameKey(pageId)),
    findings: await checkPage(admin.facebook, { page: await toChecked(admin, { pageId, storyboard }) }),
  }))
  const wrong = findings.filter(({ state }) => state === 'wrong').length
  process.exitCode = wrong === 0 ? 0 : 1
  if (json) return console.log(JSON.stringify({ pageId, wrong, findings }, null, 2))
  console.log(`Page ${pageId}${name === undefined ? '' : ` (${printable(name)})`}`)
  for (const line of findings.flatMap(toLines)) console.log(printable(line))
  console.log(wrong === 0 ? 'Nothing is wrong.' : `${wrong} thing${wrong === 1 ? '' : 's'} to mend.`)
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
  const known = await pages.find(pageId)
  const page = known && (await withoutOldPause(known, params))
  const file = findStoryboard(storyboard)
  return {
    pageId,
    appId,
    version,
    ...(token === undefined ? {} : { token }),
    ...(verifyToken === undefined ? {} : { verifyToken }),
    ...(file === undefined ? {} : { messengerProfile: await readMessengerProfile(file) }),
    ...(page?.pausedUntil === undefined
      ? {}
      : { pause: { until: page.pausedUntil, reason: page.pauseReason ?? 'throttled' } }),
  }
}
