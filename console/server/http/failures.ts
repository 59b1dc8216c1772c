import type { Context, Next } from 'koa'
import { refusals } from '../../api/refusals.ts'
import type { ApiError } from '../../api/session.ts'
import { DatabaseBusyError, DatabaseRefusedError, PipelineError, TimedOutError } from '../../../src/errors.ts'
import { isClientFault } from '../../../src/http/client-fault.ts'
import { ApiFailure } from './api-failure.ts'

const retrySeconds = 2

/**
 * Turns what a route throws into its status and `apiErrorSchema`: an ApiFailure as it says, 503 when the database does
 * not answer, else 500. `onError` gets what an operator should know of.
 */
export function answerFailures(
  onError: (error: unknown) => void,
): (ctx: Context, next: Next) => Promise<void> {
  return async function withFailures(ctx, next) {
    try {
      await next()
    } catch (error) {
      if (isClientFault(error)) return
      const failure = toFailure(error)
      if (failure.status >= 500) onError(error)
      ctx.status = failure.status
      if (failure.retryAfterSeconds !== undefined) ctx.set('Retry-After', String(failure.retryAfterSeconds))
      const { code, says, values } = failure
      ctx.body = { error: code, says, ...(values === undefined ? {} : { values }) } satisfies ApiError
      // The rest of a body that was refused is not read.
      if (!ctx.req.complete) ctx.set('Connection', 'close')
    }
  }
}

function toFailure(error: unknown): ApiFailure {
  if (error instanceof ApiFailure) return error
  if (
    error instanceof DatabaseBusyError ||
    error instanceof DatabaseRefusedError ||
    error instanceof TimedOutError
  )
    return new ApiFailure(503, {
      code: error.code,
      says: refusals.database_trouble,
      retryAfterSeconds: retrySeconds,
    })
  if (isRefusedByKoa(error)) return new ApiFailure(error.status, { code: 'bad_request' })
  return new ApiFailure(500, {
    code: error instanceof PipelineError ? error.code : 'failed',
    says: refusals.failed,
  })
}

/** For example a path with a broken `%`. */
function isRefusedByKoa(error: unknown): error is Error & { status: number } {
  return error instanceof Error && 'status' in error && typeof error.status === 'number' && error.status < 500
}
