/** Mistakes of the YAML itself, in the words of someone who writes texts, not YAML: most come from a sign that means something to it. */
import { type Document, isScalar, type LineCounter, visit, type YAMLError } from 'yaml'

/** What is wrong, at an offset of the source. */
export interface Spot {
  readonly offset: number
  readonly message: string
}

const quote = 'needs quotation marks round it'

interface Read {
  readonly document: Document
  readonly source: string
  readonly lines: LineCounter
}

/** One mistake for each, and of the line of stars only that. */
export function explainErrors(errors: readonly YAMLError[], read: Read): Spot[] {
  const unknown = findUnknownAliases(read.document)
  const lineOf = (offset: number) => read.lines.linePos(offset).line
  const told = new Set(unknown.map(({ offset }) => lineOf(offset)))
  const others = errors.filter(({ pos }) => !told.has(lineOf(pos[0])))
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
  return `the key ${JSON.stringify(name)} stands here again${where}: keep one of them`
}

function hintFor({ code, pos: [offset] }: YAMLError, source: string): string | undefined {
  const from = source.lastIndexOf('\n', offset - 1) + 1
  const before = source.slice(from, offset)
  const [line = ''] = source.slice(from).split('\n', 1)
  if (code === 'BAD_SCALAR_START') return `A text that begins with ${source[offset] ?? 'it'} ${quote}`
  if (code === 'TAB_AS_INDENT') return 'Use spaces'
  if (code === 'UNEXPECTED_TOKEN') {
    if (before.endsWith("'")) return `An apostrophe within '…' is written twice, or the text stands in "…"`
    if (before.endsWith('"')) return `A " within "…" is written \\", or the text stands in '…'`
    if (/(?:^|\s)\*\S*\s*$/.test(before)) return `A text that begins with * ${quote}`
  }
  const hasColon = code === 'BLOCK_AS_IMPLICIT_KEY' || /\{\{.*: /.test(line)
  return hasColon
    ? 'A text that holds \': \' (as in default: "…") needs single quotation marks round it'
    : undefined
}

/** `*name` without such an `&name`: as a rule the stars of a text. */
function findUnknownAliases(document: Document): Spot[] {
  const spots: Spot[] = []
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document) !== undefined) return
      const message = `there is no &${alias.source} that *${alias.source} could repeat: a text that begins with * ${quote}`
      spots.push({ offset: alias.range?.[0] ?? 0, message })
    },
  })
  return spots
}

/** Where YAML leaves out a part of what was most likely meant as a text. */
export function findCutTexts(document: Document, source: string): Spot[] {
  const spots: Spot[] = []
  const used = new Set<string>()
  visit(document, { Alias: (_, { source: name }) => void used.add(name) })
  visit(document, (_, node) => {
    if (!isScalar(node) || typeof node.value !== 'string') return
    const [offset = 0, end = 0] = node.range ?? []
    const { anchor, type } = node
    // A comment has a space after its #.
    const [, tag] = (type === 'PLAIN' && /^[ \t]+(#[^\s#][^\n]*)/.exec(source.slice(end, end + 200))) || []
    if (tag !== undefined)
      spots.push({
        offset: end,
        message: `what stands after " #" is a comment and no part of the text: a text that holds it ${quote}`,
      })
    if (anchor !== undefined && !used.has(anchor))
      spots.push({
        offset,
        message: `&${anchor} is no part of the text, but a name that nothing repeats: a text that begins with & ${quote}`,
      })
  })
  for (const { code, pos } of document.warnings) {
    const [offset, end] = pos
    const message = `${source.slice(offset, end)} is no part of the text: a text that begins with ! ${quote}`
    if (code === 'TAG_RESOLVE_FAILED') spots.push({ offset, message })
  }
  return spots
}
