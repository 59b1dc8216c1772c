/** Entities in a text: where they stand, so that the longest of overlapping ones wins. */
import type { UnderstoodEntity, Utterance } from '../../../domain/understanding.ts'

export interface Found extends UnderstoodEntity {
  /** Where it begins in the text. */
  readonly from: number
}

/** The text is no longer than `longestText`. */
export type FindEntities = (text: string, utterance: Utterance) => readonly Found[]

export interface Reading {
  readonly name: string
  readonly pattern: RegExp
  readonly confidence: number
  /** Undefined: it only looked like one. */
  readonly read: (match: RegExpExecArray, utterance: Utterance) => UnderstoodEntity['value'] | undefined
}

/** Nobody writes more in earnest, and reading each takes time. */
const mostFound = 20

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
