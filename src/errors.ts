import type { ErrorCode } from './domain/reasons.ts'
import { describeGraphFault, type GraphFault, type GraphMeaning } from './domain/graph-fault.ts'

/**
 * All errors that the pipeline throws on purpose. `code` is stable, for logs and metrics. `disposition` says what to
 * do with the work. No message holds the text of an event, a value of a row or a secret.
 */
export type Disposition = 'retry' | 'wait' | 'dead' | 'unknown'

export abstract class PipelineError extends Error {
  abstract readonly code: ErrorCode
  /**
   * retry: it may work later. wait: Facebook asked for fewer calls. dead: it will never work. unknown: it may have
   * been done.
   */
  abstract readonly disposition: Disposition

  override get name(): string {
    return this.constructor.name
  }
}

/** The program does not start: the configuration has these mistakes. The process ends with `exitCode`. */
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

/** What the database reported, without a value of a row and without the statement. */
export interface DatabaseFault {
  /** The server's error number; 0 where the server did not respond. */
  readonly errno: number
  /** ER_DUP_ENTRY, ECONNREFUSED, … */
  readonly symbol: string
  /** The column, key, table, function or right that it named. */
  readonly where: string | undefined
  readonly advice?: string | undefined
}

/** A service did not respond in time. The call may have had its effect. */
export class TimedOutError extends PipelineError {
  readonly code = 'timed_out'
  readonly disposition = 'retry'

  constructor(what: string, ms: number) {
    super(`${what} within ${ms} ms`)
  }
}

/** The database cannot do it now: it is down, starting, out of connections, locked, read-only or too slow. */
export class DatabaseBusyError extends PipelineError {
  readonly code = 'database_busy'
  readonly disposition = 'retry'
  readonly fault: DatabaseFault

  constructor(fault: DatabaseFault) {
    super(`The database cannot do it now: ${describeFault(fault)}`)
    this.fault = fault
  }
}

/** The database refuses the data (too long, out of range, not unique), and will refuse them again. */
export class RejectedRowsError extends PipelineError {
  readonly code = 'rows_rejected'
  readonly disposition = 'dead'
  readonly fault: DatabaseFault

  constructor(fault: DatabaseFault) {
    super(`The database refuses the data: ${describeFault(fault)}`)
    this.fault = fault
  }
}

/** The database refuses for another reason than load or data: a missing table or right, a mistake in a statement. */
export class DatabaseRefusedError extends PipelineError {
  readonly code = 'database_refused'
  readonly disposition = 'retry'
  readonly fault: DatabaseFault

  constructor(fault: DatabaseFault) {
    super(`The database refuses the statement: ${describeFault(fault)}`)
    this.fault = fault
  }
}

/** The tables are not those that this version needs. */
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

/** A migration stopped. What it did so far stays; the next run continues there. */
export class MigrationFailedError extends PipelineError {
  readonly code = 'migration_failed'
  readonly disposition = 'dead'
}

/** The bytes of a delivery, or one of its entries, are not in the format of Facebook's webhooks. */
export class MalformedDeliveryError extends PipelineError {
  readonly code = 'delivery_malformed'
  readonly disposition = 'dead'
}

/** The data of a job are not those of its queue: another version wrote it, or it is damaged. */
export class MalformedJobError extends PipelineError {
  readonly code = 'job_malformed'
  readonly disposition = 'dead'
}

abstract class GraphError extends PipelineError {
  readonly fault: GraphFault

  constructor(what: string, fault: GraphFault) {
    super(`${what}: ${describeGraphFault(fault)}`)
    this.fault = fault
  }
}

/** The call had no effect, or may be repeated: Facebook cannot be reached, is too slow, or has a failure. */
export class GraphUnavailableError extends GraphError {
  readonly code = 'graph_unavailable'
  readonly disposition = 'retry'
  /** The least wait before the next try, ms. */
  readonly retryAfterMs: number | undefined
  /** More retries do not help; undefined: the queue's own number. */
  readonly retries: number | undefined

