import { DatabaseBusyError, DatabaseRefusedError, PipelineError } from '../../src/errors.ts'
import { findSecret } from '../../src/find-secret.ts'
import { printError } from './terminal.ts'

/**
 * Ends the process after an error: prints its message to standard error, and the stack only of an unexpected error. The
 * status is the `exitCode` of the error, else 1. Open connections are not waited for.
 */
export function endWith(error: unknown): void {
  const known = error instanceof PipelineError
  printError(
    known || !(error instanceof Error)
      ? String(known ? error.message : error)
      : (error.stack ?? error.message),
  )
  if (error instanceof DatabaseBusyError || error instanceof DatabaseRefusedError)
    tellWhere(error.fault.symbol)
  process.exit(known && 'exitCode' in error && typeof error.exitCode === 'number' ? error.exitCode : 1)
}

/** Prints where Pagebeat looked for the database, without the password, and what to check. */
function tellWhere(symbol: string): void {
  const advice = adviceFor[symbol]
  const found = findSecret(process.env, 'DATABASE_URL')
  const url = URL.parse(('value' in found && found.value) || '')
  if (advice === undefined || url === null) return
  const place = `${url.username} at ${url.host}, database ${url.pathname.slice(1)}`
  printError(`DATABASE_URL names user ${place}. ${advice}`)
}

const adviceFor: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Check that a server listens there.',
  ENOTFOUND: 'Check the name of the host.',
  EAI_AGAIN: 'Check the name of the host.',
  ETIMEDOUT: 'Check that this machine can reach the host.',
  ER_ACCESS_DENIED_ERROR:
    'Check the user and the password. A server that takes encrypted connections only wants ?ssl=required.',
  ER_DBACCESS_DENIED_ERROR: 'Check that the database exists and that the user may use it.',
  ER_BAD_DB_ERROR: 'Check that the database exists, or create it.',
}

/** Ends the process quietly when the reader of its output has closed the pipe (`… | head`). */
export function endWhenUnread(output: NodeJS.WritableStream): void {
  output.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit(0)
  })
}
