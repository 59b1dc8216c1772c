/** The intent of a judgement, and the others as alternatives. A refused guess is the first alternative. */
import type { Alternative } from '../../../domain/understanding.ts'
import { leastLikely } from '../weigh-alternatives.ts'
import type { Meaning } from './meaning.ts'

export function choose([first, ...others]: readonly Alternative[], least: number): Meaning {
  if (first === undefined) return {}
  if (first.confidence < least)
    return withAlternatives(
      [first, ...others.slice(0, 2)].filter(({ confidence }) => confidence >= leastLikely),
    )
  return { intent: first, ...withAlternatives(others) }
}

export function withAlternatives(alternatives: readonly Alternative[]): Meaning {
  return alternatives.length === 0 ? {} : { alternatives }
}
