/** `pagebeat page publish`: greeting, Get Started, ice breakers and menu of the Page are the storyboard's. */
import {
  diffMessengerProfile,
  managedProperties,
} from '../../src/facebook/page-check/messenger-profile-diff.ts'
import { requireAccess } from './page-id.ts'
import { printable } from '../command-line/printable.ts'
import { findStoryboard, readMessengerProfile } from './read-messenger-profile.ts'
import { Refused } from '../command-line/refused.ts'
import { withAdmin } from './with-facebook.ts'

export interface PublishOptions {
  readonly storyboard?: string
  readonly dryRun?: boolean
  readonly json?: true
}

/** Publishing again changes nothing. What is new is written before what is gone is deleted: the menu is never without Get Started. */
export async function publishProfile(
  pageId: string,
  { storyboard, dryRun = false, json }: PublishOptions,
): Promise<void> {
  const file = findStoryboard(storyboard)
  if (file === undefined) throw new Refused('which storyboard? --storyboard <file>, or set STORYBOARD')
  const wanted = await readMessengerProfile(file)
  const diff = await withAdmin(async ({ facebook, params }) => {
    const access = await requireAccess(params, pageId)
    const found = diffMessengerProfile(await facebook.findMessengerProfile(access), wanted)
    if (dryRun) return found
    if (Object.keys(found.write).length > 0) await facebook.writeMessengerProfile(access, found.write)
    if (found.remove.length > 0) await facebook.deleteMessengerProfile(access, found.remove)
    return found
  })
  const changed = Object.keys(diff.write)
  if (json) return console.log(JSON.stringify({ pageId, changed, removed: diff.remove, dryRun }))
  for (const line of diff.lines) console.log(printable(line))
  console.log(toSummary(diff.lines.length > 0, dryRun))
}

function toSummary(differs: boolean, dryRun: boolean): string {
  if (!differs) return `Nothing to do: ${managedProperties.join(', ')} are the storyboard's.`
  if (dryRun) return 'Nothing was published (--dry-run).'
  return 'Published. Facebook may take up to 24 hours to show a changed menu.'
}
