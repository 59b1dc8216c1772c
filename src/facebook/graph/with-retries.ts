/**
 * Repeats reads that Facebook could not serve now, for work that no queue repeats. A read that must wait longer than
 * `longestWaitMs`, or for an operator, ends as it did. So does anything that is not a GET.
 */
import { setTimeout as pause } from 'node:timers/promises'
import pRetry from 'p-retry'
import { GraphRateLimitedError, GraphUnavailableError } from '../../errors.ts'
import type { GraphCall } from './graph-call.ts'

export interface RetryOptions {
  readonly retries?: number
  /** Before the first retry, ms. Each wait is twice as long as the one before. */
  readonly firstMs?: number
  readonly longestWaitMs?: number
  readonly wait?: (ms: number) => Promise<unknown>
}

/** Where a fifth of the calls fails, one read in 3,000 fails five times. */
const mostRetries = 4

export function withRetries(call: GraphCall, options: RetryOptions = {}): GraphCall {
  const { retries = mostRetries, firstMs = 500, longestWaitMs = 60_000, wait = pause } = options

  return async function callAgain(request) {
    if (request.method !== 'GET') return await call(request)
    return await pRetry(() => call(request), {
      retries,
      minTimeout: firstMs,
      randomize: true,
      async shouldRetry({ error, retryDelay, retriesConsumed }) {
        const askedMs = leastWaitOf(error, retriesConsumed)
        if (askedMs === undefined || askedMs > longestWaitMs) return false
        if (askedMs > retryDelay) await wait(askedMs - retryDelay)
        return true
      },
    })
  }
}

/** Undefined: waiting does not help, or nobody knows how long. */
function leastWaitOf(error: Error, retriesConsumed: number): number | undefined {
  if (error instanceof GraphUnavailableError)
    return retriesConsumed < (error.retries ?? Infinity) ? (error.retryAfterMs ?? 0) : undefined
  if (!(error instanceof GraphRateLimitedError)) return undefined
  const isForOperator = error.fault.meaning === 'token' || error.fault.meaning === 'policy_block'
  return isForOperator ? undefined : error.retryAfterMs
}
