/** The intents that a group of texts is nearest to, as the local provider of a storyboard sees them. */
import type { Alternative } from '../../domain/understanding.ts'

export interface NearestIntent {
  readonly intent: string
  /** 0 to 1: the mean of the texts that were read. */
  readonly confidence: number
}

export interface NearIntents {
  /** By the first guess of each text. Undefined: training saw nothing of these texts. */
  readonly nearest: NearestIntent | undefined
  /** Names, the nearest first: `nearest`, then by all guesses. */
  readonly near: readonly string[]
}

/** More texts of a group seldom change the result. */
const mostRead = 5
const mostNear = 5

export function findNearIntents(
  texts: readonly string[],
  guess: (text: string) => readonly Alternative[],
): NearIntents {
  const guesses = texts.slice(0, mostRead).map((text) => guess(text))
  const [best] = bySum(guesses.flatMap((of) => of.slice(0, 1)))
  if (best === undefined) return { nearest: undefined, near: [] }
  const [intent, sum] = best
  const others = bySum(guesses.flat()).flatMap(([name]) => (name === intent ? [] : [name]))
  return {
    nearest: { intent, confidence: Math.round((sum / guesses.length) * 100) / 100 },
    near: [intent, ...others].slice(0, mostNear),
  }
}

/** Each name with the sum of its confidences, the highest first. */
function bySum(guesses: readonly Alternative[]): (readonly [name: string, sum: number])[] {
  const sums = new Map<string, number>()
  for (const { name, confidence } of guesses) sums.set(name, (sums.get(name) ?? 0) + confidence)
  return [...sums].toSorted(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
}
