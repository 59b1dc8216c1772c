/** Mistakes in YAML in the words of an author of texts. Most come from a character that has a meaning in YAML. */
import { type Document, isScalar, type LineCounter, visit, type YAMLError } from 'yaml'

/** A mistake, at an offset of the source. */
export interface Spot {
  readonly offset: number
  readonly message: string
}

const quote = 'needs quotation marks around it'

interface Read {
  readonly document: Document
  readonly source: string
  readonly lines: LineCounter
}

/**
 * One mistake for each line, because the other errors of a line follow from the first: of an unknown alias, or of the
 * YAML. If a tab indents a line, only tabs are reported, for the same reason.
 */
export function explainErrors(errors: readonly YAMLError[], read: Read): Spot[] {
  const unknown = findUnknownAliases(read.document)
  const lineOf = (offset: number) => read.lines.linePos(offset).line
  const told = new Set(unknown.map(({ offset }) => lineOf(offset)))
  const tabs = errors.filter(({ code }) => code === 'TAB_AS_INDENT')
  const others = (tabs.length === 0 ? errors : tabs).filter(({ pos }) => {
    const line = lineOf(pos[0])
    const isFirst = !told.has(line)
    told.add(line)
    return isFirst
  })
  return [...unknown, ...others.map((error) => ({ offset: error.pos[0], message: explain(error, read) }))]
}

function explain(error: YAMLError, read: Read): string {
  if (error.code === 'MULTIPLE_DOCS') return 'begins a second document: remove the line ---'
  if (error.code === 'DUPLICATE_KEY') return explainDuplicate(error, read)
  const hint = hintFor(error, read.source)
  return `is not YAML: ${error.message.split('\n')[0]?.replace(/\.?$/, '.') ?? ''}${hint === undefined ? '' : ` ${hint}.`}`
}

function explainDuplicate(error: YAMLError, { document, lines, source }: Read): string {
  const [offset] = error.pos
  let first: number | undefined
  visit(document, {
    Map: (_, map) => {
      const keys = map.items.map(({ key }) => key).filter((key) => isScalar(key))
      const again = keys.find((key) => key.range?.[0] === offset)
      first ??= again && keys.find(({ value }) => value === again.value)?.range?.[0]
    },
  })
  const name = source.slice(...error.pos)
  const where = first === undefined ? '' : `, first in line ${lines.linePos(first).line}`
  return `the key ${JSON.stringify(name)} is repeated${where}: keep one of them`
}

function hintFor({ code, pos: [offset] }: YAMLError, source: string): string | undefined {
  const from = source.lastIndexOf('\n', offset - 1) + 1
  const before = source.slice(from, offset)
  const [line = ''] = source.slice(from).split('\n', 1)
  if (code === 'BAD_SCALAR_START') return `A text that begins with ${source[offset] ?? 'it'} ${quote}`
  if (code === 'TAB_AS_INDENT') return 'Use spaces'
  if (code === 'UNEXPECTED_TOKEN') {
    if (before.endsWith("'")) return `Write an apostrophe within '…' twice, or put the text in "…"`
    if (before.endsWith('"')) return `Write a " within "…" as \\", or put the text in '…'`
    if (/(?:^|\s)\*\S*\s*$/.test(before)) return `A text that begins with * ${quote}`
  }
  const isBlock = code === 'BLOCK_AS_IMPLICIT_KEY'
  if (/\{\{.*: /.test(line) || (isBlock && line.slice(before.length).includes(': ')))
    return 'A text with \': \' in it (as in default: "…") needs single quotation marks around it'
  return isBlock || code === 'BAD_INDENT' || code === 'MISSING_CHAR'
    ? 'Compare where this line and the next begin with the lines around them'
    : undefined
}

/** `*name` without an `&name`: nearly always a text that starts with a star. */
function findUnknownAliases(document: Document): Spot[] {
  const spots: Spot[] = []
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document) !== undefined) return
      const message = `there is no &${alias.source} for *${alias.source} to repeat: a text that begins with * ${quote}`
      spots.push({ offset: alias.range?.[0] ?? 0, message })
    },
  })
  return spots
}

/** Places where YAML drops a part of a text without an error. */
export function findCutTexts(document: Document, source: string): Spot[] {
  const spots: Spot[] = []
  const used = new Set<string>()
  visit(document, { Alias: (_, { source: name }) => void used.add(name) })
  visit(document, (_, node) => {
    if (!isScalar(node) || typeof node.value !== 'string') return
    const [offset = 0, end = 0] = node.range ?? []
    const { anchor, type } = node
    // Only a # without a space behind it is suspicious: authors of comments write one.
    const [, tag] = (type === 'PLAIN' && /^[ \t]+(#[^\s#][^\n]*)/.exec(source.slice(end, end + 200))) || []
    if (tag !== undefined)
      spots.push({
        offset: end,
        message: `the part after " #" is a comment and not in the text: a text with " #" ${quote}`,
      })
    if (anchor !== undefined && !used.has(anchor))
      spots.push({
        offset,
        message: `&${anchor} is a name for YAML and not in the text: a text that begins with & ${quote}`,
      })
  })
  for (const { code, pos } of document.warnings) {
    const [offset, end] = pos
    const message = `${source.slice(offset, end)} is a tag for YAML and not in the text: a text that begins with ! ${quote}`
    if (code === 'TAG_RESOLVE_FAILED') spots.push({ offset, message })
  }
  return spots
}
