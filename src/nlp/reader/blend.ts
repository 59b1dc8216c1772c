/** Makes one reading of what the local provider understood and what the vectors say. */
import type { Understanding } from '../../domain/understanding.ts'
import type { ReaderReading } from './learned-reader.ts'

export interface NamedGuess {
  readonly name: string
  /** 0 to 1 */
  readonly confidence: number
}

export interface BlendInput {
  readonly own: Pick<Understanding, 'intent' | 'alternatives'>
  readonly guesses: readonly NamedGuess[]
  /** The share of the vectors, 0 to 1. */
  readonly weight: number
  /** An intent of less confidence counts as none. */
  readonly least: number
}

/** An intent of less confidence is no alternative. */
const leastAlternative = 0.1

export function blend({ own, guesses, weight, least }: BlendInput): ReaderReading {
  const also = (own.alternatives ?? []).filter(({ isAlso }) => isAlso === true)
  const sums = new Map<string, number>()
  const add = ({ name, confidence }: NamedGuess, share: number) =>
    sums.set(name, (sums.get(name) ?? 0) + share * confidence)
  for (const guess of [...(own.intent === undefined ? [] : [own.intent]), ...(own.alternatives ?? [])])
    if (!also.some((each) => each === guess)) add(guess, 1 - weight)
  for (const guess of guesses) add(guess, weight)
  const [first, ...rest] = [...sums]
    .map(([name, confidence]) => ({ name, confidence: Math.round(confidence * 1e4) / 1e4 }))
    .toSorted((a, b) => b.confidence - a.confidence)
  const isIntent = first !== undefined && first.confidence >= least
  const alternatives = [
    ...also,
    ...(first === undefined || isIntent ? rest : [first, ...rest]).filter(
      ({ name, confidence }) => confidence >= leastAlternative && !also.some((each) => each.name === name),
    ),
  ].slice(0, 3)
  return {
    ...(isIntent ? { intent: first } : {}),
    ...(alternatives.length === 0 ? {} : { alternatives }),
  }
}
