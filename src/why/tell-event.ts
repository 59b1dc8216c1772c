/** Tells one event in plain words: what became of it, why, and each step with its time. */
import { type Cause, causeOf, causeOfLate, causeOfOpen, causeOfOutcome, causeOfPart } from './no-reply.ts'
import { causeOfNoTurn } from './no-turn.ts'
import { inEnglish, phrase, type Step, type WhyPhrase } from './sentences.ts'
import type { StoredEvent } from './stored-event.ts'
import { tellSteps } from './tell-steps.ts'

/** The texts are English. `said` has their phrases, for other languages. */
export interface Told {
  /** What the event is. */
  readonly title: string
  /** What became of it, in a few words. */
  readonly became: string
  readonly because: string
  /** What to do, so that the next event of this kind gets its reply. Undefined: nothing is wrong. */
  readonly change?: string
  readonly said: {
    readonly title: readonly WhyPhrase[]
    readonly became: readonly WhyPhrase[]
    readonly because: readonly WhyPhrase[]
    readonly change?: readonly WhyPhrase[]
  }
  readonly steps: readonly Step[]
}

/** `now` in ms. Texts of people are told only `withTexts`. */
export function tellEvent(event: StoredEvent, now: number, { withTexts = false } = {}): Told {
  const said = { title: titleOf(event, withTexts), ...filledIn(event, outcomeOf(event, now)) }
  const { title, became, because, change } = said
  return {
    title: inEnglish(title),
    became: inEnglish(became),
    because: inEnglish(because),
    ...(change === undefined ? {} : { change: inEnglish(change) }),
    said,
    steps: tellSteps(event, now, withTexts),
  }
}

interface Outcome extends Cause {
  readonly became: readonly WhyPhrase[]
}

/** The commands of the advice name the thread of the event. */
function filledIn({ pageId, thread }: StoredEvent, outcome: Outcome): Outcome {
  const { change } = outcome
  if (change === undefined) return outcome
  const named = {
    ...(pageId === undefined ? {} : { pageId }),
    ...(thread === undefined ? {} : { psid: thread.psid }),
  }
  return { ...outcome, change: change.map(({ code, values }) => phrase(code, { ...named, ...values })) }
}

function titleOf(
  { channel, type, verb, direction, platformId, pageId, text, id }: StoredEvent,
  withTexts: boolean,
): WhyPhrase[] {
  const kind = [type, verb].filter((word) => word !== undefined && word !== '').join(' ') || 'event'
  const page = { pageId: pageId ?? '(unknown)' }
  return [
    phrase('event', { id, kind }),
    channel === 'facebookMessenger'
      ? phrase('in_messenger')
      : channel === 'facebookFeed'
        ? phrase('on_feed')
        : phrase('in_channel', { channel }),
    direction === 'in' ? phrase('to_page', page) : phrase('by_page', page),
    ...(platformId === undefined ? [] : [phrase('named', { platformId })]),
    ...(withTexts && text !== undefined ? [phrase('words', { text })] : []),
  ]
}

const got = {
  answered: 'got_answered',
  not_understood: 'got_not_understood',
  asked_back: 'got_asked_back',
  hub_silent: 'got_hub_silent',
  too_late: 'got_too_late',
  moderated: 'got_moderated',
  acted: 'got_acted',
} as const

function outcomeOf({ turn, outbound: parts, ...event }: StoredEvent, now: number): Outcome {
  // A part that another one made needless is missing to nobody.
  const needed = parts.filter(({ state }) => state !== 'skipped')
  const outbound = needed.length === 0 ? parts : needed
  const unsent = outbound.map((part) => causeOfPart(part, now)).find((cause) => cause !== undefined)
  if (turn === undefined) {
    const [own] = outbound
    if (own === undefined) return { became: [phrase('no_reply')], ...causeOfNoTurn(event) }
    const { userId, state } = own
    return userId === undefined
      ? { became: [phrase('bots_message', { state })], ...(unsent ?? causeOf('sent_by_bot')) }
      : { became: [phrase('agents_message', { userId, state })], ...(unsent ?? causeOf('sent_by_agent')) }
  }
  if (turn.isOpen) return { became: [phrase('waits')], ...causeOfOpen(turn, now) }
  const outcome = turn.outcome ?? ''
  if (unsent !== undefined && outbound.length > 0) {
    const reached = outbound.filter(({ state }) => state === 'sent').length
    const some = phrase('parts_sent', { sent: reached, all: outbound.length })
    return { became: [reached === 0 ? phrase('no_reply') : some], ...unsent }
  }
  const became = [outcome === '' ? phrase('no_reply') : phrase('outcome', { outcome })]
  const reply = outbound.length > 0 ? Object.entries(got).find(([word]) => word === outcome) : undefined
  if (reply !== undefined) return { became, ...causeOf(reply[1]) }
  const late = outcome === 'too_late' ? causeOfLate(event, turn.handledTs) : undefined
  return { became, ...(late ?? causeOfOutcome(outcome) ?? causeOf('other_outcome', { outcome })) }
}
