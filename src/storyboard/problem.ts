import { PipelineError } from '../errors.ts'

/** A mistake in a storyboard file, at a place. */
export interface Problem {
  readonly file: string
  readonly line: number
  readonly column: number
  /** What is wrong, and what to do. */
  readonly message: string
}

/** The storyboard or transcript cannot be used: all of its mistakes, in the order of the file. */
export class StoryboardError extends PipelineError {
  readonly code = 'storyboard_invalid'
  readonly disposition = 'dead'
  readonly exitCode = 65
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[], what: 'storyboard' | 'transcript' = 'storyboard') {
    super(
      `${what === 'storyboard' ? 'The storyboard' : 'A transcript'} cannot be used. ${problems.length} ${problems.length === 1 ? 'mistake' : 'mistakes'}:\n` +
        problems.map((problem) => `  ${formatProblem(problem)}`).join('\n'),
    )
    this.problems = problems
  }
}

export function formatProblem({ file, line, column, message }: Problem): string {
  return `${file}:${line}:${column} ${message}`
}

export function byPlace(a: Problem, b: Problem): number {
  return a.line - b.line || a.column - b.column
}
