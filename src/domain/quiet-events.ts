/**
 * What a customer or an app did without a text: a quiet line between the messages of a conversation. By
 * `interaction.interactionType`. Reactions are shown at their message, where it is known.
 */
export const quietEvents = [
  'reaction',
  'referral',
  'optin',
  'optin_stopped',
  'optin_resumed',
  'account_linking',
  'order',
  'pass_thread_control',
  'take_thread_control',
  'request_thread_control',
  'lead',
  'leadgen',
] as const

export type QuietEvent = (typeof quietEvents)[number]
