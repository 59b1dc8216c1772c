/** The sentences of a message, and the clauses in them that may each want something. */
import { joins } from './joining-words.ts'
import { toClauses, toTokens } from './tokens.ts'

/** More sentences than this are not read: their first and last ones are. It limits the time that a text can take. */
const mostSentences = 12
const mostClauses = 12

export function toSentences(text: string): readonly string[] {
  const all = text.split(/(?<=[.!?…])\s+|(?<=[。！？؟])|\n+/u).filter((part) => /[\p{L}\p{N}]/u.test(part))
  if (all.length <= mostSentences) return all
  return [...all.slice(0, mostSentences / 2), ...all.slice(-mostSentences / 2)]
}

/** Each has two words or more. */
export function toWishes(sentences: readonly string[]): readonly string[] {
  return sentences.flatMap(splitAtJoins).slice(0, mostClauses)
}

function splitAtJoins(sentence: string): readonly string[] {
  const clauses = toClauses(sentence).flatMap((clause) => {
    const cuts = clause.flatMap(({ word }, at) =>
      joins.has(word) && at > 1 && at < clause.length - 2 ? [at] : [],
    )
    return [0, ...cuts].map((from, index) => clause.slice(from, cuts[index]))
  })
  return clauses.flatMap((clause) =>
    clause.length < 2 ? [] : [sentence.slice(clause[0]?.from, clause.at(-1)?.to)],
  )
}

export function countWords(text: string): number {
  return toTokens(text).length
}
