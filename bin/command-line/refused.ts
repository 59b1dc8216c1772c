import { PipelineError } from '../../src/errors.ts'

/** A command that cannot be done as it was asked for: told without a stack, the status is 1. */
export class Refused extends PipelineError {
  readonly code = 'command_refused'
  readonly disposition = 'dead'
}
