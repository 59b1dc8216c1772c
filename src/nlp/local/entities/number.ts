/** Finds numbers in digits and in words, and ranges of them. */
import type { Amount } from './amounts.ts'
import type { FindEntities, Found } from './found.ts'
import { isRange } from './ranges.ts'
import { readText } from './read-text.ts'

export const findNumbers: FindEntities = (text, utterance) => {
  const { tokens, language, amounts: all } = readText(text, utterance)
  const amounts = all.filter(({ isArticle }) => !isArticle || tokens.length === 1)
  return amounts.map((amount, at): Found => {
    const from = tokens[amount.at]?.from ?? 0
    const found = {
      name: 'number',
      value: amount.value,
      text: text.slice(from, tokens[amount.to - 1]?.to),
      confidence: amount.isDigits ? 0.95 : 0.85,
      from,
    }
    const isPair = (first: Amount | undefined, last: Amount | undefined) =>
      first !== undefined &&
      last !== undefined &&
      first.value < last.value &&
      isRange({ tokens, language, at: first.at }, first.to, last.at)
    if (isPair(amount, amounts[at + 1])) return { ...found, part: 'from' }
    return isPair(amounts[at - 1], amount) ? { ...found, part: 'to' } : found
  })
}
