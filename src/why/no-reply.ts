/** Why an event got no reply, or not all of it, and the one thing that would change it. */
import type { FaultReason } from '../domain/graph-fault.ts'
import type { NoReplyReason, OutboundReason, PolicyReason } from '../domain/reasons.ts'
import type { StoredEvent, StoredOutbound, StoredTurn } from './stored-event.ts'

export interface Cause {
  /** One sentence. */
  readonly because: string
  /** What to do, so that the next event of this kind gets its reply. Undefined: nothing is wrong. */
  readonly change?: string
}

export type Causes<Word extends string = string> = Readonly<Record<Word, Cause>>

export const resume =
  'Give the thread back to the bot: in the console, or `pagebeat conversation resume <pageId> <psid>`.'

/** `turn.outcome`, where the customer got no reply. */
const causesOfSilence: Causes<NoReplyReason | PolicyReason | 'acted'> = {
  too_late: {
    because:
      'The event was older than a reply may be (PAGEBEAT_ANSWER_MINUTES, or `too_late` of the storyboard).',
    change:
      'Find out what held it up: the queues (`pagebeat board`), the database or the workers at that time.',
  },
  message_unsent: { because: 'The customer unsent the message before its reply.' },
  content_removed: { because: 'The comment or post was removed before its reply.' },
  content_hidden: { because: 'The comment or post was hidden before its reply, and not by the bot.' },
  silent_person: {
    because: 'An agent had written in the thread, so the bot was silent.',
    change: resume,
  },
  silent_other_app: {
    because: 'Another app had written in the thread or controlled it, so the bot was silent.',
    change: `${resume} If it happens to every customer, look for a second app on the Page: \`pagebeat page check\`.`,
  },
  silent_handed_over: {
    because: 'The storyboard had handed the thread over to an agent.',
    change: resume,
  },
  silent_paused_by_hand: {
    because: 'An operator had paused the bot in this thread.',
    change: resume,
  },
  silent_taken_over: {
    because: 'An agent had taken the conversation over in the console, so the bot was silent.',
    change: 'Give the conversation back to the bot: in the console, or `pagebeat conversation resume`.',
  },
  silent_ours_again: {
    because: 'The thread had just come back to this app.',
    change: resume,
  },
  silent_unknown: {
    because: 'Another side controlled the thread. The reason is a word of another version.',
    change: resume,
  },
  window_closed: {
    because: "The customer's last message was older than 24 hours, and Facebook takes no reply then.",
    change: 'The customer has to write again.',
  },
  private_reply_too_late: {
    because: 'The comment was older than 7 days, and Facebook takes no private reply then.',
  },
  no_scene: {
    because: 'No scene of the storyboard is about this, and its fallback does not cover it.',
    change: 'Add a scene, or examples to an intent: `pagebeat nlp review` lists what was not understood.',
  },
  nothing_to_say: {
    because: 'The scene that matched says nothing for this case.',
    change: 'Give the scene an action for it: docs/how-to/write-a-storyboard.md.',
  },
  hub_silent: {
    because: 'The hub did not respond, and the scene has no text for that case.',
    change: 'Look at the hub; give it `when_silent` in the storyboard.',
  },
  loop_guard: {
    because:
      'The customer had got PAGEBEAT_REPLIES_PER_MINUTE messages within a minute: a loop of two bots is likely.',
    change: 'Raise PAGEBEAT_REPLIES_PER_MINUTE if it was a customer.',
  },
  same_click: { because: 'Facebook told of one click twice. The other event got the reply.' },
  same_words: { because: 'The customer edited the text. The reply is to its latest words.' },
  same_content: {
    because: 'Facebook told of it as a comment and as a mention. The other event got the reply.',
  },
  gathered: { because: 'The customer wrote several messages in a row. The last one got the reply to all.' },
  moderated: { because: 'A rule of moderation hid or deleted the comment.' },
  storyboard_failed: {
    because: 'A mistake in Pagebeat kept the storyboard from choosing a reply.',
    change: 'The log of the worker has the turn and the place. Please report it.',
  },
  acted: { because: 'The scene acts (it hides, likes or hands over) and says nothing.' },
}

const graphErrors = 'See docs/reference/graph-errors.md for this reason.'

/** Undefined: the customer got something, or another version wrote the word. */
export function causeOfOutcome(outcome: string): Cause | undefined {
  return find(causesOfSilence, outcome)
}

export function find(causes: Causes, word: string): Cause | undefined {
  return Object.hasOwn(causes, word) ? causes[word] : undefined
}

