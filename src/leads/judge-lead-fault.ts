/** What follows when Facebook does not give a lead. */
import type { LeadState } from '../domain/lead.ts'
import { leadLifeMs } from '../domain/lead.ts'
import { backoffMs } from '../backoff.ts'
import {
  GraphRateLimitedError,
  GraphRejectedError,
  GraphUnavailableError,
  PageTokenRevokedError,
  type PipelineError,
} from '../errors.ts'

/** A lead that is not fetched: its state, why, and when it is tried again (ms; undefined: never). */
export interface Unfetched {
  readonly state: Exclude<LeadState, 'fetched'>
  readonly reason: string
  readonly dueTs: number | undefined
}

export interface Tried {
  readonly now: number
  /** When the form was sent, ms. */
  readonly createdTs: number
  /** Tries before this one. */
  readonly attempts: number
}

const minuteMs = 60_000

/** What an operator can help with is tried again all the same: nobody has to name the leads afterwards. */
const parked = {
  /** No call is made until the token is there, so looking often costs Facebook nothing. */
  token: { firstMs: 5 * minuteMs, longestMs: 15 * minuteMs, jitter: 0.3 },
  refused: { firstMs: 60 * minuteMs, longestMs: 6 * 60 * minuteMs, jitter: 0.1 },
}
const unavailable = { firstMs: 3_000, longestMs: 2 * minuteMs, jitter: 0.3 }
const longestPauseMs = 15 * minuteMs

/**
 * A lead that Facebook does not give any more (90 days) is `gone`. It is `parked` while the token or a permission is
 * missing, while the Leads Access Manager may hide it, or while Facebook blocks the Page. Otherwise it goes on waiting.
 */
export function judgeLeadFault(error: PipelineError, { now, createdTs, attempts }: Tried): Unfetched {
  const again = (options: Parameters<typeof backoffMs>[1]): number => now + backoffMs(attempts + 1, options)
  const reason = reasonOf(error)
  if (error instanceof GraphRejectedError) {
    if (now - createdTs > leadLifeMs) return { state: 'gone', reason, dueTs: undefined }
    return { state: 'parked', reason, dueTs: again(parked.refused) }
  }
  if (error instanceof PageTokenRevokedError) return { state: 'parked', reason, dueTs: again(parked.token) }
  if (error instanceof GraphRateLimitedError) {
    const { meaning } = error.fault
    const isBlocked = meaning === 'token' || meaning === 'policy_block'
    const pauseMs = Math.min(Math.max(error.retryAfterMs, 1_000), longestPauseMs)
    const dueTs = isBlocked ? again(parked.token) : now + Math.round(pauseMs * (1 + Math.random() / 2))
    return { state: isBlocked ? 'parked' : 'waiting', reason, dueTs }
  }
  const leastMs = error instanceof GraphUnavailableError ? (error.retryAfterMs ?? 0) : 0
  return { state: 'waiting', reason, dueTs: Math.max(again(unavailable), now + leastMs) }
}

/** No call can be made: the Page has no token. */
export function withoutToken({ now, attempts }: Tried): Unfetched {
  return { state: 'parked', reason: 'no_token', dueTs: now + backoffMs(attempts + 1, parked.token) }
}

/** Facebook tells of the lead, and hides what was filled in. */
export function whenHidden({ now, createdTs, attempts }: Tried): Unfetched {
  const reason = 'hidden'
  if (now - createdTs > leadLifeMs) return { state: 'gone', reason, dueTs: undefined }
  return { state: 'parked', reason, dueTs: now + backoffMs(attempts + 1, parked.refused) }
}

function reasonOf(error: PipelineError): string {
  if (!('fault' in error)) return error.code
  if (error instanceof GraphRejectedError || error instanceof GraphRateLimitedError) {
    const { meaning, code, subcode } = error.fault
    const number = code === undefined ? '' : ` ${code}${subcode === undefined ? '' : `/${subcode}`}`
    return `${meaning}${number}`
  }
  return error.code
}
