/**
 * Every word by which Pagebeat says why. MySQL stores them and metrics count them, so a word never changes its
 * meaning. Rows of earlier versions may hold other words, so a word that is read from a table is a plain text.
 */
import type { GraphMeaning, FaultReason } from './graph-fault.ts'

/**
 * The `code` of an error of ours (`src/errors.ts` and the classes that extend it). Four are of no class:
 * - `bug`: an error of another class.
 * - `isolation_failed`: a process of its own could not run the step, through no fault of the job.
 * - `redis_refused`: Redis took no writes: full, without a disk, a replica. Never the fault of a job.
 * - `process_died`: the process died while it ran the step, also when it ran nothing else.
 */
export const errorCodes = [
  'account_service_unavailable',
  'bug',
  'command_refused',
  'config_invalid',
  'database_busy',
  'database_not_migrated',
  'database_refused',
  'delivery_malformed',
  'entity_pattern_invalid',
  'graph_rate_limited',
  'graph_rejected',
  'graph_unavailable',
  'isolation_failed',
  'job_malformed',
  'labelled_file_malformed',
  'migration_failed',
  'page_token_revoked',
  'param_is_secret',
  'process_died',
  'redis_refused',
  'rows_rejected',
  'secret_unreadable',
  'send_outcome_unknown',
  'import_invalid',
  'storyboard_invalid',
  'timed_out',
] as const
export type ErrorCode = (typeof errorCodes)[number]

/** The lists of an entry in which Facebook puts items. */
export type ItemList = 'changes' | 'messaging' | 'standby' | 'changed_fields'

/** Why a part of a delivery is no event. */
export type RejectReason =
  | 'entry_is_no_object'
  /** It has none of the four lists and no `field`. */
  | 'entry_without_items'
  | `${ItemList}_is_no_list`
  | `${ItemList}_item_is_no_object`
  /** Its JSON is nested so deep that it cannot be written again. */
  | 'nested_too_deep'

/** `deadLetter.reason`: why this could not be processed. */
export type DeadLetterReason = RejectReason | ErrorCode

/**
 * `conversation.silentReason`: why the bot is silent in a thread.
 * - `person`: an agent wrote.
 * - `other_app`: another app controls the thread.
 * - `ours_again`: thread control came back to this app, or an operator resumed the bot: the silence is over.
 * - `handed_over`: the storyboard handed the thread over.
 * - `paused_by_hand`: `pagebeat conversation pause`.
 * - `taken_over`: an agent of the console took the conversation over, or wrote in it.
 */
export const silenceReasons = [
  'person',
  'other_app',
  'ours_again',
  'handed_over',
  'paused_by_hand',
  'taken_over',
] as const
export type SilenceReason = (typeof silenceReasons)[number]

/** The reason in a row of `conversation`; `unknown` for a text that this version does not know. */
export function toSilenceReason(text: string): SilenceReason | 'unknown' {
  return silenceReasons.find((reason) => reason === text) ?? 'unknown'
}

/** Why nothing is sent in a silent thread. */
export type SilentThread = `silent_${SilenceReason | 'unknown'}`

/** What the customer said is gone, so nothing replies to it. */
export type ContentGone =
  /** The customer unsent the message. */
  | 'message_unsent'
  /** The comment or post was removed. */
  | 'content_removed'
  /** The comment or post was hidden, and not by the bot. */
  | 'content_hidden'

/** Why a turn gets no reply. */
export type NoReplyReason =
  | ContentGone
  /** The turn waited longer than a reply may take. */
  | 'too_late'
  | SilentThread
  /** The customer got as many replies within a minute as are allowed, for the second time in ten minutes. */
  | 'loop_guard'
  /** A newer turn of the customer gets the reply: they wrote faster than the bot may reply, or in a burst. */
  | 'gathered'
  /** Facebook told of one click on a link or ad twice, and the other turn started a scene. */
  | 'same_click'
  /** The customer edited a text, and another turn replies to its latest words. */
  | 'same_words'
  /** Facebook told of one comment or post twice, as that and as a mention, and the other turn got a reply. */
  | 'same_content'
  /** No scene of the storyboard matches. */
  | 'no_scene'
  /** The scene says nothing. */
  | 'nothing_to_say'
  /** The comment breaks a rule of moderation, which hid it before it was edited. */
  | 'moderated'
  /** The brand's hub did not respond, and the scene says nothing for that case. */
  | 'hub_silent'
  /** The storyboard's engine threw an error. */
  | 'storyboard_failed'

