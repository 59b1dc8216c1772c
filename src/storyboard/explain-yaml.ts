/** Mistakes in YAML in the words of an author of texts. Most come from a character that has a meaning in YAML. */
import { type Document, isCollection, isScalar, type LineCounter, visit, type YAMLError } from 'yaml'

/** A mistake, at an offset of the source. */
export interface Spot {
  readonly offset: number
  readonly message: string
  /** The rest can be read as it is. */
  readonly isHarmless?: true
  /** What is missing at the end of the line. */
  readonly close?: string
}

const quote = 'needs quotation marks around it'

interface Read {
  readonly document: Document
  readonly source: string
  readonly lines: LineCounter
}

/**
 * One mistake for each line, because the other errors of a line follow from the first: of an unknown alias, or of the
 * YAML.
 */
export function explainErrors(errors: readonly YAMLError[], read: Read): Spot[] {
  const unknown = findUnknownAliases(read)
  const lineOf = (offset: number) => read.lines.linePos(offset).line
  const told = new Set(unknown.map(({ offset }) => lineOf(offset)))
  const spots = withoutCascade(errors).map((error) => toSpot(error, read))
  const others = spots.filter(({ offset }) => {
    const line = lineOf(offset)
    const isFirst = !told.has(line)
    told.add(line)
    return isFirst
  })
  return [...unknown, ...others]
}

/** The errors up to the first unexpected token: later ones follow from it. */
function withoutCascade(errors: readonly YAMLError[]): readonly YAMLError[] {
  const first = errors.findIndex(({ code }) => code === 'UNEXPECTED_TOKEN')
  return first < 0 ? errors : errors.slice(0, first + 1)
}

function toSpot(error: YAMLError, read: Read): Spot {
  const [offset] = error.pos
  if (error.code === 'MULTIPLE_DOCS')
    return { offset, message: 'begins a second document: remove the line ---' }
  if (error.code === 'DUPLICATE_KEY')
    return { offset, message: explainDuplicate(error, read), isHarmless: true }
  return findUnclosed(error, read) ?? { offset, message: explain(error, read) }
}

/** A bracket or quotation mark that nothing closes: YAML complains far below it. */
function findUnclosed({ message, pos: [end] }: YAMLError, { document, source }: Read): Spot | undefined {
  const close = /^Flow (?:sequence|map) .* end with a (?<close>[\]}])/.exec(message)?.groups?.['close']
  const isQuote = /^Missing closing ["']/.test(message)
  if (close === undefined && !isQuote) return undefined
  let offset: number | undefined
  visit(document, {
    Node: (_, node) => {
      const [from = 0, to = 0] = node.range ?? []
      const isSame = isQuote
        ? isScalar(node) && /^["']/.test(source.slice(from, from + 1))
        : isCollection(node) && node.flow === true
      if (isSame && from <= end && to >= end - 1) offset = Math.max(offset ?? 0, from)
    },
  })
  if (offset === undefined) return undefined
  const sign = source[offset] ?? ''
  return {
    offset,
    message: `is not YAML: The ${sign} is not closed. Add ${close ?? sign} at the end.`,
    close: close ?? sign,
  }
}

/** The words of the parser only where there is no advice: they say nothing to an author. */
function explain(error: YAMLError, read: Read): string {
  const told = hintFor(error, read.source) ?? error.message.split('\n')[0]
  return `is not YAML: ${told?.replace(/\.?$/, '.') ?? ''}`
}

function explainDuplicate(error: YAMLError, { document, lines, source }: Read): string {
  const [offset] = error.pos
  let first: number | undefined
  let name = source.slice(...error.pos)
  visit(document, {
    Map: (_, map) => {
      const keys = map.items.map(({ key }) => key).filter((key) => isScalar(key))
      const again = keys.find((key) => key.range?.[0] === offset)
      if (again === undefined) return
      name = String(again.value)
      first ??= keys.find(({ value }) => value === again.value)?.range?.[0]
    },
  })
  const where = first === undefined ? '' : `, first in line ${lines.linePos(first).line}`
  return `the key ${JSON.stringify(name)} is repeated${where}: keep one of them`
}

function hintFor({ code, pos: [offset] }: YAMLError, source: string): string | undefined {
  const from = source.lastIndexOf('\n', offset - 1) + 1
  const before = source.slice(from, offset)
  const [line = ''] = source.slice(from).split('\n', 1)
  if (code === 'BAD_SCALAR_START') return `A text that begins with ${source[offset] ?? 'it'} ${quote}`
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

/** `*name` above its `&name`, or without one: then it is nearly always a text that starts with a star. */
function findUnknownAliases({ document, lines }: Read): Spot[] {
  const named = new Map<string, number>()
  visit(document, {
    Node: (_, { anchor, range }) => {
      if (anchor !== undefined) named.set(anchor, range?.[0] ?? 0)
    },
  })
  const spots: Spot[] = []
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document) !== undefined) return
      const below = named.get(alias.source)
      const message =
        below === undefined
          ? `there is no &${alias.source} for *${alias.source} to repeat: a text that begins with * ${quote}`
          : `*${alias.source} stands above &${alias.source} (line ${lines.linePos(below).line}): write &${alias.source} and its lines at the first place, and *${alias.source} below`
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
