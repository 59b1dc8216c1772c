import { PipelineError } from '../src/errors.ts'

/**
 * A command failed: its message on standard error, no stack for mistakes we know, and the process ends with the status they
 * ask for, whatever connection it had opened by then.
 */
export function endWith(error: unknown): void {
  const known = error instanceof PipelineError
  console.error(
    known || !(error instanceof Error)
      ? String(known ? error.message : error)
      : (error.stack ?? error.message),
  )
  process.exit(known && 'exitCode' in error && typeof error.exitCode === 'number' ? error.exitCode : 1)
}

/** Whoever read the output has seen enough (`… | head`): the process ends, and says nothing of it. */
export function endWhenUnread(output: NodeJS.WritableStream): void {
  output.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit(0)
  })
}
