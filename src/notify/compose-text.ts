/** The text of one POST, of the facts that are due together. */

const mostFacts = 20
const mostChars = 400

/**
 * One line a fact. Texts from outside cannot address a channel or hide a link: Slack's own marks are escaped.
 * `facts`: at least one, without marks.
 */
export function composeText(facts: readonly { readonly says: string }[]): string {
  const shown = facts.slice(0, mostFacts).map(({ says }) => escape(cut(says)))
  const more = facts.length - shown.length
  if (shown.length === 1) return shown[0] ?? ''
  return [...shown.map((line) => `• ${line}`), ...(more > 0 ? [`… and ${more} more`] : [])].join('\n')
}

/** The facts of one POST. */
export const factsAtOnce = mostFacts

function cut(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]+/gu, ' ').trim()
  return line.length <= mostChars ? line : `${line.slice(0, mostChars - 1).trimEnd()}…`
}

/** https://docs.slack.dev/messaging/formatting-message-text, "Escaping text" */
function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
