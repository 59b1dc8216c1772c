/** Finds dates and times of day in the phrases of all language tables. At each place the longest phrase counts. */
import { isBelieved } from './believed.ts'
import { lexicons } from './lexicons.ts'
import type { NumericDates } from './numeric-dates.ts'
import { readersAt, type PhraseReading } from './reading.ts'
import type { Token } from './tokens.ts'

export interface PhraseText {
  readonly tokens: readonly Token[]
  /** Dates in digits, which expressions have found. */
  readonly numeric: NumericDates
  /** The language of the text, if it is known. */
  readonly language: string | undefined
}

/** In the order of the text. None overlaps another one. */
export function findPhrases(text: PhraseText): readonly PhraseReading[] {
  const { tokens, language } = text
  const readers = lexicons()
    .toSorted((a, b) => Number(b.language === language) - Number(a.language === language))
    .map((lexicon) => readersAt({ ...text, lexicon }))
  const found: PhraseReading[] = []
  let at = 0
  while (at < tokens.length) {
    const best = canBegin(tokens, at) ? longest(readers, { text, at, before: found.at(-1) }) : undefined
    if (best === undefined) {
      at++
      continue
    }
    if (best.kind !== 'silent') found.push(best)
    at = best.to
  }
  return found
}

interface Place {
  readonly text: PhraseText
  readonly at: number
  readonly before: PhraseReading | undefined
}

function longest(
  readers: readonly ((at: number) => readonly PhraseReading[])[],
  { text, at, before }: Place,
): PhraseReading | undefined {
  let best: PhraseReading | undefined
  for (const read of readers) {
    for (const reading of read(at)) {
      if (best !== undefined && !isLonger(reading, best)) continue
      if (canEnd(text.tokens, reading.to) && isBelieved(reading, { ...text, before })) best = reading
    }
  }
  return best
}

/** Of two equal ones the silent one counts: "am Morgen" is no "am" and "morgen". */
function isLonger(one: PhraseReading, other: PhraseReading): boolean {
  return one.to > other.to || (one.to === other.to && one.kind === 'silent' && other.kind !== 'silent')
}

/** Not inside a word, a number, an address or a name of letters and digits. */
function canBegin(tokens: readonly Token[], at: number): boolean {
  const [token, before, earlier] = [tokens[at], tokens[at - 1], tokens[at - 2]]
  if (token === undefined || token.isDead || token.kind === 'sign') return token?.word === '@'
  if (!token.isGlued || before === undefined) return true
  if (before.kind !== 'sign') return false
  if (/[/@#_+\-$€£&=*^]/.test(before.word)) return before.word === '-' && !before.isGlued
  return !(/[.,:]/.test(before.word) && before.isGlued && earlier?.kind !== 'sign' && token.kind === 'digits')
}

function canEnd(tokens: readonly Token[], to: number): boolean {
  const [last, next, behind] = [tokens[to - 1], tokens[to], tokens[to + 1]]
  if (next === undefined || !next.isGlued) return true
  if (next.kind !== 'sign') return last?.kind === 'sign'
  if (/[@_$€£%&=*#]/.test(next.word)) return false
  const goesOn = behind?.isGlued === true
  if (last?.kind === 'digits' && goesOn && behind.kind === 'digits') return false
  return !(/[-/]/.test(next.word) && goesOn && behind.kind !== 'sign')
}
