/** A storyboard with the local understanding of its examples. */
import { readConfig } from '../../src/config.ts'
import type { Alternative, EntityDefinition, Utterance } from '../../src/domain/understanding.ts'
import { trainLocal } from '../../src/nlp/local/train-local.ts'
import { leastConfidenceOf } from '../../src/storyboard/engine/match.ts'
import { loadStoryboard } from '../../src/storyboard/load.ts'
import { Refused } from '../command-line/refused.ts'

export interface LocalStoryboard {
  readonly file: string
  readonly intents: Readonly<Record<string, readonly string[]>>
  readonly none: readonly string[]
  readonly entities: readonly EntityDefinition[]
  /** Messages of this app are no agent's: the storyboard says so, or it is our own. */
  readonly isAutomaticApp: (appId: string) => boolean
  readonly guess: (text: string) => readonly Alternative[]
  /** The intent with the confidence that the storyboard asks for; undefined: none. */
  readonly readIntent: (utterance: Utterance) => string | undefined
}

/** Throws StoryboardError, and Refused where there is nothing to learn from. */
export function loadLocalStoryboard(file: string): LocalStoryboard {
  const { definition, examples, isAutomaticApp } = loadStoryboard(file)
  const { intents, none = [], entities = [] } = examples
  if (Object.keys(intents).length === 0)
    throw new Refused(`${file} has no intents: add some, see docs/reference/storyboard.md`)
  const { understand, guess } = trainLocal(examples)
  const { FACEBOOK_APP_ID } = readConfig(process.env, { required: [], optional: ['FACEBOOK_APP_ID'] })
  const atLeast = leastConfidenceOf(definition)
  return {
    file,
    intents,
    none,
    entities,
    isAutomaticApp: (appId) => appId === FACEBOOK_APP_ID || isAutomaticApp(appId),
    guess,
    readIntent(utterance) {
      const { intent } = understand(utterance)
      return intent !== undefined && intent.confidence >= atLeast ? intent.name : undefined
    },
  }
}

/** The file that was named, or that of STORYBOARD. Throws Refused without either. */
export function requireStoryboard(given: string | undefined, command: string): string {
  const { STORYBOARD } = readConfig(process.env, { required: [], optional: ['STORYBOARD'] })
  const file = given ?? STORYBOARD
  if (file !== undefined) return file
  throw new Refused(`Name the storyboard, or set STORYBOARD: ${command}`)
}
