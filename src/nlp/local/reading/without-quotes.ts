/** Leaves out what the customer only repeats: lines after `>`, and longer texts in quotation marks. */

/** The text itself if it quotes nothing, or is nothing but a quotation. */
export function withoutQuotes(text: string): string {
  if (!mayQuote.test(text)) return text
  const rest = text
    .replaceAll(quotedLine, ' ')
    .replaceAll(quoted, (whole) => (wordsIn(whole) >= leastQuoted ? ' ' : whole))
  return wordsIn(rest) >= leastRest ? rest : text
}

/** Fewer words are a name, or a word that the customer asks about. */
const leastQuoted = 3
const leastRest = 2

const mayQuote = /[>"“”„«»‹›「『]|(?<![\p{L}\p{N}])['‘‚]/u
const quotedLine = /^[ \t]*>.*$/gmu
const quoted =
  /["“”„«»](?=\S)[^"“”„«»\n]+?["“”«»]|(?<![\p{L}\p{N}])['‘‚](?=\S)(?:[^'‘’\n]|(?<=\p{L})['’](?=\p{L}))+?['’](?![\p{L}\p{N}])|[「『][^」』\n]+[」』]/gu

function wordsIn(text: string): number {
  return text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0
}
