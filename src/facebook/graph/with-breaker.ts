/**
 * Stops calling when Facebook is out of reach, so that work waits in its queue and not in sockets: after `openAfter` calls in
 * a row that got no answer, none is made for `openMs`; then one goes first, and its end decides for the others. An end that says
 * nothing of Facebook neither counts nor ends the count; if it was the first one's, the next call goes first.
 */
import {
  GraphRateLimitedError,
  GraphRejectedError,
  GraphUnavailableError,
  PageTokenRevokedError,
  SendOutcomeUnknownError,
} from '../../errors.ts'
import type { GraphCall } from './graph-call.ts'

export interface BreakerOptions {
  readonly openAfter?: number
  readonly openMs?: number
  readonly now?: () => number
  readonly onChange?: (state: 'open' | 'closed') => void
}

export function withBreaker(call: GraphCall, options: BreakerOptions = {}): GraphCall {
  const { openAfter = 8, openMs = 5_000, now = Date.now, onChange = () => {} } = options
  let failures = 0
  let openUntilMs: number | undefined
  let isProbing = false

  function succeeded(): void {
    failures = 0
    if (openUntilMs !== undefined) onChange('closed')
    openUntilMs = undefined
  }

  function failed(): void {
    failures++
    if (failures < openAfter) return
    if (openUntilMs === undefined) onChange('open')
    openUntilMs = now() + openMs
  }

  return async function callUnlessBroken(request) {
    const isProbe = openUntilMs !== undefined
    if (openUntilMs !== undefined && (isProbing || now() < openUntilMs))
      throw new GraphUnavailableError(
        { reason: 'breaker_open', meaning: 'service_trouble' },
        { retryAfterMs: Math.max(1_000, openUntilMs - now()) },
      )
    if (isProbe) isProbing = true
    try {
      const answer = await call(request)
      succeeded()
      return answer
    } catch (cause) {
      const said = whatItSays(cause)
      if (said === 'no_answer') failed()
      if (said === 'answered') succeeded()
      throw cause
    } finally {
      if (isProbe) isProbing = false
    }
  }
}

/**
 * An error with a code is one that Facebook wrote: code 2 may be about a single person. A deadline that ended before there was a
 * connection says nothing: it may have been short, or all connections in use. Nor does what was refused in this process.
 */
function whatItSays(error: unknown): 'answered' | 'no_answer' | 'nothing' {
  if (error instanceof GraphUnavailableError || error instanceof SendOutcomeUnknownError) {
    if (error.fault.code !== undefined) return 'answered'
    return error.fault.reason === 'deadline_before_sending' ? 'nothing' : 'no_answer'
  }
  const isRefusal =
    error instanceof GraphRejectedError ||
    error instanceof GraphRateLimitedError ||
    error instanceof PageTokenRevokedError
  return isRefusal && error.fault.reason === 'graph_error' ? 'answered' : 'nothing'
}
