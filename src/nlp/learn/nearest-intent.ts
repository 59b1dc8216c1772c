/** The intent that a group of texts is nearest to, as the local provider of a storyboard sees it. */
import type { Alternative } from '../../domain/understanding.ts'

export interface NearestIntent {
  readonly intent: string
  /** 0 to 1: the mean of the texts that were read. */
  readonly confidence: number
}

/** More texts of a group seldom change the result. */
const mostRead = 5

/** Undefined: training saw nothing of these texts. */
export function findNearestIntent(
  texts: readonly string[],
  guess: (text: string) => readonly Alternative[],
): NearestIntent | undefined {
  const read = texts.slice(0, mostRead)
  const sums = new Map<string, number>()
  for (const text of read)
    for (const { name, confidence } of guess(text).slice(0, 1))
      sums.set(name, (sums.get(name) ?? 0) + confidence)
  const [best] = [...sums].toSorted(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
  return best === undefined
    ? undefined
    : { intent: best[0], confidence: Math.round((best[1] / read.length) * 100) / 100 }
}

const mostNear = 5

/** The intents that the texts are nearest to, the nearest first. The first is `findNearestIntent`'s. */
export function findNearIntents(
  texts: readonly string[],
  guess: (text: string) => readonly Alternative[],
): string[] {
  const first = findNearestIntent(texts, guess)
  if (first === undefined) return []
  const sums = new Map<string, number>()
  for (const text of texts.slice(0, mostRead))
    for (const { name, confidence } of guess(text)) sums.set(name, (sums.get(name) ?? 0) + confidence)
  sums.set(first.intent, Infinity)
  return [...sums]
    .toSorted(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
    .slice(0, mostNear)
    .map(([name]) => name)
}
