/**
 * Fields that the app and each Page subscribe to, and what stays unknown without them. Source: docs/platform.md, 1.4.
 */
export const neededFields: Readonly<Record<string, string>> = {
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
  standby: "messages while another app, an agent or Meta's own agent controls the thread",
  messaging_account_linking: 'linked accounts',
  messaging_policy_enforcement: 'warnings and blocks by Facebook',
  messaging_feedback: 'filled-in feedback forms',
}

/** Fields that tell more. Facebook gives each of them only with its permission. */
export const usefulFields: Readonly<Record<string, string>> = {
  leadgen: 'lead forms',
  business_integrity: 'restrictions of the Page, and appeals',
  response_feedback: 'what customers think of automatic replies',
  inbox_labels: 'labels that agents give',
  messenger_template_status_update: 'approved and refused templates',
  send_cart: 'carts that customers send',
  messaging_customer_information: 'addresses that customers fill in',
}

export const webhookFields: Readonly<Record<string, string>> = { ...neededFields, ...usefulFields }

const permissions: Readonly<Record<string, string>> = {
  feed: 'pages_manage_metadata',
  mention: 'pages_manage_metadata',
  ratings: 'pages_manage_metadata',
  business_integrity: 'pages_manage_metadata',
  leadgen: 'leads_retrieval',
}

/** The permission that a field needs. */
export function permissionOf(field: string): string {
  return permissions[field] ?? 'pages_messaging'
}

/**
 * The fields to ask for: all that are needed, so that a missing permission is said; of the others, those whose
 * permission is granted. One field that Facebook refuses refuses the whole list.
 */
export function fieldsFor(granted: ReadonlySet<string>): string[] {
  const useful = Object.keys(usefulFields).filter((field) => granted.has(permissionOf(field)))
  return [...Object.keys(neededFields), ...useful]
}

const ofFeed = new Set(['feed', 'mention', 'ratings', 'leadgen', 'inbox_labels'])
const all = Object.keys(webhookFields)

/** The App Dashboard lists the fields in two forms. */
export const feedFields = all.filter((field) => ofFeed.has(field))
export const messengerFields = all.filter((field) => !ofFeed.has(field))

/** The fields of this table that are not in `found`. */
export function missingFields(
  found: readonly string[],
  table: Readonly<Record<string, string>> = neededFields,
): string[] {
  const there = new Set(found)
  return Object.keys(table).filter((field) => !there.has(field))
}
