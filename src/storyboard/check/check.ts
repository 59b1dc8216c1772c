/**
 * Everything that the shape of the file cannot tell: undefined names, invalid templates, lengths, examples, unreachable
 * scenes.
 */
import type { StoryboardFile } from '../schema.ts'
import type { TemplateEngine } from '../templates.ts'
import { checkActions } from './check-actions.ts'
import { checkExamples } from './check-examples.ts'
import { checkModeration } from './check-moderation.ts'
import { checkPage } from './check-page.ts'
import { checkPrivateReply } from './check-private-reply.ts'
import { checkPromises } from './check-promises.ts'
import { checkReferences } from './check-references.ts'
import { checkTemplates } from './check-templates.ts'
import { checkUnsure } from './check-unsure.ts'
import { checkWords } from './check-words.ts'
import type { Finding } from './finding.ts'
import { findLoops } from './find-loops.ts'
import { findTextComparisons } from './find-text-comparisons.ts'
import { findUnreachable } from './find-unreachable.ts'
import { findUntranslated } from './find-untranslated.ts'

export function checkStoryboard(definition: StoryboardFile, templates: TemplateEngine): Finding[] {
  return [
    ...checkReferences(definition),
    ...checkExamples(definition),
    ...checkWords(definition),
    ...checkTemplates(definition, templates),
    ...checkPage(definition),
    ...checkActions(definition),
    ...checkModeration(definition),
    ...checkUnsure(definition),
    ...checkPrivateReply(definition),
    ...checkPromises(definition),
    ...findLoops(definition),
    ...findTextComparisons(definition),
    ...findUntranslated(definition),
    ...findUnreachable(definition),
  ]
}
