export interface BackoffOptions {
  /** Before the first retry, ms. */
  readonly firstMs: number
  /** No wait is longer, ms. */
  readonly longestMs: number
  /** The part of the wait that is random, 0 to 1. Two that failed together then do not try again together. */
  readonly jitter?: number
  /** 0 to 1 */
  readonly random?: () => number
}

/**
 * How long to wait before retry number `retry` (1 is the first), whole ms: each wait is twice as long as the one before.
 */
export function backoffMs(
  retry: number,
  { firstMs, longestMs, jitter = 0, random = Math.random }: BackoffOptions,
): number {
  const ms = Math.min(longestMs, firstMs * 2 ** Math.max(0, retry - 1))
  return Math.round(ms * (1 - jitter * random()))
}
