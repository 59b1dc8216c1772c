/** In which language a text is: one of the storyboard's, or one of which there are no examples. */
import { withoutAddresses } from '../../domain/language-evidence.ts'
import { primaryLanguage } from '../../domain/languages.ts'
import type { TrainingExamples, Understanding, Utterance } from '../../domain/understanding.ts'
import { guessLanguage } from './guess-language.ts'
import { foldedSmallWords } from './language-words.ts'
import { fold, toWords } from './normalise.ts'
import { createFindOtherLanguage } from './other-language.ts'
import { trainTellLanguage, type TellLanguage } from './tell-language.ts'

export type Told = Pick<Understanding, 'language' | 'languageConfidence' | 'otherLanguage'>

/** With two languages or more, only they compete. With one, the language of a text is guessed among all known ones. */
export function createTell(examples: TrainingExamples): (utterance: Utterance) => Told {
  const { languages = {} } = examples
  const texts = [...Object.values(examples.intents).flat(), ...(examples.none ?? [])]
  if (Object.keys(languages).length < 2) {
    const own = new Set([...Object.keys(languages), ...languagesIn(texts)])
    const said = Object.values(languages).flat()
    const findOther = createFindOtherLanguage({ languages: [...own], texts: [...texts, ...said] })
    return ({ text, locale }) => {
      const otherLanguage = findOther(text, locale)
      if (otherLanguage !== undefined) return { language: otherLanguage, otherLanguage }
      const language = guessLanguage(withoutAddresses(text), locale)
      return language === undefined ? {} : { language }
    }
  }
  return createTellAmong({ languages, texts })
}

interface Among {
  readonly languages: NonNullable<TrainingExamples['languages']>
  readonly texts: readonly string[]
}

/** Fewer examples of a language may be borrowed words. */
const leastExamples = 3
/** Least confidence that a text is in a language of the storyboard that has no examples. */
const leastOfOther = 0.95

function createTellAmong({ languages, texts }: Among): (utterance: Utterance) => Told {
  const tellLanguage = trainTellLanguage({ languages, examples: texts })
  const counts = countExamples(tellLanguage, texts)
  const own = Object.keys(languages).filter((tag) => (counts.get(tag) ?? 0) >= leastExamples)
  const said = own.flatMap((tag) => languages[tag] ?? [])
  const findOther = createFindOtherLanguage({ languages: own, texts: [...texts, ...said] })
  return ({ text, locale }) => {
    const other = own.length === 0 ? undefined : findOther(text, locale)
    if (other !== undefined && !Object.keys(languages).some((tag) => primaryLanguage(tag) === other))
      return { otherLanguage: other }
    const told = tellLanguage(withoutAddresses(text), locale)
    if (told === undefined) return {}
    const { language, confidence } = told
    return {
      language,
      languageConfidence: Math.round(confidence * 1e4) / 1e4,
      ...(other !== undefined && !own.includes(language) && confidence >= leastOfOther
        ? { otherLanguage: language }
        : {}),
    }
  }
}

/** Languages of the storyboard with fewer examples than are needed, if others have them. */
export function languagesWithoutExamples(examples: TrainingExamples): readonly string[] {
  const { languages = {} } = examples
  const tags = Object.keys(languages)
  const texts = Object.values(examples.intents).flat()
  if (tags.length < 2 || texts.length === 0) return []
  const counts = countExamples(trainTellLanguage({ languages, examples: texts }), texts)
  const lacking = tags.filter((tag) => (counts.get(tag) ?? 0) < leastExamples)
  return lacking.length === tags.length ? [] : lacking
}

function countExamples(tellLanguage: TellLanguage, texts: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const text of texts) {
    const language = tellLanguage(text)?.language
    if (language !== undefined) counts.set(language, (counts.get(language) ?? 0) + 1)
  }
  return counts
}

/** A language counts if at least this share of the examples is in it. */
const leastShare = 0.02

/** Languages that several examples are in, by their small words. */
function languagesIn(texts: readonly string[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const text of texts) {
    const words = [...new Set(toWords(text).map(fold))]
    let best: string | undefined
    let most = 1
    for (const [tag, list] of foldedSmallWords()) {
      const count = words.filter((word) => list.has(word)).length
      if (count === most) best = undefined
      if (count > most) [most, best] = [count, tag]
    }
    if (best !== undefined) counts.set(best, (counts.get(best) ?? 0) + 1)
  }
  const least = Math.max(leastExamples, texts.length * leastShare)
  return [...counts].filter(([, count]) => count >= least).map(([tag]) => tag)
}
