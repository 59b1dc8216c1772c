import type { PauseReason } from '../../domain/page-pause.ts'
import { concerns } from '../graph/page-gate.ts'
import { digestOfToken } from '../graph/with-pauses.ts'

/** The pause of a Page as its row says it. */
export interface StoredPause {
  readonly pausedUntil?: Date | undefined
  readonly pauseReason?: PauseReason | undefined
  /** Digest of the token that Facebook refused; absent when the pause is for every token. */
  readonly pausedToken?: string | undefined
}

export interface CurrentPause {
  readonly until: Date
  readonly reason: PauseReason
}

/** The pause that the calls of a Page meet with this token. A pause for another token stops none of them. */
export function currentPause(row: StoredPause, token: string | undefined): CurrentPause | undefined {
  const { pausedUntil: until, pauseReason: reason = 'throttled', pausedToken: tokenDigest } = row
  if (until === undefined) return undefined
  const isOfOtherToken =
    tokenDigest !== undefined &&
    token !== undefined &&
    !concerns({ tokenDigest }, { lane: 'other', tokenDigest: digestOfToken(token) })
  return isOfOtherToken ? undefined : { until, reason }
}
