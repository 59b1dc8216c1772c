import { type Problem, StoryboardError } from './problem.ts'

export interface TriedReading<Value> {
  /** Undefined when the file has mistakes. */
  readonly value: Value | undefined
  readonly problems: readonly Problem[]
}

/**
 * The value that `read` returns, or the mistakes of its file. A file with mistakes must not hide those of the other
 * files.
 */
export function tryReading<Value>(read: () => Value): TriedReading<Value> {
  try {
    return { value: read(), problems: [] }
  } catch (error) {
    if (!(error instanceof StoryboardError)) throw error
    return { value: undefined, problems: error.problems }
  }
}
