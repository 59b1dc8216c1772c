/** Tells what became of each part of a reply. */
import { causeOfPart } from './no-reply.ts'
import type { StoredOutbound } from './stored-event.ts'

export interface Step {
  /** ms; undefined: the time is not stored. */
  readonly ts: number | undefined
  readonly says: string
}

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
  const words = withTexts && text !== undefined ? `: ${JSON.stringify(text)}` : ''
  const tries = attempts > 1 ? `, call ${attempts}` : ''
  const end = `${state}${reason === undefined ? '' : ` (${reason})`}${platformId === undefined ? '' : ` as ${platformId}`}`
  const waits = isBehind && state === 'pending' && reason === undefined
  const cause = waits ? { because: 'It waits for the part before it.' } : causeOfPart(part, now)
  return [
    { ts: createdTs, says: `outbound ${id}: ${act.replaceAll('_', ' ')}${words}` },
    ...(claimedTs === undefined
      ? []
      : [{ ts: claimedTs, says: `outbound ${id}: claimed and sent to Facebook${tries}` }]),
    { ts: settledTs, says: `outbound ${id}: ${end}${cause === undefined ? '' : `. ${cause.because}`}` },
    ...(part.deliveredTs === undefined ? [] : [{ ts: part.deliveredTs, says: `outbound ${id}: delivered` }]),
    ...(part.readTs === undefined ? [] : [{ ts: part.readTs, says: `outbound ${id}: read` }]),
    ...(state === 'sent' && !part.isRecorded
      ? [{ ts: undefined, says: `outbound ${id}: not among the interactions yet` }]
      : []),
  ]
}
