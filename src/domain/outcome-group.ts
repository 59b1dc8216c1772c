/** The outcomes of turns in few groups, as people want to see them. */
import type { TurnOutcome } from './reasons.ts'

/**
 * - `answered`: the customer got what the scene says.
 * - `not_understood`: a fallback text, the same question again, or no scene.
 * - `asked_back`: the bot asked which of several intents the customer meant.
 * - `failed`: the customer got no reply that they should have got, or a text that says so.
 * - `handed_over`: an agent or another app has the thread.
 * - `no_reply_wanted`: no text was due: a like, a hidden comment, a message of a burst that another turn replies to.
 * - `open`: not chosen yet, or not settled.
 */
export const outcomeGroups = [
  'answered',
  'asked_back',
  'not_understood',
  'handed_over',
  'failed',
  'no_reply_wanted',
  'open',
] as const
export type OutcomeGroup = (typeof outcomeGroups)[number]

/** An outcome, or what Insights add: `open` turns, and `handed_over` where the reply handed the thread over. */
export type CountedOutcome = TurnOutcome | 'open' | 'handed_over'

export const groupOfOutcome: Readonly<Record<CountedOutcome, OutcomeGroup>> = {
  answered: 'answered',
  asked_back: 'asked_back',
  not_understood: 'not_understood',
  no_scene: 'not_understood',
  handed_over: 'handed_over',
  silent_person: 'handed_over',
  silent_other_app: 'handed_over',
  silent_ours_again: 'handed_over',
  silent_handed_over: 'handed_over',
  silent_paused_by_hand: 'handed_over',
  silent_taken_over: 'handed_over',
  silent_unknown: 'handed_over',
  failed: 'failed',
  partly_failed: 'failed',
  held: 'failed',
  hub_silent: 'failed',
  storyboard_failed: 'failed',
  too_late: 'failed',
  window_closed: 'failed',
  private_reply_too_late: 'failed',
  acted: 'no_reply_wanted',
  moderated: 'no_reply_wanted',
  message_unsent: 'no_reply_wanted',
  content_removed: 'no_reply_wanted',
  content_hidden: 'no_reply_wanted',
  loop_guard: 'no_reply_wanted',
  gathered: 'no_reply_wanted',
  same_click: 'no_reply_wanted',
  same_words: 'no_reply_wanted',
  same_content: 'no_reply_wanted',
  nothing_to_say: 'no_reply_wanted',
  waiting: 'open',
  open: 'open',
}
