/** The words of a text with their places, and its clauses: what stands between commas, full stops, and words as "but". */
import { foldWord } from './fold-word.ts'
import { contrasts, joins, starts } from './joining-words.ts'

export interface Token {
  /** Lower case, without accents. */
  readonly word: string
  /** Where it begins in the text. */
  readonly from: number
  /** Where it ends, exclusive. */
  readonly to: number
}

export type Clause = readonly Token[]

/** "I don't need my table for five please cancel it": without commas, a request begins with its "please". */
const longestBeforePlease = 4

const piece = /[\p{L}\p{M}\p{N}]+|[.,;:!?¿¡…。，！？؟،\n()"“”„«»]|\s[-–—]\s|[–—]/gu
const isWord = /^[\p{L}\p{M}\p{N}]/u

/** An apostrophe parts two words: `don`, `t`. */
export function toTokens(text: string): readonly Token[] {
  return toClauses(text).flat()
}

/** No clause is empty. A word that joins or contrasts two clauses belongs to the second one. */
export function toClauses(text: string): readonly Clause[] {
  const clauses: Token[][] = []
  let clause: Token[] = []
  const end = (): void => {
    if (clause.length > 0) clauses.push(clause)
    clause = []
  }
  for (const found of text.matchAll(piece)) {
    const [part] = found
    if (!isWord.test(part)) {
      end()
      continue
    }
    const token = { word: foldWord(part), from: found.index, to: found.index + part.length }
    const last = clause.at(-1)
    const isRequest = token.word === 'please' && clause.length > longestBeforePlease
    if (contrasts.has(token.word) || isRequest) end()
    else if (last !== undefined && clause.length > 1 && joins.has(last.word) && starts.has(token.word)) {
      clause.pop()
      end()
      clause.push(last)
    }
    clause.push(token)
  }
  end()
  return clauses
}
