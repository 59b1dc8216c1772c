/**
 * The local provider: it understands texts by a storyboard's examples, without account, download or other process.
 * The same examples make the same model.
 */
import { createHash } from 'node:crypto'
import { withoutAddresses } from '../../domain/language-evidence.ts'
import type { Alternative, TrainingExamples, Understanding, Utterance } from '../../domain/understanding.ts'
import { createFindEntities } from './entities/find-entities.ts'
import { trainClassifier, type Example } from './classifier.ts'
import { createGate } from './gate.ts'
import { guessLanguage } from './guess-language.ts'
import { fold, toWords } from './normalise.ts'
import { trainTellLanguage } from './tell-language.ts'
import { leastLikely, weighAlternatives } from './weigh-alternatives.ts'

export interface LocalModel {
  /** A digest of the examples. */
  readonly version: string
  /** Never throws. */
  readonly understand: (utterance: Utterance) => Understanding
  /** The likeliest intents, also of too little confidence: for explanations. */
  readonly guess: (text: string) => readonly Alternative[]
  /** An intent of less confidence counts as none. */
  readonly leastConfidence: number
}

export interface LocalOptions {
  /** A guess of less confidence counts as none, 0 to 1. */
  readonly leastConfidence?: number
}

/** Throws EntityPatternError if the pattern of an entity cannot be used. */
export function trainLocal(examples: TrainingExamples, options: LocalOptions = {}): LocalModel {
  const findEntities = createFindEntities(examples.entities ?? [], usualWords(toList(examples)))
  const { guess, lessons } = trainClassifier(toList(examples))
  const { toConfidence, leastConfidence } = createGate(lessons)
  const tell = createTell(examples)
  const least = options.leastConfidence ?? leastConfidence
  const version = createHash('sha256').update(JSON.stringify(examples)).digest('hex').slice(0, 16)

  function understand(utterance: Utterance): Understanding {
    const likely = guessAll(utterance.text)
    const told = tell(utterance)
    const { language } = told
    return {
      provider: 'local',
      version,
      ...choose(likely, least),
      entities: findEntities(language === undefined ? utterance : { ...utterance, language }),
      ...told,
    }
  }

  function guessAll(text: string): readonly Alternative[] {
    const guessed = guess(text)
    return guessed === undefined ? [] : weighAlternatives(guessed, toConfidence(guessed.signals))
  }

  // The first texts of a process take longer, as patterns and tables are prepared. These two take that time now.
  for (const { text } of toList(examples).slice(0, 30)) understand({ text, referenceTime: 0 })
  return { version, understand, guess: guessAll, leastConfidence: least }
}

/** A refused guess is the first alternative. */
function choose(
  [first, ...others]: readonly Alternative[],
  least: number,
): Pick<Understanding, 'intent' | 'alternatives'> {
  if (first === undefined) return {}
  if (first.confidence < least)
    return withAlternatives(
      [first, ...others.slice(0, 2)].filter(({ confidence }) => confidence >= leastLikely),
    )
  return { intent: first, ...withAlternatives(others) }
}

function withAlternatives(alternatives: readonly Alternative[]): Pick<Understanding, 'alternatives'> {
  return alternatives.length === 0 ? {} : { alternatives }
}

type Told = Pick<Understanding, 'language' | 'languageConfidence'>

/** With two languages or more, only they compete. With one, the language of a text is guessed among all known ones. */
function createTell(examples: TrainingExamples): (utterance: Utterance) => Told {
  const { languages = {} } = examples
  if (Object.keys(languages).length < 2) {
    return ({ text, locale }) => {
      const language = guessLanguage(withoutAddresses(text), locale)
      return language === undefined ? {} : { language }
    }
  }
  const texts = toList(examples).map(({ text }) => text)
  const tellLanguage = trainTellLanguage({ languages, examples: texts })
  return ({ text, locale }) => {
    const told = tellLanguage(withoutAddresses(text), locale)
    if (told === undefined) return {}
    return { language: told.language, languageConfidence: Math.round(told.confidence * 1e4) / 1e4 }
  }
}

/** Words of at least two examples, without accents. One alone may hold a typing mistake on purpose. */
function usualWords(examples: readonly Example[]): ReadonlySet<string> {
  const seen = new Set<string>()
  const again = new Set<string>()
  for (const { text } of examples)
    for (const word of new Set(toWords(text).map(fold))) (seen.has(word) ? again : seen).add(word)
  return again
}

function toList({ intents, none = [] }: TrainingExamples): readonly Example[] {
  const named = Object.entries(intents).flatMap(([intent, texts]) => texts.map((text) => ({ text, intent })))
  return [...named, ...none.map((text) => ({ text, intent: undefined }))]
}
