/** A language table, ready for reading: its phrases by the words with which they can begin. */
import { fold } from '../../normalise.ts'
import type { LanguageTable } from '../languages/language-table.ts'
import { createNumberLexicon, type NumberLexicon } from './number-lexicon.ts'
import { firstsOf, type Phrase, readPhrase } from './phrase.ts'
import { createWordSets, type Needs, needsOf } from './rule-needs.ts'
import { sharedDates, sharedTimes } from './shared-phrases.ts'

export interface Rule {
  readonly kind: 'date' | 'time' | 'silent'
  readonly meaning: string
  readonly phrase: Phrase
  /** It holds a whole date or time, so it cannot stand inside another one. */
  readonly isOuter: boolean
  readonly needs: Needs
  /** The numbers of its sets of words. */
  readonly sets: readonly number[]
}

export interface Entry {
  readonly phrase: Phrase
  readonly value: number | string
}

export interface Lexicon {
  readonly language: string
  readonly numbers: NumberLexicon
  readonly followers: ReadonlySet<string>
  readonly ordinalSuffixes: ReadonlySet<string>
  readonly weakMonths: ReadonlySet<string>
  /** Ranges: "2 *to* 3", "*between* 2 *and* 3". Words before a day: "*on* Friday". */
  readonly ranges: Readonly<Record<'to' | 'between' | 'and', Phrase>>
  readonly on: Phrase
  readonly slots: ReadonlyMap<string, ReadonlyMap<string, readonly Entry[]>>
  readonly byWord: ReadonlyMap<string, readonly Rule[]>
  readonly bySlot: ReadonlyMap<string, readonly Rule[]>
  /** The numbers of the sets of words that a word is in. */
  readonly setsOfWord: ReadonlyMap<string, readonly number[]>
  /** The slots that a word of the tables can begin. */
  readonly slotsOfWord: ReadonlyMap<string, readonly string[]>
}

export function createLexicon(table: LanguageTable): Lexicon {
  const plain = rulesOf(table)
  const wordSets = createWordSets(plain.map(({ needs }) => needs))
  const rules = plain.map((rule): Rule => ({ ...rule, sets: rule.needs.wordSets.map(wordSets.numberOf) }))
  const { calendar } = table
  const numbers = createNumberLexicon(table.numbers)
  const slots = slotsOf(table)
  return {
    language: table.language,
    numbers,
    setsOfWord: wordSets.ofWord,
    slotsOfWord: slotsOfWords(slots, numbers),
    followers: new Set(table.followers.split(' ').map(fold)),
    ordinalSuffixes: new Set(calendar.ordinalSuffixes.split(' ').map(fold)),
    weakMonths: new Set(calendar.weakMonths.split(' ').map(fold)),
    on: readPhrase(`(${table.groups.on})`),
    ranges: {
      to: readPhrase(`(${table.groups.to})`),
      between: readPhrase(`(${table.groups.between})`),
      and: readPhrase(`(${table.groups.and})`),
    },
    slots,
    byWord: index(rules, ({ phrase }) => firstsOf(phrase).words),
    bySlot: index(rules, ({ phrase }) => firstsOf(phrase).slots),
  }
}

function rulesOf({ dates, times, silent, groups }: LanguageTable): readonly Omit<Rule, 'sets'>[] {
  const all: readonly (readonly [Rule['kind'], Readonly<Record<string, readonly string[]>>])[] = [
    ['date', sharedDates],
    ['date', dates],
    ['time', sharedTimes],
    ['time', times],
    ['silent', { silent }],
  ]
  return all.flatMap(([kind, byMeaning]) =>
    Object.entries(byMeaning).flatMap(([meaning, phrases]) =>
      phrases.map((written) => {
        const phrase = readPhrase(written, groups)
        const isOuter = /\{(?:date|time|calendar)\}/.test(written)
        return { kind, meaning, phrase, isOuter, needs: needsOf(phrase) }
      }),
    ),
  )
}

function slotsOf({ calendar, groups }: LanguageTable): Lexicon['slots'] {
  const weekdays = rowOf(calendar.weekdays, 0)
  const short = rowOf(calendar.shortWeekdays, 0)
  const numbered = rowOf(calendar.numberedWeekdays, 0)
  const ordinals = calendar.ordinals.split(',').map((words, at) => ({ words, value: at + 1 }))
  return new Map(
    Object.entries({
      weekday: weekdays,
      anyday: [...weekdays, ...short],
      numbered: [...weekdays, ...short, ...numbered],
      month: rowOf(calendar.months, 1).map(({ words, value }) => ({ words: `${words} [.]`, value })),
      fullMonth: rowOf(firstForms(calendar.months), 1),
      ordinal: ordinals,
      unit: byValue(calendar.units),
      day: byValue(calendar.days).map(({ words, value }) => ({ words, value: Number(value) })),
      part: byValue(calendar.parts),
      hint: byValue(calendar.hints),
    }).map(([slot, rows]) => [
      slot,
      index(
        rows.map(({ words, value }) => ({ phrase: readPhrase(`(${words})`, groups), value })),
        ({ phrase }) => firstsOf(phrase).words,
      ),
    ]),
  )
}

/** Without the short names: "for Apr" may be a rate. */
function firstForms(words: string): string {
  return words.replaceAll(/\|\S*/g, '')
}

interface Row {
  readonly words: string
  readonly value: number | string
}

function rowOf(words: string, first: number): readonly Row[] {
  return words
    .split(' ')
    .map((forms, at) => ({ words: `(${forms})`, value: at + first }))
    .filter(({ words: forms }) => forms !== '(-)')
}

function byValue(values: Readonly<Record<string, string>>): readonly Row[] {
  return Object.entries(values)
    .filter(([, words]) => words !== '-')
    .map(([value, words]) => ({ words: `(${words})`, value }))
}

function index<One>(
  all: readonly One[],
  keysOf: (one: One) => ReadonlySet<string>,
): ReadonlyMap<string, readonly One[]> {
  const found = new Map<string, One[]>()
  for (const one of all) for (const key of keysOf(one)) found.set(key, [...(found.get(key) ?? []), one])
  return found
}

export const numberSlots: readonly string[] = ['n', 'hour', 'minute', 'longMinute', 'dom']

function slotsOfWords(slots: Lexicon['slots'], numbers: NumberLexicon): Lexicon['slotsOfWord'] {
  const found = new Map<string, Set<string>>()
  const add = (word: string, names: readonly string[]) => {
    const known = found.get(word) ?? new Set<string>()
    for (const name of names) known.add(name)
    found.set(word, known)
  }
  for (const [slot, words] of slots) for (const word of words.keys()) add(word, namesOf(slot))
  for (const word of firstsOfNumbers(numbers)) add(word, numberSlots)
  return new Map([...found].map(([word, names]) => [word, [...names]]))
}

function namesOf(slot: string): readonly string[] {
  if (slot === 'month') return ['month', 'strongMonth']
  return slot === 'ordinal' ? ['ord', 'dom'] : [slot]
}

function firstsOfNumbers({ values, articles, multiples, phrases }: NumberLexicon): readonly string[] {
  return [...values.keys(), ...articles, ...multiples.keys(), ...phrases.map(({ first }) => first)]
}
