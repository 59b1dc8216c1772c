/**
 * Fields that the app and each Page subscribe to, and what stays unknown without them. Source: docs/platform.md, 1.4.
 */
export const webhookFields: Readonly<Record<string, string>> = {
  feed: 'posts, comments and reactions',
  mention: 'mentions of the Page',
  ratings: 'recommendations',
  messages: 'messages',
  message_echoes: 'what the Page sends; settles a send whose response was lost',
  message_edits: 'edited messages',
  message_deliveries: 'delivered messages',
  message_reads: 'read messages',
  message_reactions: 'reactions to messages',
  messaging_postbacks: 'taps on buttons, the menu and Get Started',
  messaging_optins: 'opt-ins',
  messaging_referrals: 'the source of a conversation',
  messaging_handovers: 'that an agent or another app takes thread control',
  standby: 'messages while another app controls the thread',
  messaging_account_linking: 'linked accounts',
  messaging_policy_enforcement: 'warnings and blocks by Facebook',
  messaging_feedback: 'filled-in feedback forms',
}

const all = Object.keys(webhookFields)

/** The App Dashboard lists the fields in two forms. */
export const feedFields = all.filter((field) => ['feed', 'mention', 'ratings'].includes(field))
export const messengerFields = all.filter((field) => !feedFields.includes(field))

/** The fields that are not in `found`. */
export function missingFields(found: readonly string[]): string[] {
  const there = new Set(found)
  return all.filter((field) => !there.has(field))
}
