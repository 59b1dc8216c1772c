import type { StageName } from '../src/domain/stage-name.ts'
import type { Logger } from '../src/telemetry/log.ts'

const everyMs = 10_000

interface Options {
  readonly stage: StageName
  readonly log: Pick<Logger, 'warn'>
  readonly now?: () => number
}

/**
 * Logs an error of Redis, then at most one line in ten seconds. BullMQ reports each failed attempt, several a second
 * while Redis is down. The reason is the code of the system (`ECONNREFUSED`), else the message of the client.
 */
export function logRedisErrors({ stage, log, now = Date.now }: Options): (error: Error) => void {
  let loggedAt = -Infinity
  let more = 0
  return function logRedisError(error) {
    if (now() - loggedAt < everyMs) {
      more += 1
      return
    }
    const reason = 'code' in error && typeof error.code === 'string' ? error.code : error.message
    const others = more === 0 ? {} : { notLogged: more }
    log.warn({ stage, reason, ...others }, 'a call to Redis failed: the worker tries again')
    loggedAt = now()
    more = 0
  }
}
