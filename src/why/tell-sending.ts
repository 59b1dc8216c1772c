/** Tells what became of each part of a reply. */
import { causeOf, causeOfPart } from './no-reply.ts'
import { phrase, type Step, step } from './sentences.ts'
import type { StoredOutbound } from './stored-event.ts'

/** `now` in ms. Texts of people are told only `withTexts`. */
export function tellSending(parts: readonly StoredOutbound[], telling: Telling): Step[] {
  return parts.flatMap((part, at) =>
    sending(part, { ...telling, isBehind: parts.slice(0, at).some(isOpenPart) }),
  )
}

/** The parts after it wait for it. */
function isOpenPart({ state }: StoredOutbound): boolean {
  return state === 'pending' || state === 'sending' || state === 'unknown' || state === 'held'
}

interface Telling {
  readonly now: number
  readonly withTexts: boolean
}

interface TellingPart extends Telling {
  /** A part before it is open. */
  readonly isBehind: boolean
}

function sending(part: StoredOutbound, { now, withTexts, isBehind }: TellingPart): Step[] {
  const { id, act, text, state, reason, attempts, createdTs, claimedTs, settledTs, platformId } = part
  const waits = isBehind && state === 'pending' && reason === undefined
  const cause = waits ? causeOf('waits_for_part') : causeOfPart(part, now)
  const words = withTexts && text !== undefined ? [phrase('words', { text })] : []
  const again = attempts > 1 ? [phrase('call', { count: attempts })] : []
  return [
    step(createdTs, phrase('part', { id, act }), ...words),
    ...(claimedTs === undefined ? [] : [step(claimedTs, phrase('claimed', { id }), ...again)]),
    step(
      settledTs,
      phrase('part_is', { id, state }),
      ...(reason === undefined ? [] : [phrase('reason', { reason })]),
      ...(platformId === undefined ? [] : [phrase('as', { platformId })]),
      ...(cause === undefined ? [] : [phrase('end'), ...cause.because]),
    ),
    ...(part.deliveredTs === undefined ? [] : [step(part.deliveredTs, phrase('delivered', { id }))]),
    ...(part.readTs === undefined ? [] : [step(part.readTs, phrase('read', { id }))]),
    ...(state === 'sent' && !part.isRecorded ? [step(undefined, phrase('not_recorded', { id }))] : []),
  ]
}
