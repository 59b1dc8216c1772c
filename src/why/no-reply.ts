/** Why an event got no reply, or not all of it, and the one thing that would change it. */
import type { PhraseValues } from '../domain/phrase.ts'
import { adviceOf } from './advice-sentences.ts'
import { type CauseCode, partSentences, silenceSentences } from './cause-sentences.ts'
import { phrase, type WhyPhrase } from './sentences.ts'
import type { StoredEvent, StoredOutbound, StoredTurn } from './stored-event.ts'

export interface Cause {
  /** One sentence or two. */
  readonly because: readonly WhyPhrase[]
  /** What to do, so that the next event of this kind gets its reply. Undefined: nothing is wrong. */
  readonly change?: readonly WhyPhrase[]
}

/** The cause with its advice. `values` are those of both. */
export function causeOf(code: CauseCode, values?: PhraseValues): Cause {
  const advice = adviceOf[code]
  return {
    because: [phrase(code, values)],
    ...(advice === undefined ? {} : { change: [phrase(advice, values)] }),
  }
}

/** Undefined: the customer got something, or another version wrote the word. */
export function causeOfOutcome(outcome: string): Cause | undefined {
  return isKeyOf(silenceSentences, outcome) ? causeOf(outcome) : undefined
}

export function isKeyOf<Known extends object>(known: Known, word: string): word is keyof Known & string {
  return Object.hasOwn(known, word)
}

/**
 * Of an event that was too late: Facebook delivered it late, and Pagebeat held nothing up. Undefined: Pagebeat had it for
 * longer than it was on its way, or the delivery is not kept.
 */
export function causeOfLate(
  { ts, ledger }: Pick<StoredEvent, 'ts' | 'ledger'>,
  handledTs: number | undefined,
): Cause | undefined {
  if (ledger.is !== 'found' || handledTs === undefined) return undefined
  const lateMs = ledger.receivedTs - ts
  if (lateMs < 60_000 || lateMs < handledTs - ledger.receivedTs) return undefined
  const minutes = Math.round(lateMs / 60_000)
  return {
    because: [phrase('too_late'), phrase('delivered_late', { minutes })],
    change: [phrase('find_late')],
  }
}

/** Why this part of the reply did not reach the customer. Undefined: it did, or it still may. */
export function causeOfPart(
  { state, reason = '', dueTs, id }: StoredOutbound,
  now: number,
): Cause | undefined {
  if (state === 'sent') return undefined
  if (state === 'scheduled') return causeOf('follow_up', { dueTs: dueTs ?? now })
  const known = isKeyOf(partSentences, reason) ? causeOf(reason, { id }) : causeOfOutcome(reason)
  if (state === 'held')
    return { ...causeOf('nobody_knows', { id }), ...(known && { because: known.because }) }
  if (known !== undefined) return known
  if (state === 'pending' || state === 'sending' || state === 'unknown')
    return reason === '' ? causeOf('on_its_way') : causeOf('waits_because', { reason })
  return reason === '' ? causeOf('refused') : causeOf('refused_because', { reason })
}

/** Why the turn is still open. */
export function causeOfOpen(
  { readyTs, hasText, understanding, earlierOpen }: StoredTurn,
  now: number,
): Cause {
  if (readyTs > now) return causeOf('waits_until', { ts: readyTs })
  if (earlierOpen === 1) return causeOf('one_earlier')
  if (earlierOpen > 0) return causeOf('earlier', { count: earlierOpen })
  return causeOf(hasText && understanding === undefined ? 'not_read_yet' : 'not_chosen_yet')
}
