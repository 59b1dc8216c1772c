/**
 * Makes no calls while Facebook cannot be reached (`src/breaker.ts`). A call fails in this sense when it got no
 * response. A response that is an error counts as a success: Facebook can be reached.
 */
import { type BreakerOptions, createBreaker } from '../../breaker.ts'
import {
  GraphRateLimitedError,
  GraphRejectedError,
  GraphUnavailableError,
  PageTokenRevokedError,
  SendOutcomeUnknownError,
} from '../../errors.ts'
import type { GraphCall } from './graph-call.ts'

export function withBreaker(call: GraphCall, options: BreakerOptions = {}): GraphCall {
  const breaker = createBreaker({ openAfter: 8, openMs: 5_000, ...options })

  return async function callUnlessOpen(request) {
    const pass = breaker.enter()
    if (pass === undefined)
      throw new GraphUnavailableError(
        { reason: 'breaker_open', meaning: 'service_trouble' },
        { retryAfterMs: Math.max(1_000, breaker.openForMs()) },
      )
    try {
      const response = await call(request)
      pass.succeeded()
      return response
    } catch (cause) {
      const end = endOf(cause)
      if (end === 'response') pass.succeeded()
      else if (end === 'no_response') pass.failed()
      else pass.unjudged()
      throw cause
    }
  }
}

/**
 * An error with a code came from Facebook: code 2 may be about a single customer. A deadline that ended before there
 * was a connection says nothing: it may have been short, or all connections in use. Nor does a call that this process
 * refused.
 */
function endOf(error: unknown): 'response' | 'no_response' | 'unjudged' {
  if (error instanceof GraphUnavailableError || error instanceof SendOutcomeUnknownError) {
    if (error.fault.code !== undefined) return 'response'
    return error.fault.reason === 'deadline_before_sending' ? 'unjudged' : 'no_response'
  }
  const isRefusal =
    error instanceof GraphRejectedError ||
    error instanceof GraphRateLimitedError ||
    error instanceof PageTokenRevokedError
  return isRefusal && error.fault.reason === 'graph_error' ? 'response' : 'unjudged'
}
