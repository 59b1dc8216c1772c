/**
 * Texts as a reader sees them, so that a word of a list equals the same word of a customer: without case, accents and
 * invisible characters, and with full-width and styled letters as plain ones.
 */

/** Facebook takes comments of at most 8,000 characters. */
export const longestComment = 8_000

/** A Korean letter becomes three by NFKD. A ligature may become 18, and a text of them is cut. */
const longestDecomposed = 3 * longestComment

const invisible =
  /[\u{FE00}-\u{FE0F}\u{34F}\u{AD}\u{61C}\u{115F}\u{1160}\u{17B4}\u{17B5}\u{180B}-\u{180F}\u{200B}-\u{200F}\u{202A}-\u{202E}\u{2060}-\u{206F}\u{3164}\u{FEFF}\u{FFA0}\u{E0000}-\u{E0FFF}]/gu

/** Accents of Latin, Greek and Cyrillic, and the optional vowel signs of Arabic and Hebrew. Indic vowels are letters. */
const accents = new RegExp(
  String.raw`[\u{300}-\u{36F}\u{483}-\u{489}\u{591}-\u{5BD}\u{5BF}\u{5C1}\u{5C2}\u{5C4}\u{5C5}\u{5C7}\u{610}-\u{61A}\u{640}\u{64B}-\u{65F}\u{670}\u{6D6}-\u{6DC}\u{6DF}-\u{6E8}\u{6EA}-\u{6ED}\u{1AB0}-\u{1AFF}\u{1DC0}-\u{1DFF}\u{20D0}-\u{20FF}\u{FE20}-\u{FE2F}\u{93C}]`,
  'gu',
)

/** Letters that Unicode does not decompose, and spellings that readers take for the same. */
const sameLetters = readPairs(
  'ßss ıi łl øo đd ðd þth æae œoe ħh ŧt ςσ ىي یي کك ةه ɑa ɡg ƒf ᴀa ʙb ᴄc ᴅd ᴇe ꜰf ɢg ʜh ɪi ᴊj ᴋk ʟl ᴍm ɴn ᴏo ᴘp ʀr ꜱs ᴛt ᴜu ᴠv ᴡw ʏy ᴢz',
)
const hasSameLetter = new RegExp(`[${[...sameLetters.keys()].join('')}]`, 'gu')

/** The length may change. The same text gives the same result, also when it is folded again. */
export function fold(text: string): string {
  return plainShapes(text)
    .replaceAll(accents, '')
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(accents, '') // a capital İ leaves a dot behind
    .replaceAll(hasSameLetter, (letter) => sameLetters.get(letter) ?? letter)
    .replaceAll(/[\u30A1-\u30F6]/g, (kana) => String.fromCodePoint((kana.codePointAt(0) ?? 0) - 0x60)) // hiragana
    .replaceAll(/['’ʼ]/g, '')
}

/** Without invisible characters; full-width, circled and mathematical letters and digits as plain ones. Keeps case. */
export function plainShapes(text: string): string {
  return text
    .slice(0, longestComment)
    .toWellFormed()
    .replaceAll(invisible, '')
    .replaceAll(/[\u{1F150}-\u{1F169}\u{1F170}-\u{1F189}]/gu, toEnclosedLetter)
    .normalize('NFKD')
    .slice(0, longestDecomposed)
    .toWellFormed()
    .replaceAll(invisible, '')
}

function toEnclosedLetter(sign: string): string {
  const at = sign.codePointAt(0) ?? 0
  return String.fromCodePoint(0x41 + at - (at < 0x1f170 ? 0x1f150 : 0x1f170))
}

/** Letters, marks and digits in a row. */
export const wordPattern = /[\p{L}\p{M}\p{N}]+/gu

/** Chinese, Japanese, Thai and others write words without spaces between them. */
export function hasNoSpaces(text: string): boolean {
  return /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Khmer}\p{sc=Lao}\p{sc=Myanmar}]/u.test(
    text,
  )
}

/** A sign, and what stands for it: `ßss łl`. */
export function readPairs(pairs: string): ReadonlyMap<string, string> {
  return new Map(pairs.split(' ').map((pair) => [pair.slice(0, 1), pair.slice(1)]))
}
