/** What a look-up at Facebook proves about a message whose outcome is unknown. All times are of Facebook's clock. */

/** Facebook's list of a thread, or of the comments under an object, in which the message is not. */
export interface NotShown {
  readonly is: 'not_shown'
  /** When Facebook made the list: the header `Date`, cut to the second. */
  readonly facebookTs: number
  /** The message was not sent before this time. */
  readonly claimTs: number
  /** Of the items in the list, by any author. Undefined for an empty list. */
  readonly oldestTs: number | undefined
  readonly newestTs: number | undefined
  /** There are no older items. */
  readonly isComplete: boolean
  /** Whether the list shows what the message replies to. `never`: such events, as a referral, are in no list. */
  readonly showsCause: 'yes' | 'no' | 'never'
}

export type LookedUp =
  | { readonly is: 'found'; readonly platformId: string }
  | NotShown
  /** The list cannot tell: the message has no text, an author is not named, or Facebook did not tell its time. */
  | { readonly is: 'unclear' }

/** Of earlier look-ups for the same claim. */
export interface SeenBefore {
  /** They have shown everything from the claim to this time, without the message. */
  readonly shownTs: number | undefined
  /** The list was behind by this much at most. */
  readonly listLagMs: number | undefined
}

export interface Conclusion extends SeenBefore {
  /** From this age of the claim on, a list without the message proves that it was not sent. Undefined: never yet. */
  readonly provesFromAgeMs: number | undefined
  /** The next look-up must come within this time, or messages between the two would not be seen. */
  readonly lookAgainWithinMs: number | undefined
}

/** How far a list may be behind if the thread does not show it. */
const assumedLagMs = 60_000

/**
 * A list proves that the message was not sent if it shows the whole time since the claim, and is not behind the end of
 * the call. How far it is behind is known from its newest item, if it shows what the message replies to: an empty list
 * proves nothing. `endedMs`: the time after a claim from which Facebook carries out its call no more.
 */
export function conclude(shown: NotShown, before: SeenBefore, endedMs: number): Conclusion {
  const { newestTs, oldestTs, isComplete } = shown
  const { shownTs: seenUntil } = before
  const reaches = isComplete || isBefore(oldestTs, shown.claimTs) || isBefore(oldestTs, seenUntil)
  const wentBack = isBefore(newestTs, seenUntil) // another server of Facebook answered, which is further behind
  const listLagMs = least(lagOf(shown), wentBack ? undefined : before.listLagMs)
  return {
    shownTs: reaches && !wentBack ? (newestTs ?? seenUntil) : seenUntil,
    listLagMs,
    provesFromAgeMs:
      reaches && listLagMs !== undefined && shown.showsCause !== 'no' ? endedMs + listLagMs : undefined,
    lookAgainWithinMs:
      isComplete || newestTs === undefined || oldestTs === undefined
        ? undefined
        : Math.max(1_000, (newestTs - oldestTs) / 2),
  }
}

function lagOf({ facebookTs, newestTs, showsCause }: NotShown): number | undefined {
  const sinceNewestMs = newestTs === undefined ? undefined : facebookTs + 1_000 - newestTs
  if (showsCause === 'yes') return sinceNewestMs
  return showsCause === 'never' ? least(sinceNewestMs, assumedLagMs) : undefined
}

function isBefore(ts: number | undefined, other: number | undefined): boolean {
  return ts !== undefined && other !== undefined && ts < other
}

function least(...values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined)
  return known.length === 0 ? undefined : Math.min(...known)
}
