/** The half of the day that words near an hour tell: "tonight at nine", "heute Abend um acht". */
import type { HalfOfDay } from '../languages/language-table.ts'
import { endOfPhrase } from './end-of-phrase.ts'
import type { PhraseReading } from './reading.ts'
import type { Token } from './tokens.ts'

/** Tokens before and behind the phrase. */
const reach = 5

export function halfNear(
  tokens: readonly Token[],
  { at, to, lexicon }: PhraseReading,
): HalfOfDay | undefined {
  const hints = lexicon.slots.get('hint')
  for (let near = Math.max(0, at - reach); near < Math.min(tokens.length, to + reach); near++) {
    for (const { phrase, value } of hints?.get(tokens[near]?.word ?? '') ?? [])
      if (endOfPhrase(tokens, phrase, near) !== undefined && isHalf(value)) return value
  }
  return undefined
}

function isHalf(value: number | string): value is HalfOfDay {
  return value === 'am' || value === 'pm' || value === 'night'
}
