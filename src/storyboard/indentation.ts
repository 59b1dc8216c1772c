/** Finds lines of YAML that begin at a wrong place, in words for an author who counts spaces and knows no parser. */
export interface WrongIndent {
  /** From 1. */
  readonly line: number
  readonly message: string
  /** Spaces that are most likely meant. */
  readonly meant: number
}

interface Level {
  readonly indent: number
  /** The line that began it, from 1, and its first word. */
  readonly line: number
  readonly name: string
  /** Wrong indents that were read as this level. */
  readonly also: Set<number>
}

/** Each first line of a wrong place; further lines at the same place belong to it. */
export function findWrongIndents(lines: readonly string[]): WrongIndent[] {
  const found: WrongIndent[] = []
  let levels: Level[] = []
  let opens = true
  for (const { text, line, isPlain } of contentOf(lines)) {
    const indent = text.search(/\S/)
    const top = levels.at(-1)
    const own = levels.findLast((level) => level.indent === indent || level.also.has(indent))
    // A text may go on in the next line, further right.
    if (
      own === undefined &&
      !opens &&
      isPlain &&
      !beginsEntry(text) &&
      top !== undefined &&
      indent > top.indent
    )
      continue
    if (own === undefined && !(opens && (top === undefined || indent > top.indent))) {
      const level = nearestOf(levels, indent, opens)
      if (level !== undefined) {
        found.push({ line, message: explain({ text, indent, level }), meant: level.indent })
        level.also.add(indent)
        levels = levels.slice(0, levels.indexOf(level) + 1)
      }
    } else if (own === undefined) levels.push({ indent, line, name: nameOf(text), also: new Set() })
    else levels = levels.slice(0, levels.indexOf(own) + 1)
    const inner = /^\s*(?<dashes>(?:- +)+)(?=[^\s#-].*?:(?:\s|$))/.exec(text)?.groups?.['dashes']
    const base = levels.at(-1)
    if (inner !== undefined && base !== undefined)
      levels.push({
        indent: base.indent + inner.length,
        line,
        name: nameOf(text.replace(/^\s*(?:- +)+/, '')),
        also: new Set(),
      })
    opens = /(?:^|[\s-]|:)(?:-|[^\s#][^#]*:)\s*(?:[&!]\S+\s*)?(?:#.*)?$/.test(text)
  }
  return found
}

interface Content {
  readonly text: string
  readonly line: number
  /** The text before it may go on here. */
  readonly isPlain: boolean
}

/** Lines with keys and items: without blank lines, comments, and the inside of texts and brackets over several lines. */
export function contentOf(lines: readonly string[]): Content[] {
  const contents: Content[] = []
  let block = -1
  let depth = 0
  let isPlain = false
  for (const [index, text] of lines.entries()) {
    const indent = text.search(/\S/)
    if (indent < 0) continue
    if (block >= 0 && indent > block) continue
    block = -1
    if (depth === 0 && !text.trimStart().startsWith('#')) contents.push({ text, line: index + 1, isPlain })
    depth = Math.max(0, depth + depthOf(text))
    if (/[:\s-]\s*[|>][+-]?\d?\s*(?:#.*)?$/.test(text)) block = indent
    isPlain = !/["'\]}]\s*$/.test(text)
  }
  return contents
}

/** How many brackets stay open behind this line. Those in quotation marks, and within a text, do not count. */
function depthOf(text: string): number {
  const plain = text.replaceAll(/"(?:\\.|[^"\\])*"|'(?:''|[^'])*'|\{\{.*?\}\}|\{%.*?%\}/g, '')
  if (!/(?:^\s*|[:,[{]\s*|-\s+)[[{]/.test(plain)) return 0
  return (plain.match(/[[{]/g) ?? []).length - (plain.match(/[\]}]/g) ?? []).length
}

function beginsEntry(text: string): boolean {
  return /^\s*(?:-(?:\s|$)|[\w."'-]+:(?:\s|$))/.test(text)
}

/** Below a key that waits for its content, a place further right; else the nearest one, rather the inner of two. */
function nearestOf(levels: readonly Level[], indent: number, opens: boolean): Level | undefined {
  const top = levels.at(-1)
  if (!opens && top !== undefined && indent > top.indent) return top
  return levels.toReversed().toSorted((a, b) => Math.abs(a.indent - indent) - Math.abs(b.indent - indent))[0]
}

interface Wrong {
  readonly text: string
  readonly indent: number
  readonly level: Level
}

function explain({ text, indent, level }: Wrong): string {
  const [own, other] = [nameOf(text), level.name].map((name) => JSON.stringify(name))
  return `${own} begins after ${spaces(indent)}, but ${other} in line ${level.line} after ${level.indent}: use ${spaces(level.indent)}, as they belong together`
}

function spaces(count: number): string {
  return count === 0 ? 'no space' : `${count} ${count === 1 ? 'space' : 'spaces'}`
}

/** The key, or the first words of an item. */
function nameOf(text: string): string {
  const trimmed = text.trim()
  const key = /^(?:"[^"]*"|'[^']*'|[^\s:#]+)(?=:(?:\s|$))/.exec(trimmed)?.[0]
  return key ?? (trimmed.length > 16 ? `${trimmed.slice(0, 15)}…` : trimmed)
}
