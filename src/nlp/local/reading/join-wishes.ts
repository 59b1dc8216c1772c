/** One meaning of a text of several sentences or clauses: what the customer wants, and what else. */
import type { Alternative } from '../../../domain/understanding.ts'
import { choose } from './choose.ts'
import { toSentences, toWishes } from './parts.ts'
import type { Meaning, Reader } from './meaning.ts'

/** Two wishes count only where each is as sure as this by itself; in a long text, where chance has more tries, 0.95. */
const leastOfWish = 0.9
const leastInLongText = 0.95
const longText = 4
/** One sentence speaks for the whole text if it is as sure as this. */
const leastOfSentence = 0.7
const mostAlternatives = 3

export function joinWishes(text: string, { judge, least }: Reader): Meaning {
  const sentences = toSentences(text)
  const clauses = toWishes(sentences)
  const whole = judge(text)
  if (sentences.length < 2 && clauses.length < 2) return choose(whole, least)
  const ofSentences = sentences.length < 2 ? [] : firstsOf(sentences, judge)
  const leastOfEach = Math.max(sentences.length < longText ? leastOfWish : leastInLongText, least)
  const wishes = distinct([ofSentences, firstsOf(clauses, judge)], leastOfEach)
  const [first] = whole
  const isWhole = first !== undefined && first.confidence >= least
  if (wishes.length > 1 && (!isWhole || wishes.some(({ name }) => name === first.name)))
    return withAlso(wishes, whole)
  const best = ofSentences.toSorted((a, b) => b.confidence - a.confidence)[0]
  if (
    best === undefined ||
    best.confidence < Math.max(leastOfSentence, least) ||
    (isWhole && best.confidence <= first.confidence)
  )
    return choose(whole, least)
  return choose([best, ...whole.filter(({ name }) => name !== best.name)], least)
}

function firstsOf(parts: readonly string[], judge: Reader['judge']): readonly Alternative[] {
  return parts.flatMap((part) => judge(part).slice(0, 1))
}

/** The wishes of the sentences if they are two or more, else those of the clauses, each intent once. */
function distinct(lists: readonly (readonly Alternative[])[], sure: number): readonly Alternative[] {
  let wishes: readonly Alternative[] = []
  for (const list of lists) {
    const found = new Map<string, Alternative>()
    for (const one of list) if (one.confidence >= sure && !found.has(one.name)) found.set(one.name, one)
    if (wishes.length < 2) wishes = [...found.values()]
  }
  return wishes
}

/** The first wish is the intent. */
function withAlso([intent, ...others]: readonly Alternative[], whole: readonly Alternative[]): Meaning {
  if (intent === undefined) return {}
  const also = others.map((one) => ({ ...one, isAlso: true as const }))
  const rest = whole.filter(({ name }) => name !== intent.name && !also.some((one) => one.name === name))
  return { intent, alternatives: [...also, ...rest].slice(0, mostAlternatives) }
}
