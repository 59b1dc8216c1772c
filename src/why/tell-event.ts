/** Tells one event in plain words: what became of it, why, and each step with its time. */
import { type Cause, causeOfLate, causeOfOpen, causeOfPart, causeOfOutcome, time } from './no-reply.ts'
import { causeOfNoTurn } from './no-turn.ts'
import { type Step, tellSending } from './tell-sending.ts'
import type { StoredEvent, StoredTurn } from './stored-event.ts'

export interface Told extends Cause {
  /** What the event is. */
  readonly title: string
  /** What became of it, in a few words. */
  readonly became: string
  readonly steps: readonly Step[]
}

const sent: Readonly<Record<string, string>> = {
  answered: 'The customer got a reply.',
  not_understood: 'The customer got a fallback, or the same question again.',
  asked_back: 'The bot asked which of some intents the customer meant.',
  hub_silent: 'The hub did not respond, and the customer got the text for that case.',
  too_late: 'The customer got the text for replies that come too late.',
  moderated: 'A rule of moderation acted on it.',
  acted: 'The bot acted and said nothing.',
}

/** `now` in ms. Texts of people are told only `withTexts`. */
export function tellEvent(event: StoredEvent, now: number, { withTexts = false } = {}): Told {
  return {
    title: titleOf(event, withTexts),
    ...filledIn(event, outcomeOf(event, now)),
    steps: [
      ...received(event),
      ...recorded(event),
      ...understood(event.turn),
      ...decided(event.turn),
      ...tellSending(event.outbound, { now, withTexts }),
      ...afterwards(event),
      ...threadNow(event, now),
    ],
  }
}

/** The commands of the advice name the thread of the event. */
function filledIn<Outcome extends Cause>({ pageId, thread }: StoredEvent, outcome: Outcome): Outcome {
  const { change } = outcome
  if (change === undefined) return outcome
  const withPage = pageId === undefined ? change : change.replaceAll('<pageId>', pageId)
  const filled = thread === undefined ? withPage : withPage.replaceAll('<psid>', thread.psid)
  return { ...outcome, change: filled }
}

function titleOf(
  { channel, type, verb, direction, platformId, pageId, text, id }: StoredEvent,
  withTexts: boolean,
): string {
  const where =
    channel === 'facebookMessenger'
      ? 'in Messenger'
      : channel === 'facebookFeed'
        ? 'on the feed'
        : `(${channel})`
  const what = [type, verb].filter((word) => word !== undefined && word !== '').join(' ')
  const who = direction === 'in' ? 'to' : 'by'
  const words = withTexts && text !== undefined ? `: ${JSON.stringify(text)}` : ''
  return `interaction ${id}: ${what || 'event'} ${where} ${who} Page ${pageId ?? '(unknown)'}${platformId === undefined ? '' : `, ${platformId}`}${words}`
}

function outcomeOf(
  { turn, outbound: parts, ...event }: StoredEvent,
  now: number,
): Cause & { readonly became: string } {
  // A part that another one made needless is missing to nobody.
  const needed = parts.filter(({ state }) => state !== 'skipped')
  const outbound = needed.length === 0 ? parts : needed
  const unsent = outbound.map((part) => causeOfPart(part, now)).find((cause) => cause !== undefined)
  if (turn === undefined) {
    const [own] = outbound
    if (own === undefined) return { became: 'no reply', ...causeOfNoTurn(event) }
    const by = own.userId === undefined ? 'the bot' : `agent ${own.userId} of the console`
    return {
      became: `message of ${by}: ${own.state}`,
      ...(unsent ?? { because: own.userId === undefined ? 'The bot sent it.' : 'An agent sent it.' }),
    }
  }
  if (turn.isOpen) return { became: 'waits for its reply', ...causeOfOpen(turn, now) }
  const outcome = turn.outcome ?? ''
  if (unsent !== undefined && outbound.length > 0) {
    const reached = outbound.filter(({ state }) => state === 'sent').length
    return { became: reached === 0 ? 'no reply' : `${reached} of ${outbound.length} parts sent`, ...unsent }
  }
  const says = outbound.length > 0 ? sent[outcome] : undefined
  if (says !== undefined) return { became: outcome, because: says, ...changeOf(outcome) }
  return {
    became: outcome === '' ? 'no reply' : outcome,
    ...((outcome === 'too_late' ? causeOfLate(event, turn.handledTs) : undefined) ??
      causeOfOutcome(outcome) ?? { because: `The outcome is ${outcome}.` }),
  }
}

function changeOf(outcome: string): Pick<Cause, 'change'> {
  if (outcome === 'not_understood' || outcome === 'asked_back')
    return {
      change:
        'Add its words to the examples of an intent: `pagebeat nlp review` groups what was not understood.',
    }
  return {}
}

