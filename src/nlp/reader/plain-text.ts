/**
 * A customer's text as a service may get it: without control characters and lone surrogates, blanks made one, and of
 * at most this number of characters.
 */
export function toPlainText(text: string, longest: number): string {
  const plain = text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
  // The cut may go through a pair of surrogates.
  return plain.length <= longest ? plain : plain.slice(0, longest).replace(/[\ud800-\udbff]$/, '')
}
