/** Ways in which customers disguise words, domains and numbers. */
import type { Random } from '../../sandbox/facebook/world/random.ts'

type Disguise = (text: string, random: Random) => string

const wide: Disguise = (text) =>
  text.replaceAll(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0))
const invisible: Disguise = (text) => Array.from(text).join('\u200B')
const shouted: Disguise = (text) => text.toUpperCase()
const plain: Disguise = (text) => text

const cyrillic: Readonly<Record<string, string>> = { a: 'а', e: 'е', o: 'о', c: 'с', p: 'р', i: 'і', x: 'х' }
const digits: Readonly<Record<string, string>> = { a: '4', e: '3', i: '1', o: '0', s: '5' }

/** The first letter that has a look-alike. */
function swapped(pairs: Readonly<Record<string, string>>): Disguise {
  return (text) => {
    const letter = Array.from(text.slice(1)).find((one) => Object.hasOwn(pairs, one))
    return letter === undefined
      ? text
      : text.slice(0, 1) + text.slice(1).replace(letter, pairs[letter] ?? letter)
  }
}

const wordDisguises: readonly Disguise[] = [
  plain,
  shouted,
  wide,
  invisible,
  swapped(cyrillic),
  swapped(digits),
  (text) => Array.from(text).join(' '),
  (text) => Array.from(text).join('.'),
  (text) => text.replace(/(?<=.)(\p{L})/u, '$1$1$1$1'),
  (text) => text.normalize('NFD').replaceAll(/(?<=[aeiou])/g, '\u0301'),
]

/** A word of a list, in Latin letters. */
export function disguiseWord(word: string, random: Random): string {
  return random.pick(word.includes(' ') ? [plain, shouted, wide, invisible] : wordDisguises)(word, random)
}

/** `name` and `end` of a domain: shoes and biz. */
export function disguiseDomain({ name, end }: { name: string; end: string }, random: Random): string {
  return random.pick([
    `${name}.${end}`,
    `https://${name}.${end}/x?u=${random.below(1_000)}`,
    `www.${name}.${end}`,
    `${name} dot ${end}`,
    `${name}[.]${end}`,
    `${name} (punkt) ${end}`,
    `${name} punto ${end}`,
    `${name} .${end}`,
    `hxxps://${name}.${end}`,
    wide(`${name}.${end}`, random),
    `bit.ly/${name}`,
    `https://l.facebook.com/l.php?u=https%3A%2F%2F${name}.${end}%2F`,
  ])
}

const digitRows = ['0', '٠', '०', '๐', '０'].map((zero) => zero.codePointAt(0) ?? 0x30)

/** In the digits of another script, or with other signs between them. */
export function disguiseNumber(number: string, random: Random): string {
  const zero = random.pick(digitRows)
  const written = random.pick([number, number.replaceAll(' ', '-'), number.replaceAll(' ', '.'), number])
  return written.replaceAll(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)))
}
