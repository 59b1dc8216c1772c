import { DatabaseBusyError, DatabaseRefusedError, PipelineError } from '../../src/errors.ts'
import { findSecret } from '../../src/find-secret.ts'

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
  if (error instanceof DatabaseBusyError || error instanceof DatabaseRefusedError)
    tellWhere(error.fault.symbol)
  process.exit(known && 'exitCode' in error && typeof error.exitCode === 'number' ? error.exitCode : 1)
}

/** What a person can do about it: where the database was looked for, without the password. */
function tellWhere(symbol: string): void {
  const question = questions[symbol]
  const found = findSecret(process.env, 'DATABASE_URL')
  const url = URL.parse(('value' in found && found.value) || '')
  if (question === undefined || url === null) return
  const place = `${url.username} at ${url.host}, database ${url.pathname.slice(1)}`
  console.error(`DATABASE_URL says: user ${place}. ${question}`)
}

const questions: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Does a server listen there?',
  ENOTFOUND: 'Is that the name of the host?',
  EAI_AGAIN: 'Is that the name of the host?',
  ETIMEDOUT: 'Can the host be reached from here?',
  ER_ACCESS_DENIED_ERROR: 'Are the user and the password right?',
  ER_DBACCESS_DENIED_ERROR: 'Does the database exist, and may the user use it?',
  ER_BAD_DB_ERROR: 'Does the database exist?',
}

/** Whoever read the output has seen enough (`… | head`): the process ends, and says nothing of it. */
export function endWhenUnread(output: NodeJS.WritableStream): void {
  output.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit(0)
  })
}
