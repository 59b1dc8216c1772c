/** The one thing that would change what became of an event. Commands stand in backticks. */
import type { CauseCode } from './cause-sentences.ts'

const resume =
  'Give the thread back to the bot: in the console, or `pagebeat conversation resume {pageId} {psid}`.'

export const adviceSentences = {
  resume,
  resume_or_app: `${resume} If it happens to every customer, look for a second app on the Page: \`pagebeat page check\`.`,
  resume_or_default: `${resume} If it happens to every customer, see which app is the default: \`pagebeat page check\`.`,
  give_back: 'Give the conversation back to the bot: in the console, or `pagebeat conversation resume`.',
  find_delay:
    'Find out what held it up: the queues (`pagebeat board`), the database or the workers at that time.',
  find_late:
    'Find out why it came late: the receiver was away or answered 503 then, or Facebook was late. Pagebeat did not hold it up.',
  write_again: 'The customer has to write again.',
  add_scene: 'Add a scene, or examples to an intent: `pagebeat nlp review` lists what was not understood.',
  add_action: 'Give the scene an action for it: docs/how-to/write-a-storyboard.md.',
  look_at_hub: 'Look at the hub; give it `when_silent` in the storyboard.',
  raise_limit: 'Raise PAGEBEAT_REPLIES_PER_MINUTE if it was a customer.',
  report_turn: 'The log of the worker has the turn and the place. Please report it.',
  report: 'The log has class and place. Please report it.',
  store_token: 'Store a new one: `pagebeat page token {pageId}`. Waiting messages are sent then.',
  read_notice: 'Read the notice in the inbox of the Page.',
  look_in_thread:
    'Look in the thread, then `pagebeat outbound resend {id}` or `pagebeat outbound drop {id}`.',
  see_permission: 'See which: `pagebeat page check`.',
  open_address: 'Open its address from outside your network: it must answer with the file.',
  graph_errors: 'See docs/reference/graph-errors.md for this reason.',
  are_nlp_workers:
    'If this lasts for more than some seconds: are `nlp` workers running? See `pagebeat board`.',
  are_respond_workers:
    'If this lasts for more than some seconds: are `respond` workers running? See `pagebeat board`.',
  set_storyboard:
    'Run the workers with STORYBOARD, and give the storyboard a scene whose `on` names this kind of event.',
  add_examples:
    'Add its words to the examples of an intent: `pagebeat nlp review` groups what was not understood.',
} as const

type AdviceCode = keyof typeof adviceSentences

/** Of the causes where something can be done. */
export const adviceOf: Readonly<Partial<Record<CauseCode, AdviceCode>>> = {
  too_late: 'find_delay',
  silent_person: 'resume',
  silent_other_app: 'resume_or_app',
  silent_handed_over: 'resume',
  silent_paused_by_hand: 'resume',
  silent_taken_over: 'give_back',
  silent_ours_again: 'resume',
  silent_unknown: 'resume',
  window_closed: 'write_again',
  no_scene: 'add_scene',
  nothing_to_say: 'add_action',
  hub_silent: 'look_at_hub',
  loop_guard: 'raise_limit',
  storyboard_failed: 'report_turn',
  token: 'store_token',
  policy_block: 'read_notice',
  outcome_unclear: 'look_in_thread',
  nobody_knows: 'look_in_thread',
  permission: 'see_permission',
  other_app_in_control: 'resume',
  media: 'open_address',
  parameter: 'graph_errors',
  unrecognised: 'graph_errors',
  refused: 'graph_errors',
  refused_because: 'graph_errors',
  bug: 'report',
  not_read_yet: 'are_nlp_workers',
  not_chosen_yet: 'are_respond_workers',
  standby: 'resume_or_default',
  no_storyboard: 'set_storyboard',
  got_not_understood: 'add_examples',
  got_asked_back: 'add_examples',
}