/** Why a hub gave no usable response. */
export type HubSilence =
  /** Its address or secret is not set. */
  | 'not_configured'
  /** It failed too often and is not asked for a while. */
  | 'breaker_open'
  | 'timeout'
  | 'unreachable'
  /** It responded with another HTTP status than 200. */
  | `status_${number}`
  | 'too_large'
  /** The body is no response as docs/reference/storyboard.md describes it. */
  | 'malformed'
  /** There is no network: `pagebeat storyboard play`, tests. */
  | 'no_network'

/** What a turn led to when every part of its reply was sent. */
export type ReplyOutcome =
  | 'answered'
  /** The bot hid or liked a comment, or handed the thread over, and said nothing. */
  | 'acted'
  /** The customer got a fallback text, or the same question again. */
  | 'not_understood'
  /** The bot asked which of two or three intents the customer meant. */
  | 'asked_back'
  /** The brand's hub did not respond, and the customer got the text for that case. */
  | 'hub_silent'
  /** The customer got the text of `too_late` in place of a reply. */
  | 'too_late'
  /** A rule of moderation hid or deleted the comment, or showed it again. */
  | 'moderated'

/** `turn.outcome`: what the turn led to. It follows the rows of `outbound` (`turn-outcome.ts`). */
export type TurnOutcome =
  | ReplyOutcome
  /** A part of the reply is not settled: it waits for Facebook, for a token, for the end of a Page's pause. */
  | 'waiting'
  /** A part of the reply was sent, and another one was not. */
  | 'partly_failed'
  /** Nothing of the reply was sent: Facebook refused it, or an operator gave it up. */
  | 'failed'
  /** Nobody knows whether a part of the reply was sent: an operator decides. */
  | 'held'
  /** Nothing of the reply was sent: the policy forbade it. */
  | PolicyReason
  | NoReplyReason

/** Why the policy does not let a message leave. */
export type PolicyReason =
  | ContentGone
  | 'too_late'
  | SilentThread
  /** The customer's last message is older than 24 hours. */
  | 'window_closed'
  /** The comment is older than 7 days. */
  | 'private_reply_too_late'

/** `outbound.reason`: why the row is in its state. */
export type OutboundReason =
  | PolicyReason
  | GraphMeaning
  | FaultReason
  | 'bug'
  /** The worker that claimed the row died. */
  | 'worker_died'
  /** The act may be repeated: a second time has no effect that a customer sees. */
  | 'safe_to_repeat'
  /** Pagebeat looked it up at Facebook and did not find it. */
  | 'was_not_sent'
  /** The part of the reply that this one depends on ended in another way. */
  | 'not_needed'
  /** A follow-up, and the customer or an agent wrote before its time. */
  | 'customer_wrote'
  | 'agent_wrote'
  /** `pagebeat outbound resend`. */
  | 'resent_by_hand'
  /** `pagebeat outbound drop`. */
  | 'given_up_by_hand'
  /** The agent who wrote it took it back. */
  | 'undone'
  /** An agent saw it in the inbox of the Page, and marked it as sent. */
  | 'seen_by_hand'
  /** An agent of the console acts on the thread, and this app controls it: no call was needed. */
  | 'in_control'

/**
 * `profileFacebook.refreshResult`: what Facebook told about a customer. `too_early`: it refused before the customer
 * wrote. Contacts of an ad have no profile until then.
 */
export type RefreshResult = 'found' | 'not_permitted' | 'unavailable' | 'too_early'

/**
 * Why the token of an m.me link counts for nothing. `malformed`: cut, or damaged on its way. `forged`: not made with a
 * key of PAGEBEAT_SECRET_KEY for this Page.
 */
export type InviteRefusal = 'malformed' | 'forged' | 'expired'
/** `reused`: another customer used the link before. */
export type InviteResult = 'used' | 'reused' | InviteRefusal

/**
 * What came of a log-in of Messenger's account linking. `refused`: the brand's service does not know the code.
 * `malformed`: it gave no number. `too_late`: it was not reached within a day. `off`: ACCOUNT_LINK_URL is not set.
 */
export type LogInResult = 'linked' | 'refused' | 'malformed' | 'too_late' | 'off'
