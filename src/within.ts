import { TimedOutError } from './errors.ts'

/**
 * The value of the promise, if it comes within `ms`. Else throws TimedOutError, whose message names `what` was waited for: "no
 * response from Redis". The promise itself goes on: its value is not used, and its error is no unhandled rejection.
 */
export async function within<T>(ms: number, promise: Promise<T>, what: string): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new TimedOutError(what, ms)), ms)
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

/** Waits for the promise for at most `ms`. True: it is fulfilled. Throws what it throws, but no error for being late. */
export async function isDoneWithin(ms: number, promise: Promise<unknown>): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<false>()
  const timer = setTimeout(resolve, ms, false)
  try {
    return await Promise.race([promise.then(() => true), late])
  } finally {
    clearTimeout(timer)
  }
}
