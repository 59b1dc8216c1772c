/**
 * Tells that a text is surely in a language of which there are no examples. A name, a link, an emoji or a borrowed word
 * is not enough.
 */
import { withoutAddresses } from '../../domain/language-evidence.ts'
import { primaryLanguage } from '../../domain/languages.ts'
import { commonWordsOf } from './common-words.ts'
import { guessLanguage } from './guess-language.ts'
import { foldedSmallWords, languagesWithWords, smallWordsOf } from './language-words.ts'
import { fold, toWords } from './normalise.ts'

/** The language of a text that is surely in none of one's own: `fr`. */
export type FindOtherLanguage = (text: string, locale?: string) => string | undefined

export interface OwnTexts {
  /** Languages that have examples. */
  readonly languages: readonly string[]
  /** Examples, and what the bot says. */
  readonly texts: readonly string[]
}

/** Fewer words may be a name. */
const leastWords = 3
/** The least number by which its small words exceed the words that are known here. */
const leastLead = 2
/** From this share of known words on, the text is understood. */
const mostKnown = 1 / 3

export function createFindOtherLanguage({ languages, texts }: OwnTexts): FindOtherLanguage {
  const own = languages.map(primaryLanguage)
  const known = new Set(own.flatMap((tag) => [...smallWordsOf(tag), ...commonWordsOf(tag)]).map(fold))
  const said = new Set(texts.flatMap((text) => toWords(text).map(fold)))
  const scripts = scriptsIn(texts.join(' '))
  // Of a language without a list only the script can tell.
  const canCompare = own.length > 0 && own.every((tag) => languagesWithWords.has(tag))
  const others = [...foldedSmallWords()].filter(
    ([tag]) => !own.includes(tag) && !own.some((one) => isNear(one, tag)),
  )

  return (written, locale) => {
    const text = withoutAddresses(written)
    const script = scripts.size === 0 ? undefined : foreignScript(text, scripts)
    if (script !== undefined) {
      const language = guessLanguage(text, locale)
      return language === undefined || own.includes(language) ? undefined : language
    }
    if (!canCompare) return undefined
    const words = [...new Set(wordsIn(text))]
    if (words.length < leastWords) return undefined
    const here = words.filter((word) => known.has(word) || said.has(word)).length
    if (words.filter((word) => said.has(word)).length > words.length * mostKnown) return undefined
    const letters = accentedIn(text)
    let best: string | undefined
    let most = here + leastLead - 1
    for (const [tag, list] of others) {
      const count =
        words.filter((word) => word.length > 1 && list.has(word)).length +
        (hasLetterOf(tag, letters, own) ? 1 : 0)
      if (count > most) [most, best] = [count, tag]
    }
    return best
  }
}

/** Words of one letter, and with a capital inside a text, are left out: they are names. */
function wordsIn(text: string): readonly string[] {
  const found = text.match(/[\p{L}\p{M}]+/gu) ?? []
  return found.flatMap((word, at) => (at > 0 && /^\p{Lu}\p{Ll}/u.test(word) ? [] : toWords(word).map(fold)))
}

function accentedIn(text: string): readonly string[] {
  return text.toLowerCase().match(/[^\0-\u007F]/gu) ?? []
}

/** A letter that the other language has, and none of one's own. */
function hasLetterOf(tag: string, letters: readonly string[], own: readonly string[]): boolean {
  return letters.some(
    (letter) =>
      lettersOf[tag]?.includes(letter) === true && !own.some((one) => lettersOf[one]?.includes(letter)),
  )
}

const lettersOf: Readonly<Record<string, string>> = {
  cs: 'áčďéěíňóřšťúůýž',
  da: 'æøå',
  de: 'äöüß',
  es: 'áéíñóú¿¡',
  fi: 'äöå',
  fr: 'àâçèéêëîïôùûœ',
  hr: 'čćđšž',
  hu: 'áéíóöőúüű',
  it: 'àèéìòù',
  lt: 'ąčęėįšųūž',
  lv: 'āčēģīķļņšūž',
  nb: 'æøå',
  nl: 'éëïó',
  pl: 'ąćęłńóśźż',
  pt: 'áâãàçéêíóôõú',
  ro: 'ăâîșşțţ',
  sk: 'áäčďéíľĺňóôŕšťúýž',
  sq: 'çë',
  sv: 'åäö',
  tr: 'çğıöşü',
  vi: 'ăâđêôơư',
}

/** Their small words are too much alike for being sure. */
const alike = [
  ['da', 'nb', 'sv'],
  ['id', 'ms'],
  ['cs', 'sk'],
  ['hr', 'sr', 'sl'],
  ['nl', 'af'],
  ['ru', 'uk', 'bg'],
]

function isNear(own: string, other: string): boolean {
  return alike.some((group) => group.includes(own) && group.includes(other))
}

const knownScripts = [
  'Latin',
  'Cyrillic',
  'Greek',
  'Arabic',
  'Hebrew',
  'Devanagari',
  'Thai',
  'Hangul',
  'Han',
  'Hiragana',
  'Katakana',
  'Bengali',
  'Tamil',
  'Telugu',
  'Georgian',
  'Armenian',
  'Khmer',
  'Lao',
  'Myanmar',
].map((name) => ({ name, letter: new RegExp(`\\p{Script=${name}}`, 'gu') }))

function scriptsIn(text: string): ReadonlySet<string> {
  return new Set(
    knownScripts.flatMap(({ name, letter }) => ((text.match(letter) ?? []).length > 2 ? [name] : [])),
  )
}

const leastLetters = 4
const beyondLatin = /[^\0-\u024F]/u

/** A script that no example has, if most letters of the text are of it. */
function foreignScript(text: string, own: ReadonlySet<string>): string | undefined {
  if (!beyondLatin.test(text)) return undefined
  const all = (text.match(/\p{L}/gu) ?? []).length
  if (all < leastLetters) return undefined
  return knownScripts.find(
    ({ name, letter }) => !own.has(name) && name !== 'Latin' && (text.match(letter) ?? []).length > all / 2,
  )?.name
}