function received({ ledger }: StoredEvent): Step[] {
  if (ledger.is === 'not_kept')
    return [{ ts: undefined, says: 'received: the raw delivery is not kept any more (PAGEBEAT_LEDGER_DAYS)' }]
  if (ledger.is === 'not_found')
    return [{ ts: undefined, says: 'received: no raw delivery names it near its time' }]
  const again = ledger.copies > 1 ? `; Facebook delivered it ${ledger.copies} times, and it counts once` : ''
  return [{ ts: ledger.receivedTs, says: `received in a delivery with a valid signature${again}` }]
}

function recorded({ ts, customer, editedTs, removedTs, isHidden, moderation }: StoredEvent): Step[] {
  const { pId, originPId, evidence } = customer
  const moved = originPId === undefined ? '' : ` (its id alone would be ${originPId})`
  return [
    { ts, says: `happened, and is recorded at customer ${pId}${moved}` },
    ...evidence.map((says) => ({ ts: undefined, says: `who they are: ${says}` })),
    ...(editedTs === undefined ? [] : [{ ts: editedTs, says: 'edited by its author' }]),
    ...(removedTs === undefined ? [] : [{ ts: removedTs, says: 'removed or unsent' }]),
    ...moderation.map(({ rule, act, ts: at }) => ({
      ts: at,
      says: `moderation: ${act} by the rule ${rule}`,
    })),
    ...(isHidden ? [{ ts: undefined, says: 'hidden now' }] : []),
  ]
}

function understood(turn: StoredTurn | undefined): Step[] {
  if (turn === undefined) return []
  const { kind, hasText, understanding, askedIntents, meantIntent } = turn
  const opened = { ts: turn.openedTs, says: `opened turn ${turn.id} for a ${kind.replaceAll('_', ' ')}` }
  if (!hasText) return [opened]
  if (understanding === undefined)
    return [opened, { ts: undefined, says: 'understood: not yet, or its text is not kept any more' }]
  const { provider, intent, alternatives = [], entities, language, passedOver = [] } = understanding
  const means = intent === undefined ? 'no intent' : `intent ${rated(intent)}`
  const others = alternatives.map((one) => `${one.isAlso === true ? 'also' : 'then'} ${rated(one)}`)
  const named =
    entities.length === 0 ? [] : [`entities ${[...new Set(entities.map(({ name }) => name))].join(', ')}`]
  const speaks = language === undefined ? [] : [`language ${language}`]
  const says = `understood by ${provider}: ${[means, ...others, ...named, ...speaks].join(', ')}`
  return [
    opened,
    { ts: undefined, says },
    ...passedOver.map((why) => ({ ts: undefined, says: `passed over ${why}` })),
    ...(askedIntents.length === 0
      ? []
      : [{ ts: undefined, says: `asked back: ${askedIntents.join(' or ')}` }]),
    ...(meantIntent === undefined ? [] : [{ ts: undefined, says: `the customer chose ${meantIntent}` }]),
  ]
}

function rated({ name, confidence }: { readonly name: string; readonly confidence: number }): string {
  return `${name} ${confidence.toFixed(2)}`
}

function decided(turn: StoredTurn | undefined): Step[] {
  if (turn === undefined || turn.isOpen) return []
  const { scene, alsoScene, outcome = 'no outcome', handledTs } = turn
  const by =
    scene === undefined ? 'no scene' : `scene ${scene}${alsoScene === undefined ? '' : ` and ${alsoScene}`}`
  return [{ ts: handledTs, says: `decided: ${by}; outcome ${outcome}` }]
}

function afterwards({ turn, outbound }: StoredEvent): Step[] {
  if (turn === undefined || turn.isOpen || outbound.length > 0) return []
  return [{ ts: undefined, says: 'nothing was to be sent' }]
}

function threadNow({ thread }: StoredEvent, now: number): Step[] {
  if (thread === undefined) return []
  const { silentUntil, silentReason = 'unknown', waitingTs, page } = thread
  return [
    ...(silentUntil > now
      ? [
          {
            ts: undefined,
            says: `now: the bot is silent in the thread until ${time(silentUntil)} (${silentReason})`,
          },
        ]
      : []),
    ...(waitingTs === undefined
      ? []
      : [{ ts: waitingTs, says: 'since then the customer waits for an agent' }]),
    ...(page === undefined || page.heldUntil <= now
      ? []
      : [
          {
            ts: undefined,
            says: `now: the Page is paused until ${time(page.heldUntil)} (${page.reason ?? 'unknown'})`,
          },
        ]),
  ]
}
