/**
 * The local provider: it understands texts by a storyboard's examples, without account, download or other process.
 * The same examples make the same model.
 */
import { createHash } from 'node:crypto'
import type { Alternative, TrainingExamples, Understanding, Utterance } from '../../domain/understanding.ts'
import { createFindEntities } from './entities/find-entities.ts'
import { trainClassifier, type Example } from './classifier.ts'
import { createEntityMarks } from './entity-marks.ts'
import { createGate } from './gate.ts'
import { fold, toWords } from './normalise.ts'
import { createReadText } from './reading/read-text.ts'
import { createTell } from './told-language.ts'
import { weighAlternatives } from './weigh-alternatives.ts'

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
  const marks = createEntityMarks((text) => findEntities({ text, referenceTime: 0 }))
  const { guess, lessons } = trainClassifier(toList(examples), { toMarks: marks.of })
  const { toConfidence, leastConfidence } = createGate(lessons, examples.calibration)
  const tell = createTell(examples)
  const least = options.leastConfidence ?? leastConfidence
  const read = createReadText({ examples: toList(examples), judge: guessAll, least })
  const version = createHash('sha256').update(JSON.stringify(examples)).digest('hex').slice(0, 16)

  function understand(utterance: Utterance): Understanding {
    const told = tell(utterance)
    const language = utterance.language ?? told.language
    const entities = findEntities(language === undefined ? utterance : { ...utterance, language })
    marks.note(utterance.text, entities)
    return {
      provider: 'local',
      version,
      ...(told.otherLanguage === undefined ? read(utterance.text) : {}),
      entities,
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
