/**
 * The words of a text as the local provider compares them: NFKC, lower case, at most `longestText` characters, plain
 * signs and digits. Emoji and numbers are words of their own.
 */
import { withoutAccents } from '../../domain/accents.ts'
import { plainSigns } from '../../domain/plain-signs.ts'

/** Text beyond this length is not read. It limits the time that a text can take. */
export const longestText = 2000

const word = /[\p{L}\p{M}]+(?:'[\p{L}\p{M}]+)*|\p{N}+|\p{Extended_Pictographic}|[?!]/gu

export function toWords(text: string): readonly string[] {
  return normalise(text).match(word) ?? []
}

/** The text as one line in lower case, cut at the border of a code point. */
export function normalise(text: string): string {
  return plainSigns(cut(text)).normalize('NFKC').toLowerCase().replaceAll(/[`´]/g, "'")
}

/** Without accents: on a phone, many customers write `reserve` for `réservé`. */
export function fold(text: string): string {
  return isPlain(text) ? text : withoutAccents(text).replaceAll('ß', 'ss')
}

function cut(text: string): string {
  if (text.length <= longestText) return text
  const high = text.charCodeAt(longestText - 1)
  return text.slice(0, high >= 0xd800 && high <= 0xdbff ? longestText - 1 : longestText)
}

function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 127) return false
  return true
}
