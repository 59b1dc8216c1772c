/** What several finders need of one text, read once: its words, its language and its numbers. */
import { primaryLanguage } from '../../../domain/languages.ts'
import type { Utterance } from '../../../domain/understanding.ts'
import { guessLanguage } from '../guess-language.ts'
import { type Amount, findAmounts } from './amounts.ts'
import { known } from './phrases/distinct.ts'
import { textLanguage } from './phrases/text-language.ts'
import { type Token, toTokens } from './phrases/tokens.ts'

export interface ReadText {
  readonly text: string
  readonly tokens: readonly Token[]
  /** As the caller knows it, else as the text and the locale tell, unless the words show another one. */
  readonly language: string | undefined
  readonly amounts: readonly Amount[]
}

/** No message of a customer has more words. */
const mostTokens = 400

const last = new WeakMap<Utterance, ReadText>()

export function readText(text: string, utterance: Utterance): ReadText {
  const before = last.get(utterance)
  if (before?.text === text) return before
  const tokens = toTokens(text, mostTokens)
  const told = utterance.language ?? guessLanguage(utterance.text, utterance.locale)
  const language = textLanguage(tokens, told === undefined ? undefined : primaryLanguage(told), known())
  const read = { text, tokens, language, amounts: findAmounts({ text, tokens, language }) }
  last.set(utterance, read)
  return read
}
