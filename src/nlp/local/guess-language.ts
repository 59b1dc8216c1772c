/** Guesses the language of a text by its script, else by its small words, else by the customer's locale. */
import { primaryLanguage } from '../../domain/languages.ts'
import { fold, toWords } from './normalise.ts'
import { smallWords } from '../../domain/small-words.ts'

const scripts: readonly (readonly [RegExp, string])[] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, 'ja'],
  [/\p{Script=Hangul}/u, 'ko'],
  [/\p{Script=Han}/u, 'zh'],
  [/\p{Script=Thai}/u, 'th'],
  [/\p{Script=Greek}/u, 'el'],
  [/\p{Script=Hebrew}/u, 'he'],
  [/\p{Script=Devanagari}/u, 'hi'],
  [/[іїєґ]/iu, 'uk'],
  [/\p{Script=Cyrillic}/u, 'ru'],
  [/\p{Script=Arabic}/u, 'ar'],
]

/**
 * `de`, `en`; undefined if neither the text nor the locale tells. For a script of several languages the locale
 * decides, if it has that script.
 */
export function guessLanguage(text: string, locale?: string): string | undefined {
  const told = locale === undefined ? undefined : primaryLanguage(locale)
  const spoken = told !== undefined && /^[a-z]{2,3}$/.test(told) ? told : undefined
  const byScript = scripts.find(([script]) => script.test(text))?.[1]
  if (byScript !== undefined) return shareScript(byScript, spoken) ? spoken : byScript
  const words = toWords(text).map(fold)
  let best: string | undefined
  let most = 0
  for (const [language, small] of smallWords) {
    const count = words.filter((word) => small.has(word)).length
    if (count > most || (count === most && count > 0 && language === spoken)) {
      most = count
      best = language
    }
  }
  // One small word is not enough to contradict the locale of the customer's profile.
  return best === undefined || (most < 2 && spoken !== undefined) ? spoken : best
}

const cyrillic = ['ru', 'uk', 'bg', 'sr', 'mk', 'be', 'kk']
const arabic = ['ar', 'fa', 'ur']
const devanagari = ['hi', 'mr', 'ne']

function shareScript(language: string, told: string | undefined): boolean {
  return (
    told !== undefined &&
    [cyrillic, arabic, devanagari].some((group) => group.includes(language) && group.includes(told))
  )
}
