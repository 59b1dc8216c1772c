/**
 * The local provider: it understands texts by a storyboard's examples, without account, download or other process.
 * The same examples make the same model.
 */
import { createHash } from 'node:crypto'
import type { TrainingExamples, Understanding, Utterance } from '../../domain/understanding.ts'
import { createFindEntities } from './entities/find-entities.ts'
import { trainClassifier, type Example } from './classifier.ts'
import { createGate } from './gate.ts'
import { guessLanguage } from './guess-language.ts'

export interface LocalModel {
  /** A digest of the examples. */
  readonly version: string
  /** Never throws. */
  readonly understand: (utterance: Utterance) => Understanding
}

export interface LocalOptions {
  /** A guess of less confidence counts as none, 0 to 1. */
  readonly leastConfidence?: number
}

/** Throws EntityPatternError if the pattern of an entity cannot be used. */
export function trainLocal(examples: TrainingExamples, options: LocalOptions = {}): LocalModel {
  const findEntities = createFindEntities(examples.entities ?? [])
  const { guess, lessons } = trainClassifier(toList(examples))
  const { toConfidence, leastConfidence } = createGate(lessons)
  const least = options.leastConfidence ?? leastConfidence
  const version = createHash('sha256').update(JSON.stringify(examples)).digest('hex').slice(0, 16)

  function understand(utterance: Utterance): Understanding {
    const guessed = guess(utterance.text)
    const confidence = guessed === undefined ? 0 : toConfidence(guessed.signals)
    const language = guessLanguage(utterance.text, utterance.locale)
    return {
      provider: 'local',
      version,
      ...(guessed === undefined || confidence < least
        ? {}
        : { intent: { name: guessed.intent, confidence: Math.round(confidence * 1e4) / 1e4 } }),
      entities: findEntities(utterance),
      ...(language === undefined ? {} : { language }),
    }
  }

  // The first texts of a process take longer, as patterns and tables are prepared. These two take that time now.
  for (const { text } of toList(examples).slice(0, 30)) understand({ text, referenceTime: 0 })
  return { version, understand }
}

function toList({ intents, none = [] }: TrainingExamples): readonly Example[] {
  const named = Object.entries(intents).flatMap(([intent, texts]) => texts.map((text) => ({ text, intent })))
  return [...named, ...none.map((text) => ({ text, intent: undefined }))]
}
