import { setTimeout as pause } from 'node:timers/promises'
import type { ConsoleUsers } from '../../../src/db/console/users.ts'
import { createLoginBrake } from '../../../src/http/login-brake.ts'
import { isPasswordRight } from '../../../src/http/password.ts'
import { ApiFailure } from '../http/api-failure.ts'

export interface PasswordAttempt {
  readonly email: string
  readonly password: string
  readonly address: string
}

/** A check takes 19 MiB and 40 ms of a core. More at a time would starve the agents who are at work. */
const mostAtOnce = 2
const mostWaiting = 50

/**
 * Returns the id of the user whose e-mail and password these are. Throws ApiFailure: 401 for a wrong one, which takes
 * as long for an unknown user; 429 after ten wrong ones in a minute for this user from this address, and only after a
 * second. The right password is always taken, so nobody can lock a user out.
 */
export function createPasswordCheck({
  users,
  now,
  guessMs = 1_000,
}: {
  readonly users: Pick<ConsoleUsers, 'findPasswordHash'>
  readonly now: () => number
  readonly guessMs?: number
}): (attempt: PasswordAttempt) => Promise<string> {
  const brake = createLoginBrake(now)
  const atOnce = createGate(mostAtOnce, mostWaiting)
  return async function checkPassword({ email, password, address }) {
    const user = await users.findPasswordHash(email)
    const isRight = await atOnce(() => isPasswordRight(password, user?.hash))
    if (user !== undefined && isRight) return user.id
    const waitSeconds = brake.failed({ address, user: email.trim().toLowerCase() })
    if (waitSeconds === 0) throw new ApiFailure(401, { code: 'wrong_password' })
    await pause(guessMs)
    throw new ApiFailure(429, {
      code: 'too_many_guesses',
      retryAfterSeconds: waitSeconds,
    })
  }
}

/** Runs at most `most` pieces of work at once, in order. Throws ApiFailure (503) when more than `waiting` wait. */
function createGate(most: number, waiting: number): <T>(work: () => Promise<T>) => Promise<T> {
  const queue: (() => void)[] = []
  let running = 0
  return async function throughGate(work) {
    if (running >= most) {
      if (queue.length >= waiting)
        throw new ApiFailure(503, {
          code: 'too_many_sign_ins',
          retryAfterSeconds: 5,
        })
      await new Promise<void>((resolve) => {
        queue.push(resolve)
      })
    } else running += 1
    try {
      return await work()
    } finally {
      const next = queue.shift()
      if (next === undefined) running -= 1
      else next()
    }
  }
}
