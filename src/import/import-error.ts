import { PipelineError } from '../errors.ts'

/** The file, its mapping or the SELECT cannot be imported: all of its mistakes. Nothing was changed. */
export class ImportError extends PipelineError {
  readonly code = 'import_invalid'
  readonly disposition = 'dead'
  readonly exitCode = 65
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`Nothing can be imported:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`)
    this.problems = problems
  }
}