  constructor(
    fault: GraphFault,
    { retryAfterMs, retries, cause }: { retryAfterMs?: number; retries?: number; cause?: unknown } = {},
  ) {
    super('The Graph API cannot do this now', fault)
    if (cause !== undefined) this.cause = cause
    this.retryAfterMs = retryAfterMs
    this.retries = retries
  }
}

/** Facebook or a pause allows no call of the app, Page or user now. Nothing was done. */
export class GraphRateLimitedError extends GraphError {
  readonly code = 'graph_rate_limited'
  readonly disposition = 'wait'
  readonly scope: 'app' | 'page' | 'user'
  readonly retryAfterMs: number
  /** Only calls of the same lane must wait. */
  readonly isOneKind: boolean

  constructor(
    fault: GraphFault,
    {
      scope,
      retryAfterMs,
      isOneKind = false,
    }: { scope: 'app' | 'page' | 'user'; retryAfterMs: number; isOneKind?: boolean },
  ) {
    super(`The ${scope} must wait ${Math.ceil(retryAfterMs / 1000)} s`, fault)
    this.scope = scope
    this.retryAfterMs = retryAfterMs
    this.isOneKind = isOneKind
  }
}

/** Facebook refuses this call. It will never work. */
export class GraphRejectedError extends GraphError {
  readonly code = 'graph_rejected'
  readonly disposition = 'dead'

  constructor(fault: GraphFault) {
    super('The Graph API refuses this', fault)
  }

  get meaning(): GraphMeaning {
    return this.fault.meaning
  }
}

/** The token is no longer valid: the Page is paused until `pagebeat page token`. Nothing was done. */
export class PageTokenRevokedError extends GraphError {
  readonly code = 'page_token_revoked'
  readonly disposition = 'wait'

  constructor(fault: GraphFault) {
    super('The access token is no longer valid', fault)
  }
}

/** A call was sent and its response is lost. Look for its effect; never repeat it blindly. */
export class SendOutcomeUnknownError extends GraphError {
  readonly code = 'send_outcome_unknown'
  readonly disposition = 'unknown'

  constructor(fault: GraphFault) {
    super('It is not known whether this was sent', fault)
  }
}

export function describeFault({ errno, symbol, where, advice }: DatabaseFault): string {
  return `${symbol}${errno === 0 ? '' : ` (errno ${errno})`}${where ? `, ${where}` : ''}${advice ? `. ${advice}` : ''}`
}

export type SecretTrouble = 'no_key' | 'not_sealed' | 'other_key' | 'damaged'

const secretTroubles: Readonly<Record<SecretTrouble, string>> = {
  no_key: 'PAGEBEAT_SECRET_KEY is not set',
  not_sealed: 'it is not encrypted; set it again with `pagebeat param set <key> --secret`',
  other_key:
    'it was encrypted with another key; add that key to PAGEBEAT_SECRET_KEY (comma-separated), or set it again',
  damaged: 'it was changed, or copied from another parameter; set it again',
}

/** A secret parameter cannot be decrypted. Work waits until the operator sets the key or the value. */
export class SecretUnreadableError extends PipelineError {
  readonly code = 'secret_unreadable'
  readonly disposition = 'retry'
  readonly trouble: SecretTrouble

  constructor(name: string, trouble: SecretTrouble) {
    super(`The secret parameter ${name} cannot be used: ${secretTroubles[trouble]}`)
    this.trouble = trouble
  }
}

/** A parameter that is secret would become readable. */
export class ParamIsSecretError extends PipelineError {
  readonly code = 'param_is_secret'
  readonly disposition = 'dead'

  constructor(name: string) {
    super(
      `${name} is a secret: give its new value on standard input to \`pagebeat param set ${name} --secret\``,
    )
  }
}
