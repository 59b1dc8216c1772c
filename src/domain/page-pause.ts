/** A time in which no call of a Page is made. */

/**
 * - `throttled`: Facebook refused a call because the Page or the app made too many.
 * - `near_limit`: the usage headers are at the limit, or our own rate for the Page is used up.
 * - `policy_block`: Facebook blocked the Page from sending, for a violation of its policy.
 * - `token`: the Page's access token is no longer valid.
 */
export const pauseReasons = ['throttled', 'near_limit', 'policy_block', 'token'] as const
export type PauseReason = (typeof pauseReasons)[number]

export interface PagePause {
  /** When it ends, ms since the epoch. */
  readonly untilMs: number
  readonly reason: PauseReason
  /** A short digest of the token that is no longer valid. A call with another token is made all the same. */
  readonly tokenDigest?: string
  /** Only this call waits, until its place among the calls of the Page. No operator can end that. */
  readonly isPlace?: true
}

/** The reason in a row of `page`. A text that this version does not know counts as `throttled`. */
export function toPauseReason(text: string | null): PauseReason {
  return pauseReasons.find((reason) => reason === text) ?? 'throttled'
}
