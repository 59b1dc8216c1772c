/**
 * The words of a text as the local provider compares them: NFKC, lower case, no more than `longestText` characters, typographic
 * apostrophes made plain, emoji and numbers kept as words of their own.
 */

/** What stands beyond is not read: bounds the time that any text can take. */
export const longestText = 2000

const word = /[\p{L}\p{M}]+(?:'[\p{L}\p{M}]+)*|\p{N}+|\p{Extended_Pictographic}|[?!]/gu

export function toWords(text: string): readonly string[] {
  return normalise(text).match(word) ?? []
}

/** One line of lower-case text, cut on the border of a code point. */
export function normalise(text: string): string {
  return cut(text)
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[’‘ʼ`´]/g, "'")
}

/** Without accents: `réservé` and `reserve` are the same to many who write on a phone. */
export function fold(text: string): string {
  return isPlain(text)
    ? text
    : text
        .normalize('NFD')
        .replaceAll(/\p{M}+/gu, '')
        .normalize('NFC')
        .replaceAll('ß', 'ss')
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
