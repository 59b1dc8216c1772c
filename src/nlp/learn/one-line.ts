/** A longer text is cut: it holds the memory that many texts take. */
export const longestLine = 300

/** The text in one line, without control characters and broken surrogates, cut at the border of a character. */
export function toOneLine(text: string): string {
  const line = text
    .slice(0, longestLine * 4)
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Bidi_Control}\u2028\u2029\s]+/gu, ' ')
    .trim()
  return line.length <= longestLine ? line : `${line.slice(0, longestLine).replace(/[\uD800-\uDBFF]$/, '')}…`
}
