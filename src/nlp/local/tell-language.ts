/**
 * Tells which language of the storyboard a text is in. No other language competes. It learns from the texts that the bot
 * says in each language, from small and frequent words of the languages, and from the examples, whose language it finds
 * itself.
 */
import { amongLanguages, primaryLanguage } from '../../domain/languages.ts'
import { commonWordsOf } from './common-words.ts'
import { smallWordsOf } from './language-words.ts'
import { fold, toWords } from './normalise.ts'

export interface ToldLanguage {
  readonly language: string
  /** 0 to 1, among the languages of the storyboard. */
  readonly confidence: number
}

export type TellLanguage = (text: string, locale?: string) => ToldLanguage | undefined

interface Lessons {
  /** Texts by language. */
  readonly languages: Readonly<Record<string, readonly string[]>>
  readonly examples: readonly string[]
}

/** A guess of less confidence counts as none. A sentence holds less by chance than one word. */
const leastConfidence = 0.75
const leastForSentence = 0.5
const leastWordsOfSentence = 4
const leastForExample = 0.8
const rounds = 4
const weightOfSmallWord = 3
/** Log odds for the language of the customer's profile: one small word of another language does not outweigh it. */
const weightOfLocale = 1.2

export function trainTellLanguage({ languages, examples }: Lessons): TellLanguage {
  const tags = Object.keys(languages)
  const seeds = tags.flatMap((language) => [
    ...(languages[language] ?? []).map((text) => ({ language, words: toWords(text), weight: 1 })),
    { language, words: [...smallWordsOf(language)], weight: weightOfSmallWord },
    { language, words: commonWordsOf(primaryLanguage(language)), weight: 1 },
  ])
  let counts = countAll(tags, seeds)
  const unlabelled = examples.map(toWords)
  for (let round = 0; round < rounds; round++) {
    const found = unlabelled.flatMap((words) => {
      const [best] = rank(counts, words)
      return best === undefined || best.confidence < leastForExample
        ? []
        : [{ language: best.language, words, weight: 1 }]
    })
    counts = countAll(tags, [...seeds, ...found])
  }
  return (text, locale) => {
    const words = toWords(text).filter(isWord)
    const [best] = rank(counts, words, amongLanguages(tags, locale))
    const least = words.length < leastWordsOfSentence ? leastConfidence : leastForSentence
    return best !== undefined && best.confidence >= least ? best : undefined
  }
}

interface Counts {
  readonly language: string
  readonly words: ReadonlyMap<string, number>
  readonly pieces: ReadonlyMap<string, number>
  readonly allWords: number
  readonly allPieces: number
}

interface Lesson {
  readonly language: string
  readonly words: readonly string[]
  readonly weight: number
}

function countAll(tags: readonly string[], lessons: readonly Lesson[]): readonly Counts[] {
  return tags.map((language) => {
    const words = new Map<string, number>()
    const pieces = new Map<string, number>()
    for (const lesson of lessons) {
      if (lesson.language !== language) continue
      for (const word of lesson.words) {
        if (!isWord(word)) continue
        for (const form of formsOf(word)) add(words, form, lesson.weight)
        for (const piece of piecesOf(word)) add(pieces, piece, lesson.weight)
      }
    }
    return { language, words, pieces, allWords: sum(words), allPieces: sum(pieces) }
  })
}

/** The languages, the likeliest first; empty if nothing of the text is known. */
function rank(counts: readonly Counts[], words: readonly string[], local?: string): readonly ToldLanguage[] {
  const scores = counts.map(({ language }): number => (language === local ? weightOfLocale : 0))
  let known = 0
  for (const word of new Set(words.filter(isWord))) {
    const { isKnown, evidence } = evidenceOf(counts, word)
    const mean = evidence.reduce((all, one) => all + one, 0) / evidence.length
    const most = isKnown ? mostOfWord : mostOfPieces
    const saysNothing = evidence.every((one) => one === evidence[0])
    if (isKnown || !saysNothing) known++ // a word of both languages leaves it to the locale
    if (saysNothing) continue
    for (const [at, one] of evidence.entries())
      scores[at] = (scores[at] ?? 0) + Math.max(-most, Math.min(most, one - mean))
  }
  if (known === 0) return []
  const highest = Math.max(...scores)
  const shares = scores.map((score) => Math.exp(score - highest))
  const all = shares.reduce((total, share) => total + share, 0)
  return counts
    .map(({ language }, at) => ({ language, confidence: (shares[at] ?? 0) / all }))
    .toSorted((a, b) => b.confidence - a.confidence)
}

interface Evidence {
  readonly isKnown: boolean
  /** By language. */
  readonly evidence: readonly number[]
}

const read = new WeakMap<readonly Counts[], Map<string, Evidence>>()
const mostRead = 5_000

/** Kept for the words of customers, who use the same ones. */
function evidenceOf(counts: readonly Counts[], word: string): Evidence {
  const known = read.get(counts) ?? new Map<string, Evidence>()
  read.set(counts, known)
  const before = known.get(word)
  if (before !== undefined) return before
  const forms = formsOf(word)
  const isKnown = counts.some((one) => forms.some((form) => one.words.has(form)))
  const evidence = counts.map((one) => (isKnown ? ofWord(one, forms) : ofPieces(one, word)))
  if (known.size >= mostRead) known.clear()
  known.set(word, { isKnown, evidence })
  return { isKnown, evidence }
}

/** Log odds that one word can add. A word that no text has says less, by its pieces. */
const mostOfWord = 2
const mostOfPieces = 0.8

/** Words that are in each language alike (a brand, "ok") add nothing. */
function ofWord({ words, allWords }: Counts, forms: readonly string[]): number {
  const count = Math.max(...forms.map((form) => words.get(form) ?? 0))
  return Math.log((Math.min(count, mostCounted) + 0.15) / Math.sqrt(Math.min(allWords, mostWords) + 50))
}

/** A language with a long list of words must not seem less likely for words that all have. */
const mostWords = 300

/** Ten or a hundred times say the same. */
const mostCounted = 4

function ofPieces({ pieces, allPieces }: Counts, word: string): number {
  const all = piecesOf(word)
  const logs = all.map((piece) => Math.log((Math.min(pieces.get(piece) ?? 0, 20) + 0.5) / (allPieces + 500)))
  return logs.reduce((total, one) => total + one, 0) / all.length
}

/** As written, and without accents: many customers leave them out. */
function formsOf(word: string): readonly string[] {
  const folded = fold(word)
  return folded === word ? [word] : [word, folded]
}

/** One to four characters of the word, with its borders. */
function piecesOf(word: string): readonly string[] {
  const framed = `<${word}>`
  const pieces: string[] = []
  for (let length = 1; length <= 4; length++)
    for (let from = 0; from + length <= framed.length; from++) pieces.push(framed.slice(from, from + length))
  return pieces
}

function isWord(word: string): boolean {
  return /\p{L}/u.test(word)
}

function add(counts: Map<string, number>, key: string, weight: number): void {
  counts.set(key, (counts.get(key) ?? 0) + weight)
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((all, one) => all + one, 0)
}
