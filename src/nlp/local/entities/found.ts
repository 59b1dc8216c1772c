/** Entities with their place in the text, so that the longest of overlapping ones wins. */
import type { UnderstoodEntity, Utterance } from '../../../domain/understanding.ts'

export interface Found extends UnderstoodEntity {
  /** Where the entity begins in the text. */
  readonly from: number
}

/** The text has at most `longestText` characters. */
export type FindEntities = (text: string, utterance: Utterance) => readonly Found[]

export interface Reading {
  readonly name: string
  readonly pattern: RegExp
  readonly confidence: number
  /** Undefined: it only looks like one. */
  readonly read: (match: RegExpExecArray, utterance: Utterance) => UnderstoodEntity['value'] | undefined
}

/** No real message has more, and each one takes time to read. */
export const mostFound = 20

export function createFind({ name, pattern, confidence, read }: Reading): FindEntities {
  return (text, utterance) => {
    const found: Found[] = []
    for (const match of text.matchAll(pattern)) {
      if (found.length === mostFound) break
      const value = match[0] === '' ? undefined : read(match, utterance)
      if (value !== undefined) found.push({ name, value, text: match[0], confidence, from: match.index })
    }
    return found
  }
}
