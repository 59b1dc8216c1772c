/** Says how a message of `play` was understood: which intents and entities, how surely, and what is asked of them. */
import { trainLocal } from '../../src/nlp/local/train-local.ts'
import type { Understanding } from '../../src/domain/understanding.ts'
import { leastConfidenceOf } from '../../src/storyboard/engine/match.ts'
import type { LoadedStoryboard } from '../../src/storyboard/storyboard.ts'
import type { Shown } from '../../src/storyboard/transcript/chat.ts'

export function createExplainer({
  examples,
  definition,
}: LoadedStoryboard): (seen: Shown) => readonly string[] {
  const { leastConfidence } = trainLocal(examples)
  const atLeast = Math.max(leastConfidenceOf(definition), leastConfidence)
  const toChange = definition.questions?.change_at_least ?? 0.7

  return function explain({ understanding, text, scene, alsoScene, askedIntents, asked }) {
    if (understanding === undefined || text === undefined) return []
    const { intent, alternatives = [], entities } = understanding
    const [named, next] = [...(intent === undefined ? [] : [intent]), ...alternatives]
    const rival = next === undefined ? '' : `; next: ${next.name}`
    return [
      intent === undefined
        ? `(intent: none${named === undefined ? '' : `, the likeliest is ${rated(named)}`}; ${two(atLeast)} or more counts${rival})`
        : `(intent: ${rated(intent)}; ${two(atLeast)} or more counts${rival})`,
      ...alternatives.map((one) => `(${one.isAlso === true ? 'also' : 'or'}: ${rated(one)})`),
      ...entities.map(
        ({ name, value, confidence, isTypo }) =>
          `(entity ${name}: ${JSON.stringify(value)}, confidence ${two(confidence)}${isTypo ? ', a typing mistake: it skips no question' : ''})`,
      ),
      languageOf(understanding),
      ...(asked === undefined
        ? []
        : [
            `(the question for ${asked} waited; another intent needs ${two(toChange)} and more than one word to leave it)`,
          ]),
      ...(askedIntents === undefined ? [] : [`(not clear: asks ${askedIntents.join(' or ')})`]),
      `(scene: ${scene ?? 'none'}${alsoScene === undefined ? '' : `, then ${alsoScene}`})`,
    ]
  }
}

function languageOf({ language, languageConfidence, otherLanguage }: Understanding): string {
  if (otherLanguage !== undefined) return `(language: ${otherLanguage}, of which there are no examples)`
  if (language === undefined) return '(language: not clear)'
  return `(language: ${language}${languageConfidence === undefined ? '' : `, confidence ${two(languageConfidence)}`})`
}

function rated({ name, confidence }: { readonly name: string; readonly confidence: number }): string {
  return `${name}, confidence ${two(confidence)}`
}

function two(share: number): string {
  return share.toFixed(2)
}
