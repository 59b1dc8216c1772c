/** Whether a text says yes or no, in the words of many languages and of the storyboard, or as emoji. */
import { languageAliases, primaryLanguage } from '../../domain/languages.ts'
import { plainSigns } from '../../domain/plain-signs.ts'
import { normalise } from '../texts.ts'
import { noSigns, yesNoWords, yesSigns } from './yes-no-words.ts'

export interface YesNoReading {
  /** The most likely languages first: one word is yes in one language and no in another. */
  readonly languages: readonly string[]
  /** The storyboard's own words, taken before all others. */
  readonly own: { readonly yes?: readonly string[] | undefined; readonly no?: readonly string[] | undefined }
}

/** Undefined: neither of both, or not clear. */
export function readYesNo(text: string, { languages, own }: YesNoReading): boolean | undefined {
  const said = normalise(text)
  const bySign = ofSigns(text, own)
  if (said === '') return bySign
  const mine = longest(said, toList(own))
  if (mine !== undefined) return mine.means
  const heard = heardIn(said)
  const likely = languages.map(primary)
  for (const language of likely) {
    const first = heard.find((one) => one.language === language)
    if (first !== undefined) return first.means
  }
  const others = heard.filter(({ language }) => yesNoWords[language]?.isRare !== true).filter(isPlain(said))
  const most = Math.max(...others.map(({ phrase }) => phrase.length))
  const [first, ...more] = others.filter(({ phrase }) => phrase.length === most)
  if (first !== undefined) return more.every(({ means }) => means === first.means) ? first.means : undefined
  if (!isShort(said)) return undefined
  const lists = [toList(own), ...likely.map((language) => byLanguage.get(language) ?? [])]
  return within(said, lists) ?? bySign
}

/** A Latin word of a language that is not expected here must be all of the text: "may I" is no Somali "no". */
function isPlain(said: string): (phrase: Phrase) => boolean {
  return ({ phrase }) => said === phrase || !/\p{Script=Latin}/u.test(phrase)
}

interface Phrase {
  readonly phrase: string
  readonly means: boolean | undefined
  readonly isAlone: boolean
}

function toPhrases(list: string | undefined, means: boolean | undefined, isAlone = false): Phrase[] {
  return (list ?? '')
    .split('|')
    .map((phrase) => ({ phrase: normalise(phrase), means, isAlone }))
    .filter(({ phrase }) => phrase !== '')
}

const byLanguage: ReadonlyMap<string, readonly Phrase[]> = new Map(
  Object.entries(yesNoWords).map(([language, { yes, no, aloneYes, aloneNo, unclear }]) => [
    language,
    [
      ...toPhrases(yes, true),
      ...toPhrases(no, false),
      ...toPhrases(aloneYes, true, true),
      ...toPhrases(aloneNo, false, true),
      ...toPhrases(unclear, undefined),
    ],
  ]),
)

interface Heard extends Phrase {
  readonly language: string
}

/** All phrases by their words: a text is looked up by its beginnings. */
const byPhrase = new Map<string, Heard[]>()
for (const [language, list] of byLanguage)
  for (const one of list)
    byPhrase.set(one.phrase, [...(byPhrase.get(one.phrase) ?? []), { ...one, language }])
const longestPhrase = Math.max(...[...byPhrase.keys()].map((phrase) => phrase.length))

/** What the text is, or begins with: the longest first. */
function heardIn(said: string): readonly Heard[] {
  const lengths = Array.from({ length: Math.min(said.length, longestPhrase) }, (_, at) => at + 1)
  return lengths
    .toReversed()
    .flatMap((length) => byPhrase.get(said.slice(0, length)) ?? [])
    .filter((one) => said === one.phrase || (!one.isAlone && begins(said, one.phrase)))
}

function toList({ yes = [], no = [] }: YesNoReading['own']): readonly Phrase[] {
  return [...toPhrases(yes.join('|'), true), ...toPhrases(no.join('|'), false)]
}

/** The longest phrase that the text is, or begins with: "no problem" is no "no". */
function longest(said: string, phrases: readonly Phrase[]): Phrase | undefined {
  return phrases
    .filter(({ phrase, isAlone }) => said === phrase || (!isAlone && begins(said, phrase)))
    .toSorted((a, b) => b.phrase.length - a.phrase.length)[0]
}

/** Scripts without spaces, and Korean, which adds endings: there a short word may only have an ending behind it. */
function begins(said: string, phrase: string): boolean {
  if (said.startsWith(`${phrase} `)) return true
  if (!said.startsWith(phrase) || !joins.test(phrase)) return false
  return phrase.length > 1 || said.length - phrase.length <= 1
}

const joins =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

const mostWords = 3

function isShort(said: string): boolean {
  return said.split(' ').length <= mostWords
}

/** "oh no", "well yes": one word of yes or no in a short text, and not both. */
function within(said: string, likely: readonly (readonly Phrase[])[]): boolean | undefined {
  const words = said.split(' ')
  for (const list of likely) {
    const heard = new Set(
      list.filter(({ phrase, isAlone }) => !isAlone && words.includes(phrase)).map(({ means }) => means),
    )
    if (heard.size === 1) return [...heard][0]
  }
  return undefined
}

function ofSigns(text: string, own: YesNoReading['own']): boolean | undefined {
  const plain = withoutTones(text)
  const holds = (signs: readonly string[]) => signs.some((sign) => plain.includes(withoutTones(sign)))
  const isYes = holds([...yesSigns, ...onlySigns(own.yes)])
  const isNo = holds([...noSigns, ...onlySigns(own.no)])
  return isYes === isNo ? undefined : isYes
}

function onlySigns(words: readonly string[] = []): readonly string[] {
  return words.filter((word) => normalise(word) === '')
}

/** The same sign in each colour of skin. */
function withoutTones(text: string): string {
  return plainSigns(text)
    .replaceAll(/[\u{1F3FB}-\u{1F3FF}]/gu, '')
    .trim()
}

function primary(tag: string): string {
  const language = primaryLanguage(tag)
  return languageAliases[language] ?? language
}
