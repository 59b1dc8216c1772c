/** Letters and signs that look like other ones: "іdіot" with Cyrillic letters, "1d10t", "a$$", "idiooot". */
import { readPairs } from './fold.ts'

const toLatin = readPairs(
  'аa вb еe ёe кk мm нh оo рp сc тt уy хx іi їi јj ѕs ԁd ԛq ԝw һh ӏl ьb αa βb εe ηn ιi κk νv οo ρp τt υu χx γy μu ωw ոn սu օo հh',
)
const toLetter = readPairs('0o 1i 3e 4a 5s 7t 8b 9g @a $s €e !i |i +t')
/** Of which a sign in the middle of a word is a disguise. */
export const signs = ['@', '$', '€', '!', '|', '+'] as const

/**
 * What a disguised word looks like. Two words that look alike have the same skeleton; it is no word to show. The text is
 * folded.
 */
export function skeletonOf(folded: string): string {
  let skeleton = ''
  let last = ''
  for (const letter of folded) {
    const seen = toLatin.get(letter) ?? toLetter.get(letter) ?? letter
    const plain = seen === 'l' ? 'i' : seen // 1 stands for both
    if (plain !== last) skeleton += plain
    last = plain
  }
  return skeleton
}

/** Whether a word is most likely disguised: then its skeleton counts. `isForeign`: see `isForeignText`. */
export function isDisguised(folded: string, { isForeign }: { readonly isForeign: boolean }): boolean {
  const letters = folded.match(/\p{L}/gu)?.length ?? 0
  if (letters === 0) return false
  if (/(.)\1\1/u.test(folded)) return true
  const isLatin = /\p{sc=Latin}/u.test(folded)
  const isOther = /[\p{sc=Cyrillic}\p{sc=Greek}\p{sc=Armenian}]/u.test(folded)
  if (isLatin && isOther) return true
  if (isOther && !isForeign && Array.from(folded).every((letter) => toLatin.has(letter))) return true
  const digits = folded.match(/[0-9]/g)?.length ?? 0
  const hasSign = signs.some((sign) => folded.includes(sign))
  // "A55" is a telephone, "1d10t" is none.
  return hasSign || (digits > 0 && (folded.length > 3 ? letters * 3 >= digits * 2 : digits === 1))
}

/** Whether the text is really Cyrillic, Greek or Armenian: it has a letter that looks like no Latin one. */
export function isForeignText(folded: string): boolean {
  return (folded.match(/[\p{sc=Cyrillic}\p{sc=Greek}\p{sc=Armenian}]/gu) ?? []).some(
    (letter) => !toLatin.has(letter),
  )
}
