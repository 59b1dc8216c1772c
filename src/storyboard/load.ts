import { createHash } from 'node:crypto'
import path from 'node:path'
import { checkStoryboard } from './check/check.ts'
import { decodeStoryboard } from './decode-storyboard.ts'
import { type Path, readDocument, withShape } from './document.ts'
import { createEngine } from './engine/respond.ts'
import { asksForRecent } from './engine/asks-for-recent.ts'
import { listensTo } from './engine/listens-to.ts'
import { hasRules, moderatesByIntent } from './engine/moderate.ts'
import { toMessengerProfile } from './messenger-profile.ts'
import { byPlace, StoryboardError } from './problem.ts'
import { readSource } from './read-source.ts'
import type { LoadedStoryboard } from './storyboard.ts'
import { createTemplates } from './templates.ts'
import { toExamples } from './to-examples.ts'

/** The storyboard in this file, ready to reply. Throws StoryboardError with its mistakes: line, column, what to do. */
export function loadStoryboard(file: string): LoadedStoryboard {
  return parseStoryboard({ file, source: readSource(file) })
}

/** The storyboard in this text; `file` is for messages. */
export function parseStoryboard({
  file,
  source,
}: {
  readonly file: string
  readonly source: string
}): LoadedStoryboard {
  const document = readDocument(file, source)
  if (document.data === undefined) throw new StoryboardError(document.problems)
  const { definition, mistakes: misshapen, pruned } = decodeStoryboard(document.data)
  const templates = createTemplates({ timezone: definition.timezone ?? 'UTC' })
  const findings = checkStoryboard(definition, templates)
  const mistakes = [...misshapen, ...findings.filter((one) => !one.isWarning && !isBelow(one.path, pruned))]
  const problems = withShape(document, mistakes)
  if (problems.length > 0) throw new StoryboardError(problems)
  const warnings = findings
    .filter((one) => one.isWarning)
    .map((one) => document.problemAt(one.path, one.message))
  return {
    file: path.basename(file),
    name: definition.name,
    version: createHash('sha256').update(source).digest('hex').slice(0, 16),
    definition,
    warnings: [...document.warnings, ...warnings].toSorted(byPlace),
    problemAt: document.problemAt,
    examples: toExamples(definition),
    messengerProfile: toMessengerProfile(definition),
    listensTo: listensTo(definition),
    isAutomaticApp: (appId) => definition.page?.automatic_apps?.includes(appId) === true,
    asksForRecent: asksForRecent(definition),
    moderates: hasRules(definition),
    moderatesByIntent: moderatesByIntent(definition),
    ...(definition.gather_ms === undefined ? {} : { gatherMs: definition.gather_ms }),
    respond: createEngine({ definition, templates }),
  }
}

function isBelow(below: Path, places: readonly Path[]): boolean {
  return places.some((place) => place.every((step, at) => String(step) === String(below[at])))
}
