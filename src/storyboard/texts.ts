/** Choosing among variants and languages, comparing what people write, and cutting to a length. */
import type { Label, Text } from './schema/names.ts'

export interface Choosing {
  readonly language: string
  /** The same seed chooses the same variant. */
  readonly seed: string
}

/** One template of the text: in the language, or the first one there is. */
export function chooseText(text: Text | Label, { language, seed }: Choosing): string {
  const variants = inLanguage(text, language)
  if (typeof variants === 'string') return variants
  return variants[hash(seed) % variants.length] ?? ''
}

function inLanguage(text: Text | Label, language: string): string | readonly string[] {
  if (typeof text === 'string' || Array.isArray(text)) return text
  return text[language] ?? text[language.split('-')[0] ?? ''] ?? Object.values(text)[0] ?? ''
}

/** Every template that the text may turn out to be, with its place below the text. */
export function templatesIn(
  text: Text | Label,
): { readonly source: string; readonly path: (string | number)[] }[] {
  if (typeof text === 'string') return [{ source: text, path: [] }]
  if (Array.isArray(text)) return text.map((source, index) => ({ source, path: [index] }))
  return Object.entries(text).flatMap(([language, inner]) =>
    templatesIn(inner).map(({ source, path }) => ({ source, path: [language, ...path] })),
  )
}

/** FNV-1a: spreads the variants evenly, the same on every machine. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193) >>> 0
  }
  return value
}

/** Words without case, accents and punctuation, so that what people type on a phone is equal to what the author wrote. */
export function normalise(text: string): string {
  return text
    .slice(0, 2_000)
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/['’]/g, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** Whether the phrase is in the text as whole words; without spaces (Chinese, Thai, emoji) as a part. Both as people wrote them. */
export function holdsPhrase(text: string, phrase: string): boolean {
  const wanted = normalise(phrase)
  if (wanted === '') return phrase.trim() !== '' && text.includes(phrase.trim())
  const given = normalise(text)
  return hasNoSpaces(wanted) ? given.includes(wanted) : ` ${given} `.includes(` ${wanted} `)
}

function hasNoSpaces(text: string): boolean {
  return /\p{sc=Han}|\p{sc=Hiragana}|\p{sc=Katakana}|\p{sc=Thai}|\p{sc=Khmer}|\p{sc=Lao}|\p{sc=Myanmar}/u.test(
    text,
  )
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** At most `limit` UTF-16 units, never through the middle of what a person sees as one character. */
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