/** `outbound.reason` of a part that was not sent. */
const causesOfParts: Causes<Exclude<OutboundReason, FaultReason | PolicyReason>> = {
  token: {
    because: 'The Page has no usable token.',
    change: 'Store a new one: `pagebeat page token <pageId>`. Waiting messages are sent then.',
  },
  throttled: { because: "Facebook's rate limit holds the Page back. It goes on by itself." },
  near_limit: { because: "The Page is near Facebook's rate limit and pauses. It goes on by itself." },
  policy_block: {
    because: 'Facebook blocks the Page because of its policies.',
    change: 'Read the notice in the inbox of the Page.',
  },
  service_trouble: { because: 'Facebook was out of reach or in trouble. It is tried again.' },
  outcome_unclear: {
    because: 'The call ended without a response, and nobody can tell whether Facebook carried it out.',
    change: 'Look in the thread, then `pagebeat outbound resend <id>` or `pagebeat outbound drop <id>`.',
  },
  worker_died: { because: 'The worker that was sending it died. A look-up settles it.' },
  person_unavailable: { because: 'Facebook says that this customer cannot be reached now.' },
  unknown_person: { because: 'Facebook does not know the customer on this Page (any more).' },
  opted_out: { because: 'The customer has blocked or opted out of messages of the Page.' },
  not_found: { because: 'What it replies to is gone at Facebook.' },
  permission: {
    because: 'The app lacks a permission for this call.',
    change: 'See which: `pagebeat page check`.',
  },
  already_replied: { because: 'The comment has its one private reply already.' },
  other_app_in_control: {
    because: 'Another app controls the thread.',
    change: resume,
  },
  customer_wrote: { because: 'It was a follow-up, and the customer wrote before its time.' },
  agent_wrote: { because: 'It was a follow-up, and an agent wrote before its time.' },
  not_needed: { because: 'The part before it ended in another way than this one is for.' },
  given_up_by_hand: { because: 'An operator dropped it.' },
  undone: { because: 'The agent who wrote it took it back before it left.' },
  seen_by_hand: { because: 'An agent saw it in the thread, and marked it as sent.' },
  in_control: { because: 'This app controls the thread already: no call was needed.' },
  media: {
    because: 'Facebook could not fetch the picture or file of the message.',
    change: 'Open its address from outside your network: it must answer with the file.',
  },
  duplicate: { because: 'Facebook took it for a repetition of the same comment, and refused it.' },
  parameter: {
    because: 'Facebook does not take a part of the message.',
    change: graphErrors,
  },
  profile_unavailable: { because: 'Facebook has no profile of the customer.' },
  unrecognised: {
    because: 'Facebook refused it with an error that Pagebeat does not know.',
    change: graphErrors,
  },
  safe_to_repeat: {
    because: 'Its first call ended without a response. It does no harm twice, so it is done again.',
  },
  was_not_sent: { because: 'A look-up showed that Facebook did not have it, so it is sent again.' },
  resent_by_hand: { because: 'An operator has it sent again.' },
  bug: { because: 'A mistake in Pagebeat.', change: 'The log has class and place. Please report it.' },
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
    because: `${causesOfSilence.too_late.because} It was ${minutes} minutes old when the receiver got it.`,
    change:
      'Find out why it came late: the receiver was away or answered 503 then, or Facebook was late. Pagebeat did not hold it up.',
  }
}

/** Why this part of the reply did not reach the customer. Undefined: it did, or it still may. */
export function causeOfPart(
  { state, reason = '', dueTs, id }: StoredOutbound,
  now: number,
): Cause | undefined {
  if (state === 'sent') return undefined
  if (state === 'scheduled') return { because: `It is a follow-up that is due at ${time(dueTs ?? now)}.` }
  const known = find(causesOfParts, reason) ?? causeOfOutcome(reason)
  if (state === 'held')
    return {
      because: known?.because ?? 'Nobody can tell whether Facebook carried the call out.',
      change: `Look in the thread, then \`pagebeat outbound resend ${id}\` or \`pagebeat outbound drop ${id}\`.`,
    }
  if (known !== undefined) return known
  if (state === 'pending' || state === 'sending' || state === 'unknown')
    return { because: reason === '' ? 'It is on its way.' : `It waits: ${reason}.` }
  return {
    because: `Facebook refused it: ${reason === '' ? 'no reason is stored' : reason}.`,
    change: graphErrors,
  }
}

/** Why the turn is still open. */
export function causeOfOpen(
  { readyTs, hasText, understanding, earlierOpen }: StoredTurn,
  now: number,
): Cause {
  if (readyTs > now)
    return { because: `It waits until ${time(readyTs)} for earlier messages that may be on their way.` }
  if (earlierOpen > 0)
    return {
      because: `${earlierOpen} earlier ${earlierOpen === 1 ? 'event' : 'events'} of the customer must be answered first.`,
    }
  if (hasText && understanding === undefined)
    return {
      because: 'Its text is not understood yet.',
      change: 'If this lasts for more than some seconds: are `nlp` workers running? See `pagebeat board`.',
    }
  return {
    because: 'No worker has chosen its reply yet.',
    change: 'If this lasts for more than some seconds: are `respond` workers running? See `pagebeat board`.',
  }
}

/** In UTC. */
export function time(ms: number): string {
  return new Date(ms).toISOString()
}
