/** What the app and each Page are subscribed to, and what stays unknown without. Source: docs/platform.md, 1.4. */
export const webhookFields: Readonly<Record<string, string>> = {
  feed: 'posts, comments and reactions',
  mention: 'mentions of the Page',
  ratings: 'recommendations',
  messages: 'messages',
  message_echoes: 'what the Page itself sends, also what settles a send whose answer was lost',
  message_edits: 'edited messages',
  message_deliveries: 'that a message was delivered',
  message_reads: 'that a message was read',
  message_reactions: 'reactions to messages',
  messaging_postbacks: 'taps on buttons, the menu and Get Started',
  messaging_optins: 'opt-ins',
  messaging_referrals: 'where a conversation came from',
  messaging_handovers: 'that a person or another app takes over',
  standby: 'what is written while another app has the conversation',
  messaging_account_linking: 'linked accounts',
  messaging_policy_enforcement: 'warnings and blocks by Facebook',
  messaging_feedback: 'answers to feedback forms',
}

const all = Object.keys(webhookFields)

/** The Dashboard has them in two forms. */
export const feedFields = all.filter((field) => ['feed', 'mention', 'ratings'].includes(field))
export const messengerFields = all.filter((field) => !feedFields.includes(field))

/** Those that `found` lacks. */
export function missingFields(found: readonly string[]): string[] {
  const there = new Set(found)
  return all.filter((field) => !there.has(field))
}
