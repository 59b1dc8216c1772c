/**
 * Every error that the pipeline throws on purpose. `code` is stable, for logs and metrics; `disposition` says what to do with the
 * work at hand. No message here holds the text of an event, a value of a row or a secret.
 */
export type Disposition = 'retry' | 'wait' | 'dead' | 'unknown'

export abstract class PipelineError extends Error {
  abstract readonly code: string
  /** retry: may work later. wait: told to slow down. dead: will never work. unknown: may have happened. */
  abstract readonly disposition: Disposition

  override get name(): string {
    return this.constructor.name
  }
}

/** Start-up refused: every mistake in the configuration, listed at once. The process ends with `exitCode`. */
export class ConfigError extends PipelineError {
  readonly code = 'config_invalid'
  readonly disposition = 'dead'
  readonly exitCode = 78
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`The configuration is not usable:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`)
    this.problems = problems
  }
}

/** What is known of a refusal by the database, without any value of a row or a statement. */
export interface DatabaseFault {
  /** The server's error number, 0 where the server did not answer. */
  readonly errno: number
  /** ER_DUP_ENTRY, ECONNREFUSED, … */
  readonly symbol: string
  /** The column or key the server named. */
  readonly where: string | undefined
}

/** The database cannot do it now: down, starting, out of connections, locked, read-only, too slow. */
export class DatabaseBusyError extends PipelineError {
  readonly code = 'database_busy'
  readonly disposition = 'retry'
  readonly fault: DatabaseFault

  constructor(fault: DatabaseFault) {
    super(`The database cannot do this now: ${describeFault(fault)}`)
    this.fault = fault
  }
}

/** The database refuses the data: too long, out of range, not text, not unique. The same rows will be refused again. */
export class RejectedRowsError extends PipelineError {
  readonly code = 'rows_rejected'
  readonly disposition = 'dead'
  readonly fault: DatabaseFault

  constructor(fault: DatabaseFault) {
    super(`The database refuses the data: ${describeFault(fault)}`)
    this.fault = fault
  }
}

/** The database refuses for a reason that is neither load nor data: a missing table or right, a mistake in a statement. */
export class DatabaseRefusedError extends PipelineError {
  readonly code = 'database_refused'
  readonly disposition = 'retry'
  readonly fault: DatabaseFault

  constructor(fault: DatabaseFault) {
    super(`The database refuses the statement: ${describeFault(fault)}`)
    this.fault = fault
  }
}

/** The tables are not those this version needs. */
export class DatabaseNotMigratedError extends PipelineError {
  readonly code = 'database_not_migrated'
  readonly disposition = 'dead'
  readonly exitCode = 78
  readonly pending: readonly string[]

  constructor(pending: readonly string[]) {
    super(
      `The database lacks ${pending.length} of the migrations this version needs (next: ${pending[0] ?? 'none'}). ` +
        'Run `pagebeat migrate`, or hand `pagebeat sql` to your DBA, then start again.',
    )
    this.pending = pending
  }
}

/** A migration stopped. What it did so far stays; running it again goes on from there. */
export class MigrationFailedError extends PipelineError {
  readonly code = 'migration_failed'
  readonly disposition = 'dead'
}

/** The bytes of a delivery, or one entry in it, are not what Facebook's webhooks are. */
export class MalformedDeliveryError extends PipelineError {
  readonly code = 'delivery_malformed'
  readonly disposition = 'dead'
}

/** The data of a job are not what its queue carries: another version wrote it, or it is damaged. */
export class MalformedJobError extends PipelineError {
  readonly code = 'job_malformed'
  readonly disposition = 'dead'
}

export function describeFault({ errno, symbol, where }: DatabaseFault): string {
  return `${symbol}${errno === 0 ? '' : ` (errno ${errno})`}${where === undefined ? '' : `, ${where}`}`
}
