/**
 * The language of a text for its dates and numbers. If none is told, or the told one has none of the words, the language
 * counts that alone has most of them.
 */
import { commonWordsOf } from '../../common-words.ts'
import { smallWordsOf } from '../../language-words.ts'
import { fold } from '../../normalise.ts'
import type { Lexicon } from './lexicon.ts'
import type { Phrase } from './phrase.ts'
import type { Token } from './tokens.ts'

type Vocabulary = ReadonlyMap<string, ReadonlySet<string>>

/** The language tables' own words by language. */
function vocabularyOf(lexicons: readonly Lexicon[]): Vocabulary {
  return new Map(lexicons.map((lexicon) => [lexicon.language, new Set(wordsOf(lexicon))]))
}

/** The usual words of each language by language. */
function usualOf(lexicons: readonly Lexicon[]): Vocabulary {
  return new Map(
    lexicons.map(({ language }) => [
      language,
      new Set([...commonWordsOf(language), ...smallWordsOf(language)].map(fold)),
    ]),
  )
}

function wordsOf({ byWord, bySlot, slots, numbers, followers }: Lexicon): readonly string[] {
  const phrases = [
    ...[...byWord.values(), ...bySlot.values()].flat().map(({ phrase }) => phrase),
    ...[...slots.values()].flatMap((entries) => [...entries.values()].flat()).map(({ phrase }) => phrase),
    ...numbers.phrases.map(({ phrase }) => phrase),
  ]
  const ofNumbers = [...numbers.values.keys(), ...numbers.articles, ...numbers.multiples.keys()]
  return [...phrases.flatMap(wordsIn), ...ofNumbers, ...followers].filter((word) => /\p{L}/u.test(word))
}

function wordsIn(phrase: Phrase): readonly string[] {
  return phrase.flatMap((node) => {
    if (node.kind === 'word') return [node.word]
    return node.kind === 'any' ? node.choices.flatMap(wordsIn) : []
  })
}

export interface Known {
  readonly own: Vocabulary
  readonly usual: Vocabulary
  /** The languages that know a word. */
  readonly byWord: ReadonlyMap<string, readonly string[]>
}

export function knownWords(lexicons: readonly Lexicon[]): Known {
  const [own, usual] = [vocabularyOf(lexicons), usualOf(lexicons)]
  const byWord = new Map<string, string[]>()
  for (const { language } of lexicons) {
    for (const word of new Set([...(own.get(language) ?? []), ...(usual.get(language) ?? [])]))
      byWord.set(word, [...(byWord.get(word) ?? []), language])
  }
  return { own, usual, byWord }
}

/** `told` of a language without a table is kept. */
export function textLanguage(
  tokens: readonly Token[],
  told: string | undefined,
  { own, byWord }: Known,
): string | undefined {
  if (told !== undefined && !own.has(told)) return told
  const words = new Set(
    tokens.filter(({ kind, isDead }) => kind === 'word' && !isDead).map(({ word }) => word),
  )
  const counts = new Map<string, number>()
  for (const word of words)
    for (const language of byWord.get(word) ?? []) counts.set(language, (counts.get(language) ?? 0) + 1)
  const [best, next] = [...counts].toSorted(([, a], [, b]) => b - a)
  const ofTold = counts.get(told ?? '') ?? 0
  if (best === undefined || best[1] === next?.[1]) return told
  return told === undefined || ofTold === 0 || best[1] >= ofTold + 3 ? best[0] : told
}
