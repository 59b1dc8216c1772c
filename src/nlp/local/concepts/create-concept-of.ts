/**
 * Finds the meaning that a word shares with its synonyms, so that "raise my limit" is like "increase my limit" though
 * no example says "raise". A storyboard's few examples do not show that.
 */
import { guessLanguage } from '../guess-language.ts'
import { fold } from '../normalise.ts'
import { once } from '../once.ts'
import { english } from './english.ts'
import { french } from './french.ts'
import { german } from './german.ts'
import { italian } from './italian.ts'
import { portuguese } from './portuguese.ts'
import { spanish } from './spanish.ts'
import type { ConceptTable } from './concept-table.ts'

/** `=price` for "costs" and "fee"; undefined for a word of no table. The word must be folded and in lower case. */
export type ConceptOf = (word: string) => string | undefined

const tables: Readonly<Record<string, ConceptTable>> = {
  en: english,
  de: german,
  es: spanish,
  fr: french,
  pt: portuguese,
  it: italian,
}

/** Only the tables of these languages are read: a beginning of one language is often a word of another. */
export function createConceptOf(languages: readonly string[]): ConceptOf {
  const lexicons = languages.flatMap((language) => lexiconOf.get(language)?.() ?? [])
  return (word) => {
    for (const { words } of lexicons) {
      const concept = words.get(word)
      if (concept !== undefined) return concept
    }
    for (let length = Math.min(word.length, longestBeginning); length >= shortestBeginning; length--) {
      const beginning = word.slice(0, length)
      for (const { beginnings } of lexicons) {
        const concept = beginnings.get(beginning)
        if (concept !== undefined) return concept
      }
    }
    return undefined
  }
}

const mostGuessed = 400
const leastShare = 0.1

/** The languages with a table that a tenth of the texts or more are in. All of them if no text tells its language. */
export function languagesOf(texts: readonly string[]): readonly string[] {
  const every = Math.ceil(texts.length / mostGuessed)
  const told = texts.flatMap((text, at) => (at % every === 0 ? (guessLanguage(text) ?? []) : []))
  const all = Object.keys(tables)
  if (told.length === 0) return all
  return all.filter((language) => told.filter((one) => one === language).length >= leastShare * told.length)
}

interface Lexicon {
  readonly words: ReadonlyMap<string, string>
  readonly beginnings: ReadonlyMap<string, string>
}

const shortestBeginning = 3
const longestBeginning = 16

const lexiconOf: ReadonlyMap<string, () => Lexicon> = new Map(
  Object.entries(tables).map(([language, table]) => [language, once(() => toLexicon(table))]),
)

function toLexicon(table: ConceptTable): Lexicon {
  const words = new Map<string, string>()
  const beginnings = new Map<string, string>()
  for (const [concept, list] of Object.entries(table)) {
    for (const entry of list.split(' ')) {
      const word = fold(entry.replace('*', ''))
      const into = entry.endsWith('*') ? beginnings : words
      if (!into.has(word)) into.set(word, `=${concept}`)
    }
  }
  return { words, beginnings }
}
