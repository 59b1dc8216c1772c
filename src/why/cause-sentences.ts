/** Why an event got no reply, or not all of it. */
import type { FaultReason } from '../domain/graph-fault.ts'
import type { NoReplyReason, OutboundReason, PolicyReason } from '../domain/reasons.ts'

/** `turn.outcome`, where the customer got no reply. */
export const silenceSentences = {
  too_late:
    'The event was older than a reply may be (PAGEBEAT_ANSWER_MINUTES, or `too_late` of the storyboard).',
  message_unsent: 'The customer unsent the message before its reply.',
  content_removed: 'The comment or post was removed before its reply.',
  content_hidden: 'The comment or post was hidden before its reply, and not by the bot.',
  silent_person: 'An agent had written in the thread, so the bot was silent.',
  silent_other_app: 'Another app had written in the thread or controlled it, so the bot was silent.',
  silent_handed_over: 'The storyboard had handed the thread over to an agent.',
  silent_paused_by_hand: 'An operator had paused the bot in this thread.',
  silent_taken_over: 'An agent had taken the conversation over in the console, so the bot was silent.',
  silent_ours_again: 'The thread had just come back to this app.',
  silent_unknown: 'Another side controlled the thread. The reason is a word of another version.',
  window_closed: "The customer's last message was older than 24 hours, and Facebook takes no reply then.",
  private_reply_too_late: 'The comment was older than 7 days, and Facebook takes no private reply then.',
  no_scene: 'No scene of the storyboard is about this, and its fallback does not cover it.',
  nothing_to_say: 'The scene that matched says nothing for this case.',
  hub_silent: 'The hub did not respond, and the scene has no text for that case.',
  loop_guard:
    'The customer had got PAGEBEAT_REPLIES_PER_MINUTE messages within a minute: a loop of two bots is likely.',
  same_click: 'Facebook told of one click twice. The other event got the reply.',
  same_words: 'The customer edited the text. The reply is to its latest words.',
  same_content: 'Facebook told of it as a comment and as a mention. The other event got the reply.',
  gathered: 'The customer wrote several messages in a row. The last one got the reply to all.',
  moderated: 'A rule of moderation hid or deleted the comment.',
  storyboard_failed: 'A mistake in Pagebeat kept the storyboard from choosing a reply.',
  acted: 'The scene acts (it hides, likes or hands over) and says nothing.',
} as const satisfies Readonly<Record<NoReplyReason | PolicyReason | 'acted', string>>

/** `outbound.reason` of a part that was not sent. */
export const partSentences = {
  token: 'The Page has no usable token.',
  throttled: "Facebook's rate limit holds the Page back. It goes on by itself.",
  near_limit: "The Page is near Facebook's rate limit and pauses. It goes on by itself.",
  policy_block: 'Facebook blocks the Page because of its policies.',
  service_trouble: 'Facebook was out of reach or in trouble. It is tried again.',
  outcome_unclear: 'The call ended without a response, and nobody can tell whether Facebook carried it out.',
  worker_died: 'The worker that was sending it died. A look-up settles it.',
  person_unavailable: 'Facebook says that this customer cannot be reached now.',
  unknown_person: 'Facebook does not know the customer on this Page (any more).',
  opted_out: 'The customer has blocked or opted out of messages of the Page.',
  not_found: 'What it replies to is gone at Facebook.',
  permission: 'The app lacks a permission for this call.',
  already_replied: 'The comment has its one private reply already.',
  other_app_in_control: 'Another app controls the thread.',
  customer_wrote: 'It was a follow-up, and the customer wrote before its time.',
  agent_wrote: 'It was a follow-up, and an agent wrote before its time.',
  not_needed: 'The part before it ended in another way than this one is for.',
  given_up_by_hand: 'An operator dropped it.',
  undone: 'The agent who wrote it took it back before it left.',
  seen_by_hand: 'An agent saw it in the thread, and marked it as sent.',
  in_control: 'This app controls the thread already: no call was needed.',
  media: 'Facebook could not fetch the picture or file of the message.',
  duplicate: 'Facebook took it for a repetition of the same comment, and refused it.',
  parameter: 'Facebook does not take a part of the message.',
  profile_unavailable: 'Facebook has no profile of the customer.',
  unrecognised: 'Facebook refused it with an error that Pagebeat does not know.',
  safe_to_repeat: 'Its first call ended without a response. It does no harm twice, so it is done again.',
  was_not_sent: 'A look-up showed that Facebook did not have it, so it is sent again.',
  resent_by_hand: 'An operator has it sent again.',
  bug: 'A mistake in Pagebeat.',
} as const satisfies Readonly<Record<Exclude<OutboundReason, FaultReason | PolicyReason>, string>>

/** Why an event never became a turn. */
export const noTurnSentences = {
  of_the_page: 'The Page did it itself.',
  other_channel: 'Events of {channel} are stored and never answered.',
  no_channel: 'Events of this kind are stored and never answered.',
  other_kind: 'Events of the kind {kind} are stored and never answered.',
  receipt: 'It is a receipt: it only tells what the customer has received or read.',
  unsend: 'Messages that are unsent get no reply.',
  echo: 'It is a message of the Page itself.',
  thread_moved: 'It tells who has the thread from now on. That gets no reply.',
  thread_asked_for: 'Another app asks for the thread. That gets no reply.',
  logged_in: "The customer logged in or out at the brand's service. That gets no reply.",
  standby: 'It came under standby: another app controlled the thread.',
  content_act: 'What is done with content ({verb}) gets no reply; it only changes what is known of it.',
  no_storyboard: 'When it was recorded, no storyboard with a scene for this kind of event was running.',
} as const

/** What became of a reply, and what an open one waits for. */
export const progressSentences = {
  got_answered: 'The customer got a reply.',
  got_not_understood: 'The customer got a fallback, or the same question again.',
  got_asked_back: 'The bot asked which of some intents the customer meant.',
  got_hub_silent: 'The hub did not respond, and the customer got the text for that case.',
  got_too_late: 'The customer got the text for replies that come too late.',
  got_moderated: 'A rule of moderation acted on it.',
  got_acted: 'The bot acted and said nothing.',
  sent_by_bot: 'The bot sent it.',
  sent_by_agent: 'An agent sent it.',
  other_outcome: 'The outcome is {outcome}.',
  delivered_late: ' It was {minutes} minutes old when the receiver got it.',
  follow_up: 'It is a follow-up that is due at {dueTs|time}.',
  nobody_knows: 'Nobody can tell whether Facebook carried the call out.',
  on_its_way: 'It is on its way.',
  waits_because: 'It waits: {reason}.',
  waits_for_part: 'It waits for the part before it.',
  refused_because: 'Facebook refused it: {reason}.',
  refused: 'Facebook refused it: no reason is stored.',
  waits_until: 'It waits until {ts|time} for earlier messages that may be on their way.',
  one_earlier: '1 earlier event of the customer must be answered first.',
  earlier: '{count} earlier events of the customer must be answered first.',
  not_read_yet: 'Its text is not understood yet.',
  not_chosen_yet: 'No worker has chosen its reply yet.',
} as const

export const causeSentences = {
  ...silenceSentences,
  ...partSentences,
  ...noTurnSentences,
  ...progressSentences,
} as const
export type CauseCode = keyof typeof causeSentences
