import { PipelineError } from '../../src/errors.ts'

/** The command cannot do what its arguments ask for. It prints the message without a stack and exits with 1. */
export class Refused extends PipelineError {
  readonly code = 'command_refused'
  readonly disposition = 'dead'
}
