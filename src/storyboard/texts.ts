/** Chooses variants and languages, compares texts of customers, and cuts texts to a length. */
import { withoutAccents } from '../domain/accents.ts'
import { plainSigns } from '../domain/plain-signs.ts'
import { remember } from '../domain/remember.ts'
import type { Label, Text } from './schema/names.ts'

export interface Choosing {
  readonly language: string
  /** The same seed chooses the same variant. */
  readonly seed: string
}

/** One template of the text: in the language, else in the first language of the text. */
export function chooseText(text: Text | Label, { language, seed }: Choosing): string {
  const variants = inLanguage(text, language)
  if (typeof variants === 'string') return variants
  return variants[hash(seed) % variants.length] ?? ''
}

function inLanguage(text: Text | Label, language: string): string | readonly string[] {
  if (typeof text === 'string' || Array.isArray(text)) return text
  return text[language] ?? text[language.split('-')[0] ?? ''] ?? Object.values(text)[0] ?? ''
}

/** Every template of the text, with its place below the text. */
export function templatesIn(
  text: Text | Label,
): { readonly source: string; readonly path: (string | number)[] }[] {
  if (typeof text === 'string') return [{ source: text, path: [] }]
  if (Array.isArray(text)) return text.map((source, index) => ({ source, path: [index] }))
  return Object.entries(text).flatMap(([language, inner]) =>
    templatesIn(inner).map(({ source, path }) => ({ source, path: [language, ...path] })),
  )
}

/** FNV-1a: chooses variants evenly, and the same on every machine. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193) >>> 0
  }
  return value
}

/** The words without case, accents and punctuation, so that a text typed on a phone equals the text of the author. */
export function normalise(text: string): string {
  return withoutAccents(plainSigns(text.slice(0, 2_000)).normalize('NFKC'))
    .toLowerCase()
    .replaceAll("'", '')
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()
}

/** Whether the text has the phrase as whole words. Scripts without spaces (Chinese, Thai) and emoji match as a part. */
export function holdsPhrase(text: string, phrase: string): boolean {
  return findPhrase(text, phrase) !== undefined
}

/** One message is searched for many phrases. */
let latest = { text: '', given: '' }

export interface Place {
  readonly from: number
  readonly to: number
}

/** Where the phrase stands in the normalised text (an emoji: in the text). A hyphen may be left out: `ebike`. */
export function findPhrase(text: string, phrase: string): Place | undefined {
  if (latest.text !== text) latest = { text, given: normalise(text) }
  return findForms(latest, toForms(phrase))
}

/** A phrase made ready for many searches. */
export interface Forms {
  /** Normalised; empty for an emoji. */
  readonly words: readonly string[]
  readonly isPart: boolean
  readonly sign: string
}

/** Phrases are those of storyboards: each message is searched for the same ones. */
export const toForms: (phrase: string) => Forms = remember(makeForms, 10_000)

function makeForms(phrase: string): Forms {
  const wanted = normalise(phrase)
  const isJoint = /[\p{L}\p{N}][-‐‑][\p{L}\p{N}]/u.test(phrase)
  const joined = isJoint ? [normalise(phrase.replaceAll(/[-‐‑]/g, ''))] : []
  return { words: wanted === '' ? [] : [wanted, ...joined], isPart: hasNoSpaces(wanted), sign: phrase.trim() }
}

export function findForms(
  { text, given }: { readonly text: string; readonly given: string },
  { words, isPart, sign }: Forms,
): Place | undefined {
  if (words.length === 0) return sign === '' ? undefined : placeOf(text, sign)
  for (const wanted of words) {
    const place = isPart ? placeOf(given, wanted) : placeOf(` ${given} `, ` ${wanted} `, wanted.length)
    if (place !== undefined) return place
  }
  return undefined
}

/** `length` without the spaces around the words. */
function placeOf(text: string, wanted: string, length = wanted.length): Place | undefined {
  const from = text.indexOf(wanted)
  return from < 0 ? undefined : { from, to: from + length }
}

function hasNoSpaces(text: string): boolean {
  return /\p{sc=Han}|\p{sc=Hiragana}|\p{sc=Katakana}|\p{sc=Thai}|\p{sc=Khmer}|\p{sc=Lao}|\p{sc=Myanmar}/u.test(
    text,
  )
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** At most `limit` UTF-16 units, never cut through the middle of a visible character. */
export function fit(text: string, limit: number): string {
  const whole = text.toWellFormed()
  if (whole.length <= limit) return whole
  let end = 0
  for (const { index, segment } of graphemes.segment(whole.slice(0, limit + 64))) {
    if (index + segment.length > limit - 1) break
    end = index + segment.length
  }
  return `${whole.slice(0, end).trimEnd()}…`
}
