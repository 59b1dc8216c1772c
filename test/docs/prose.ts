/** The prose of a Markdown page: what is read from top to bottom, without code, tables and generated parts. */
export interface Prose {
  readonly line: number
  readonly text: string
}

/** Lines that hold prose or a table, with code blocks and generated parts left out. */
export function linesOf(markdown: string): Prose[] {
  return blank(markdown)
    .split('\n')
    .map((text, index) => ({ line: index + 1, text }))
}

/** Paragraphs, items of lists and headings, each as one text with its inline code as the one word `code`. */
export function paragraphsOf(markdown: string): Prose[] {
  const paragraphs: Prose[] = []
  let isOpen = false
  for (const { line, text } of linesOf(markdown)) {
    const isItem = /^\s*(?:[-*]|\d+\.)\s/.test(text)
    const isHeading = text.startsWith('#')
    if (text.trim() === '' || isTableRow(text)) isOpen = false
    else if (isOpen && !isItem && !isHeading)
      paragraphs.push({
        line: (paragraphs.at(-1) ?? { line }).line,
        text: `${paragraphs.pop()?.text ?? ''} ${text.trim()}`,
      })
    else {
      paragraphs.push({ line, text: text.trim() })
      isOpen = !isHeading
    }
  }
  return paragraphs.map(({ line, text }) => ({ line, text: plain(text) }))
}

/** Cells of tables, each as a paragraph of its own. */
export function cellsOf(markdown: string): Prose[] {
  return linesOf(markdown)
    .filter(({ text }) => isTableRow(text))
    .flatMap(({ line, text }) => text.split('|').map((cell) => ({ line, text: plain(cell).trim() })))
    .filter(({ text }) => text !== '')
}

export function isTableRow(text: string): boolean {
  return /^\s*\|/.test(text)
}

/** Sentences of a paragraph, by a simple rule: a stop, a colon at its end or a semicolon ends one. */
export function sentencesOf({ line, text }: Prose): Prose[] {
  return text
    .split(/(?<=[.!?;:])\s+(?=[^\s])/)
    .map((sentence) => ({ line, text: sentence.trim() }))
    .filter((sentence) => sentence.text !== '')
}

export function wordsIn({ text }: Prose): number {
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length
}

/** Code blocks and generated parts become empty lines, so that line numbers stay. */
function blank(markdown: string): string {
  return markdown
    .replaceAll(/^ *```[\s\S]*?^ *```/gm, empty)
    .replaceAll(/<!-- (\w+) -->[\s\S]*?<!-- \/\1 -->/g, empty)
}

function empty(text: string): string {
  return text.replaceAll(/[^\n]/g, '')
}

function plain(text: string): string {
  return text
    .replaceAll(/`[^`]*`/g, 'code')
    .replaceAll(/!?\[[^\]\s]*[/.]\w[^\]\s]*\]\([^)]*\)/g, 'code') // a path as its own name
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/[*_#>]+/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
}
