import { type Problem, StoryboardError } from '../../src/storyboard/problem.ts'

export interface Tried<T> {
  /** Undefined when it has problems. */
  readonly value: T | undefined
  readonly problems: readonly Problem[]
}

/** What is read from a file, or what is wrong with it: one that is broken must not hide the others. */
export function tried<T>(read: () => T): Tried<T> {
  try {
    return { value: read(), problems: [] }
  } catch (error) {
    if (!(error instanceof StoryboardError)) throw error
    return { value: undefined, problems: error.problems }
  }
}
