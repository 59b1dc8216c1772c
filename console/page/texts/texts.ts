/** The texts of the page in the languages it speaks. */
import type { Preferences } from '../state/preferences.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import type { Texts } from './shape.ts'

export const languages: Readonly<
  Record<Preferences['language'], { readonly name: string; readonly texts: Texts }>
> = { en: { name: 'English', texts: en }, de: { name: 'Deutsch', texts: de } }

/** The text of a code of the server; undefined: the page does not know the code. */
export function textOf(
  texts: Readonly<Record<string, string>>,
  code: string | undefined,
): string | undefined {
  return code !== undefined && Object.hasOwn(texts, code) ? texts[code] : undefined
}
