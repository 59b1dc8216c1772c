/** Facebook tells of one click in several forms: inside a message or postback, and as an event of its own. */
import type { TurnFacts } from './turn.ts'

/** A click opens the thread, and the customer types some minutes later. */
export const clickMs = {
  before: 10 * 60_000,
  /** The event of the click may come a little after the message, and then says nothing new. */
  after: 60_000,
} as const

/** A tap on Get Started, and the event of the click that led to it, are this near. */
const tapMs = 5_000

export type TimedFacts = TurnFacts & { readonly ts: number }

/**
 * `same_click`: the turn says nothing but the click that one of these turns was replied to for. `words`: it says that
 * click and more, and is replied to for the rest. Undefined: no reply was for its click.
 */
export function repeatOfClick(
  turn: TimedFacts,
  replied: readonly TimedFacts[],
): 'same_click' | 'words' | undefined {
  if (turn.ref === undefined && turn.adId === undefined) return undefined
  const same = replied.filter(
    (other) =>
      other.ts >= turn.ts - clickMs.before && other.ts <= turn.ts + clickMs.after && isSameClick(turn, other),
  )
  if (same.length === 0) return undefined
  const isNear = same.some(({ ts }) => Math.abs(ts - turn.ts) <= tapMs)
  return turn.kind === 'referral' || (turn.kind === 'postback' && isNear) ? 'same_click' : 'words'
}

/** The turn without its click. */
export function withoutClick<Turn extends TurnFacts>(turn: Turn): Turn {
  const { ref: _ref, adId: _adId, adTitle: _adTitle, source: _source, ...rest } = turn
  return rest as Turn
}

/** The same form twice is a second click. */
function isSameClick(one: TurnFacts, other: TurnFacts): boolean {
  return one.kind !== other.kind && one.ref === other.ref && one.adId === other.adId
}
