import type { Logger } from '../telemetry/log.ts'
import { isSilence, refusalOf } from './refusal.ts'
import { MovedError } from './watch-address.ts'

/** Errors of one kind are logged this often at most, with the number of others since. */
const everyMs = 10_000

export interface RedisTroubleLog {
  onTrouble(error: Error): void
  /** A connection leads to a server that takes writes. */
  onReady(): void
  /** The last trouble, in words; undefined after `onReady`. */
  last(): string | undefined
}

/**
 * Logs what goes wrong between this process and Redis: the first error of a reason at once, then at most one line in
 * ten seconds. A client reports each failed attempt, several a second while Redis is down.
 */
export function logRedisTrouble({
  log,
  now = Date.now,
}: {
  readonly log: Pick<Logger, 'info' | 'warn'>
  readonly now?: () => number
}): RedisTroubleLog {
  const told = new Map<string, { at: number; more: number }>()
  let readyAt = -Infinity
  let isToldReady = true
  let last: string | undefined
  return {
    onTrouble(error) {
      const { kind, reason, state, message } = describe(error)
      last = state
      isToldReady = false
      const before = told.get(kind)
      if (before !== undefined && now() - before.at < everyMs) {
        before.more += 1
        return
      }
      const others = before === undefined || before.more === 0 ? {} : { notLogged: before.more }
      told.set(kind, { at: now(), more: 0 })
      log.warn({ reason, ...others }, message)
    },
    onReady() {
      last = undefined
      if (isToldReady || now() - readyAt < everyMs) return
      readyAt = now()
      isToldReady = true
      log.info('connected to the Redis that takes writes')
    },
    last: () => last,
  }
}

interface Description {
  /** Errors of one kind are counted together. There are few kinds. */
  readonly kind: string
  readonly reason: string
  /** For `/readyz`. */
  readonly state: string
  /** What is done about it, too. */
  readonly message: string
}

function describe(error: Error): Description {
  const refusal = refusalOf(error)
  if (refusal !== undefined) {
    const { code, meaning, leadsElsewhere } = refusal
    const act = leadsElsewhere
      ? 'connecting again until REDIS_URL leads to the server that takes writes'
      : 'trying again'
    return { kind: code, reason: code, state: `${meaning} (${code})`, message: `${meaning}: ${act}` }
  }
  if (isSilence(error)) {
    const state = 'Redis does not respond on an open connection'
    return {
      kind: 'no_response',
      reason: 'no_response',
      state,
      message: `${state}: closing it and opening a new one`,
    }
  }
  if (error instanceof MovedError) {
    const state = 'REDIS_URL leads to another server than before'
    const message = `${state}: closing the connections to the old one`
    return { kind: error.code, reason: error.code, state, message }
  }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  const reason = code ?? error.message
  return {
    kind: code ?? 'other',
    reason,
    state: `Redis is not connected (${reason})`,
    message: 'a call to Redis failed: trying again',
  }
}
