/**
 * Says once a day in which languages the bot understands, in place of the usual text for what was not understood. Only
 * for a text that is surely in a language without examples.
 */
import { namesOfLanguages } from '../../domain/language-names.ts'
import { primaryLanguage } from '../../domain/languages.ts'
import { otherLanguageText } from '../default-texts.ts'
import type { Text } from '../schema/names.ts'
import { chooseText } from '../texts.ts'
import { emitText } from './emit.ts'
import { rendered, type Run } from './run.ts'

const dayMs = 86_400_000

/** Whether it was said. */
export function tellLanguages(run: Run): boolean {
  const { otherLanguage } = run.input.understanding
  const { other_language: own, languages = ['en'] } = run.definition
  if (otherLanguage === undefined || own?.say === false) return false
  const { languagesTold } = run.context
  if (languagesTold !== undefined && run.input.now - languagesTold < dayMs) return false
  const text = own?.say ?? otherLanguageText
  const language = isWrittenIn(text, otherLanguage) ? otherLanguage : run.language
  const chosen = chooseText(text, { language, seed: `${run.input.turn.id}/languages` })
  const known = languages.filter((tag) => primaryLanguage(tag) !== primaryLanguage(otherLanguage))
  const names = namesOfLanguages(known, isWrittenIn(text, language) ? language : 'en')
  const said = own === undefined ? chosen.replace('{languages}', names) : rendered(run, chosen)
  if (said === undefined || known.length === 0) return false
  run.context = { ...run.context, languagesTold: run.input.now }
  emitText(run, said)
  return true
}

function isWrittenIn(text: Text, language: string): boolean {
  return typeof text === 'object' && !Array.isArray(text) && Object.hasOwn(text, primaryLanguage(language))
}
