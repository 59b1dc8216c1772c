/** The number words of a language table, ready for reading. */
import { fold } from '../../normalise.ts'
import type { NumberTable } from '../languages/language-table.ts'
import { type Phrase, readPhrase } from './phrase.ts'

export interface NumberLexicon {
  /** By word. A word of several tokens, as `quatre-vingt`, is in `phrases`. */
  readonly values: ReadonlyMap<string, number>
  /** All that may stand inside a number of one word, the longest first. Empty: numbers are separate words. */
  readonly inner: readonly (readonly [string, number | 'join'])[]
  /** The first two letters of these. */
  readonly innerStarts: ReadonlySet<string>
  readonly phrases: readonly {
    readonly first: string
    readonly phrase: Phrase
    readonly value: number
    readonly isWhole: boolean
  }[]
  readonly articles: ReadonlySet<string>
  readonly multiples: ReadonlyMap<string, number>
  readonly weak: ReadonlySet<string>
  readonly join: string
  readonly joins: NumberTable['joins']
  readonly half: Phrase
}

export function createNumberLexicon(table: NumberTable): NumberLexicon {
  const rows = rowsOf(table)
  const single = rows.filter(({ words }) => /^[\p{L}\p{M}]+$/u.test(words))
  const values = new Map(single.map(({ words, value }) => [fold(words), value]))
  const inner = Object.entries(table.inner ?? {}).flatMap(([value, words]) => formsOf(words, Number(value)))
  const parts = [...single, ...inner].map(({ words, value }) => [fold(words), value] as const)
  const joins = table.joins === 'unitsFirst' ? [[table.join, 'join'] as const] : []
  return {
    values,
    innerStarts: new Set(parts.map(([part]) => part.slice(0, 2))),
    inner: table.isOneWord === true ? [...parts, ...joins].toSorted(([a], [b]) => b.length - a.length) : [],
    phrases: [
      ...rows
        .filter((row) => !single.includes(row))
        .flatMap(({ words, value }) => toPhrases(words, { value, isWhole: false })),
      ...Object.entries(table.phrases).flatMap(([value, words]) =>
        toPhrases(words, { value: Number(value), isWhole: true }),
      ),
    ],
    articles: new Set(table.articles.split(' ').map(fold)),
    multiples: new Map(
      Object.entries(table.multiples).flatMap(([value, words]) =>
        words.split('|').map((word) => [fold(word), Number(value)] as const),
      ),
    ),
    weak: new Set((table.weak ?? '').split(' ').map(fold)),
    join: fold(table.join),
    joins: table.joins,
    half: readPhrase(`(${table.half})`),
  }
}

interface Row {
  readonly words: string
  readonly value: number
}

function rowsOf({ small, tens, others }: NumberTable): readonly Row[] {
  return [
    ...small.split(' ').flatMap((words, value) => formsOf(words, value)),
    ...tens.split(' ').flatMap((words, at) => formsOf(words, 20 + at * 10)),
    ...Object.entries(others).flatMap(([value, words]) => formsOf(words, Number(value))),
  ]
}

function formsOf(words: string, value: number): readonly Row[] {
  return words
    .split('|')
    .filter((form) => form !== '-')
    .flatMap((form) => [form, form.replaceAll('ü', 'ue').replaceAll('ö', 'oe')])
    .map((form) => ({ words: form, value }))
}

function toPhrases(words: string, { value, isWhole }: { readonly value: number; readonly isWhole: boolean }) {
  return words.split('|').map((written) => {
    const phrase = readPhrase(written)
    return { first: firstWord(phrase), phrase, value, isWhole }
  })
}

function firstWord([first]: Phrase): string {
  if (first?.kind === 'word') return first.word
  const [inner] = first?.kind === 'any' ? first.choices : []
  return inner === undefined ? '' : firstWord(inner)
}
