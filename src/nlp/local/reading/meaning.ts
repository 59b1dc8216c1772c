/** What a text is read into, and by what. */
import type { Alternative, Understanding } from '../../../domain/understanding.ts'
import type { Example } from '../classifier.ts'

/** The intents that a text may have, likeliest first, each with its confidence. */
export type Judge = (text: string) => readonly Alternative[]

export type Meaning = Pick<Understanding, 'intent' | 'alternatives'>

export interface Reader {
  readonly examples: readonly Example[]
  readonly judge: Judge
  /** A guess of less confidence counts as none. */
  readonly least: number
}
