import { setTimeout as pause } from 'node:timers/promises'
import { inspect } from 'node:util'

/** Nothing here takes this long, however busy the machine is. */
const usualMs = 60_000

type Truthy<T> = Exclude<T, undefined | null | false | 0 | ''>

export interface Wait {
  readonly withinMs?: number
  /** What else the error tells: the state of things when the time was up. */
  readonly seen?: () => string
}

/**
 * Asks again and again until the result is truthy, and returns it. After a minute (or `withinMs`) it throws an Error
 * that names what it waited for and the last result. A result that tells more than `false` helps.
 */
export async function until<T>(
  what: string,
  ask: () => T | Promise<T>,
  { withinMs = usualMs, seen }: Wait = {},
): Promise<Truthy<T>> {
  const giveUpAt = Date.now() + withinMs
  for (;;) {
    const answer = await ask()
    if (isTruthy(answer)) return answer
    if (Date.now() > giveUpAt)
      throw new StillWaiting(what, withinMs, seen?.() ?? `the last answer was ${inspect(answer)}`)
    await pause(20)
  }
}

/** The same promise, but rejected after a minute (or `withinMs`) with an Error that says what it waited for. */
export async function inTime<T>(
  what: string,
  promise: Promise<T>,
  { withinMs = usualMs, seen = () => 'it did not happen' }: Wait = {},
): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new StillWaiting(what, withinMs, seen())), withinMs)
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

class StillWaiting extends Error {
  constructor(what: string, waitedMs: number, seen: string) {
    super(`waited ${waitedMs / 1000} s for: ${what}; ${seen}`)
  }
}

function isTruthy<T>(answer: T): answer is Truthy<T> {
  return Boolean(answer)
}
