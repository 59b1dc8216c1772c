import { TimedOutError } from './errors.ts'

/**
 * The value of the promise if it comes within `ms`. Else throws TimedOutError, whose message begins with `what`: "no
 * response from Redis". The promise goes on; its late value or error is ignored.
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

/**
 * Waits for the promise for at most `ms`. Returns whether it is fulfilled. Throws the error of the promise, but none
 * for being late.
 */
export async function isDoneWithin(ms: number, promise: Promise<unknown>): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<false>()
  const timer = setTimeout(resolve, ms, false)
  try {
    return await Promise.race([promise.then(() => true), late])
  } finally {
    clearTimeout(timer)
  }
}
