/** `pagebeat page publish`: writes greeting, Get Started, ice breakers and menu of the storyboard to Facebook. */
import { managedProperties } from '../../src/facebook/page-check/messenger-profile-diff.ts'
import { publishMessengerProfile } from '../../src/facebook/page-check/publish-messenger-profile.ts'
import { Refused } from '../command-line/refused.ts'
import { requireAccess } from './page-access.ts'
import { readStoryboardProfile } from './storyboard-profile.ts'
import { withAdmin } from './with-facebook.ts'
import { printJson, printLine } from '../command-line/terminal.ts'

export interface PublishOptions {
  readonly storyboard?: string
  readonly dryRun?: boolean
  readonly json?: true
}

export async function publishProfile(
  pageId: string,
  { storyboard, dryRun = false, json }: PublishOptions,
): Promise<void> {
  const wanted = await readStoryboardProfile(storyboard)
  if (wanted === undefined)
    throw new Refused('The storyboard is missing: name it with --storyboard <file>, or set STORYBOARD')
  const diff = await withAdmin(async ({ facebook, params }) => {
    const access = await requireAccess(params, pageId)
    return await publishMessengerProfile(facebook, { access, wanted, dryRun })
  })
  const changed = Object.keys(diff.write)
  if (json) return printJson({ pageId, changed, removed: diff.remove, dryRun })
  for (const line of diff.lines) printLine(line)
  printLine(toSummary(diff.lines.length > 0, dryRun))
}

function toSummary(differs: boolean, dryRun: boolean): string {
  if (!differs) return `Nothing to do: ${managedProperties.join(', ')} are as in the storyboard.`
  if (dryRun) return 'Nothing was published (--dry-run).'
  return 'Published. Facebook may take up to 24 hours to show a changed menu.'
}
