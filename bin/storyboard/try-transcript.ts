import { type Problem, StoryboardError } from '../../src/storyboard/problem.ts'
import { readSource } from '../../src/storyboard/read-source.ts'
import { readTranscript } from '../../src/storyboard/transcript/read.ts'
import type { Transcript } from '../../src/storyboard/transcript/schema.ts'

export interface TriedTranscript {
  /** Undefined when it has problems. */
  readonly transcript: Transcript | undefined
  readonly problems: readonly Problem[]
}

/** The transcript in this file, or what is wrong with it: one that is broken must not hide the others. */
export function tryTranscript(file: string): TriedTranscript {
  try {
    readSource(file) // whether there is such a file, and in UTF-8
    return { transcript: readTranscript(file), problems: [] }
  } catch (error) {
    if (!(error instanceof StoryboardError)) throw error
    return { transcript: undefined, problems: error.problems }
  }
}
