/**
 * Texts from outside may hold control characters: escape sequences that move the cursor, hide a line or change the
 * title, and marks that turn the direction of a text. They are shown as `\u001b`.
 */

/** The text in one line: each control character is shown as JSON escapes it, line breaks and tabs too. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, toEscape)
}

/** The same, but line breaks and tabs stay. JSON stays the same value. */
export function printableLines(text: string): string {
  return text.replaceAll(/(?![\n\t])[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, toEscape)
}

function toEscape(character: string): string {
  return short[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }
