/**
 * The text without the marks that people leave out on a phone: accents of Latin, Greek and Cyrillic letters, vowel signs
 * of Arabic and Hebrew. Marks of other scripts are letters there: without them, Hindi हाँ and है would be one word.
 */
export function withoutAccents(text: string): string {
  return /^[\0-\u007F]*$/.test(text) ? text : text.normalize('NFD').replaceAll(marks, '').normalize('NFC')
}

const ranges = [
  '\\u0300-\\u036F', // Latin, Greek, Cyrillic
  '\\u0483-\\u0487', // Cyrillic
  '\\u0591-\\u05C7', // Hebrew
  '\\u0610-\\u061A', // Arabic, as the next three
  '\\u064B-\\u065F',
  '\\u0670',
  '\\u06D6-\\u06ED',
  '\\u1AB0-\\u1AFF', // more of Latin, as the next
  '\\u1DC0-\\u1DFF',
]
const marks = new RegExp(`[${ranges.join('')}]+`, 'g')
