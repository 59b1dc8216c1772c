/** Every sentence that tells what became of an event, by its code. */
import { fill, type Phrase, type PhraseValues } from '../domain/phrase.ts'
import { adviceSentences } from './advice-sentences.ts'
import { causeSentences } from './cause-sentences.ts'
import { stepSentences } from './step-sentences.ts'

export const whySentences = { ...causeSentences, ...adviceSentences, ...stepSentences } as const

export type WhyCode = keyof typeof whySentences
export type WhyPhrase = Phrase<WhyCode>

export function phrase(code: WhyCode, values?: PhraseValues): WhyPhrase {
  return values === undefined ? { code } : { code, values }
}

/** In English. The phrases stand behind each other with nothing between. */
export function inEnglish(said: readonly WhyPhrase[]): string {
  return said.map(({ code, values }) => fill(whySentences[code], values)).join('')
}

/** When something happened, and what, in English and by its phrases. */
export interface Step {
  /** ms; undefined: the time is not stored. */
  readonly ts: number | undefined
  readonly says: string
  readonly said: readonly WhyPhrase[]
}

export function step(ts: number | undefined, ...said: readonly WhyPhrase[]): Step {
  return { ts, says: inEnglish(said), said }
}
