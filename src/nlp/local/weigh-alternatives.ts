/**
 * Gives each intent that a text may have a confidence, likeliest first. The guess keeps its own, from the gate. The
 * others get theirs in proportion to their probabilities. All together are at most 1.
 */
import type { Alternative } from '../../domain/understanding.ts'
import type { Guess } from './classifier.ts'

/** An intent of less confidence is no alternative. */
export const leastLikely = 0.05

/** The guess first, and at most three others. `confidence` is that of the guess. */
export function weighAlternatives({ intent, others }: Guess, confidence: number): readonly Alternative[] {
  const rest = 1 - confidence
  const rivals = others.flatMap(({ intent: name, ratio }) =>
    name === undefined ? [] : [{ name, confidence: confidence * ratio }],
  )
  const sum = rivals.reduce((total, rival) => total + rival.confidence, 0)
  const scale = sum > rest ? rest / sum : 1
  return [
    { name: intent, confidence: round(confidence) },
    ...rivals
      .map((rival) => ({ name: rival.name, confidence: round(rival.confidence * scale) }))
      .filter((rival) => rival.confidence >= leastLikely)
      .slice(0, 3),
  ]
}

/** Down, so that the sum stays at most 1. */
function round(confidence: number): number {
  return Math.floor(confidence * 1e4) / 1e4
}
