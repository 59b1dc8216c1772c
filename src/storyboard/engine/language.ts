/** In which of the storyboard's languages a turn is answered, and which one the conversation remembers. */
import type { StoryboardFile } from '../schema.ts'
import type { SceneInput } from '../storyboard.ts'

export interface Spoken {
  readonly language: string
  /** For the next texts that do not tell. */
  readonly remembered?: string | undefined
}

type Told = Pick<SceneInput, 'turn' | 'understanding' | 'profile'> & {
  readonly remembered: string | undefined
}

/**
 * That of the message, if it says enough to be sure; else what the conversation remembers; else what the message seems to be; else that
 * of the profile, else the first. So a person who changes to another language is followed, but not for one borrowed word, and "zwei" or
 * a number in the middle of a German conversation is answered in German.
 */
export function chooseLanguage({ languages = ['en'] }: StoryboardFile, told: Told): Spoken {
  const [first = 'en'] = languages
  if (languages.length < 2) return { language: first }
  const { turn, understanding, profile } = told
  const written = among(languages, understanding.language)
  const remembered = among(languages, told.remembered)
  const known = isTelling(turn.text) ? (written ?? remembered) : (remembered ?? written)
  return {
    language: known ?? among(languages, profile.locale?.replace('_', '-')) ?? first,
    remembered: known,
  }
}

function among(languages: readonly string[], tag: string | undefined): string | undefined {
  if (tag === undefined) return undefined
  const exact = languages.find((language) => language.toLowerCase() === tag.toLowerCase())
  return exact ?? languages.find((language) => primary(language) === primary(tag))
}

function primary(tag: string): string {
  return tag.split('-')[0]?.toLowerCase() ?? ''
}

const leastWords = 3

/** Fewer may be borrowed, or a name, and for a number the locale was taken; another script than Latin tells by itself. */
function isTelling(text = ''): boolean {
  return (
    /(?!\p{Script=Latin})\p{L}/u.test(text) || (text.match(/[\p{L}\p{M}'’]+/gu) ?? []).length >= leastWords
  )
}
