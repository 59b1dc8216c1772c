/** The part of a text that can tell its language: addresses, links and codes are written alike in all of them. */
import { plainSigns } from './plain-signs.ts'

const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u

/** Without e-mail addresses, names of domains and users, links, and words with a digit (`AB1234`). */
export function withoutAddresses(text: string): string {
  return plainSigns(text)
    .split(/\s+/u)
    .map((word) => (isAddress(word) ? restOf(word) : word))
    .join(' ')
}

const domain = /[\p{L}\p{N}]\.\p{L}{2,}/u

function isAddress(word: string): boolean {
  return word.includes('@') || word.includes('://') || /\p{N}/u.test(word) || domain.test(word)
}

/** A script without spaces joins an address with its sentence. */
function restOf(word: string): string {
  return unspaced.test(word) ? word.replaceAll(/\p{Script=Latin}+/gu, '') : ''
}
