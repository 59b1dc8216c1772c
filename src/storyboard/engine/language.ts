/** In which language of the storyboard the bot replies, and which one the conversation keeps. */
import { amongLanguages } from '../../domain/languages.ts'
import { withoutAddresses } from '../../domain/language-evidence.ts'
import type { StoryboardFile } from '../schema.ts'
import type { SceneInput } from '../storyboard.ts'

export interface Spoken {
  readonly language: string
  /** For later texts that are too short to tell. */
  readonly kept?: string | undefined
}

type Hints = Pick<SceneInput, 'turn' | 'understanding' | 'profile'> & {
  readonly kept: string | undefined
  /** A question waits: the message may be its value. */
  readonly isAsked: boolean
}

/**
 * Takes the first of these languages that is known: of a long enough message, of the conversation, of a short message,
 * of the profile, of the storyboard. So the bot follows a customer who changes language, but not for one borrowed word,
 * and not for a sentence that could be in either language. "zwei" or a number in a German conversation gets a German
 * reply. Addresses, codes, and values of entities tell no language.
 */
export function chooseLanguage({ languages = ['en'] }: StoryboardFile, hints: Hints): Spoken {
  const [first = 'en'] = languages
  if (languages.length < 2) return { language: first }
  const { turn, understanding, profile } = hints
  const evidence = evidenceOf(hints)
  const tells =
    turn.text === undefined || /\p{L}/u.test(hints.isAsked ? evidence : withoutAddresses(turn.text))
  const written = tells ? amongLanguages(languages, understanding.language) : undefined
  const kept = amongLanguages(languages, hints.kept)
  const isClear = (understanding.languageConfidence ?? 1) >= leastToChange && isLongEnough(evidence)
  const known = isClear ? (written ?? kept) : (kept ?? written)
  return {
    language: known ?? amongLanguages(languages, profile.locale) ?? first,
    kept: known,
  }
}

/** What the customer says beside values: "24th of December" answers a question in any language. */
function evidenceOf({ turn, understanding }: Hints): string {
  let rest = turn.text ?? ''
  for (const { text } of understanding.entities.toSorted((a, b) => b.text.length - a.text.length))
    if (text !== '') rest = rest.replace(text, ' ')
  return withoutAddresses(rest)
}

const leastWords = 3
/** Least confidence that a message is in another language than the conversation so far. */
const leastToChange = 0.9

/** Fewer words may be borrowed, or a name. A script other than Latin is enough by itself. */
function isLongEnough(text: string): boolean {
  return (
    /(?!\p{Script=Latin})\p{L}/u.test(text) || (text.match(/[\p{L}\p{M}'’]+/gu) ?? []).length >= leastWords
  )
}
