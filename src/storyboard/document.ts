/** A YAML file as data, with the place of each value: YAML 1.2 core, at most 1 MiB, no repeated keys, few aliases. */
import { isMap, isPair, isSeq, LineCounter, type Node, parseDocument, type YAMLError } from 'yaml'
import { explainErrors, findCutTexts } from './explain-yaml.ts'
import { byPlace, type Problem } from './problem.ts'

export type Path = readonly (string | number)[]

export interface SourceDocument {
  readonly data: unknown
  /** Mistakes in the YAML. */
  readonly problems: readonly Problem[]
  /** Places that YAML most likely reads differently than the author meant. */
  readonly warnings: readonly Problem[]
  /** A problem at the value of this path. Without a value: at its key, or at the nearest parent that exists. */
  problemAt(path: Path, message: string): Problem
}

const maxBytes = 1 << 20

export function readDocument(file: string, source: string): SourceDocument {
  const lines = new LineCounter()
  function place(offset: number) {
    const { line, col } = lines.linePos(offset)
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  if (source.length > maxBytes) {
    const problem = {
      file,
      line: 1,
      column: 1,
      message: 'is larger than 1 MiB, which is the most that a storyboard may have',
    }
    return {
      data: undefined,
      problems: [problem],
      warnings: [],
      problemAt: (_, message) => ({ ...problem, message }),
    }
  }
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false, uniqueKeys: true })
  const spots = explainErrors(withoutCascade(document.errors), { document, source, lines })
  const problems = spots.map(({ offset, message }) => ({ ...place(offset), message })).toSorted(byPlace)
  const data = problems.length > 0 ? undefined : toData(() => document.toJS({ maxAliasCount: 100 }))
  if (data === tangled)
    problems.push({ ...place(0), message: 'nests too deeply, or repeats (& and *) without end: simplify it' })
  return {
    data,
    problems,
    warnings: findCutTexts(document, source).map(({ offset, message }) => ({ ...place(offset), message })),
    problemAt: (path, message) => ({ ...place(offsetOf(document.contents, path)), message }),
  }
}

const mostErrors = 20

/** The errors up to the first unexpected token: later ones follow from it. */
function withoutCascade(errors: readonly YAMLError[]): readonly YAMLError[] {
  const first = errors.findIndex(({ code }) => code === 'UNEXPECTED_TOKEN')
  return first < 0 ? errors.slice(0, mostErrors) : errors.slice(0, first + 1)
}

const tangled = Symbol('tangled')
const deepest = 60

/** `tangled` for too many aliases, which throw, and for an alias that contains itself, which would never end. */
function toData(read: () => unknown): unknown {
  try {
    const data: unknown = read()
    return isTangled(data, { above: [], done: new Set() }) ? tangled : data
  } catch (error) {
    if (error instanceof ReferenceError || error instanceof RangeError) return tangled
    throw error
  }
}

interface Trail {
  readonly above: readonly object[]
  readonly done: Set<object>
}

function isTangled(value: unknown, { above, done }: Trail): boolean {
  if (typeof value !== 'object' || value === null || done.has(value)) return false
  if (above.length >= deepest || above.includes(value)) return true
  const found = Object.values(value).some((inner) => isTangled(inner, { above: [...above, value], done }))
  done.add(value)
  return found
}

function offsetOf(contents: Node | null, path: Path): number {
  let node: unknown = contents
  let offset = startOf(contents)
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isPair(item) && String(item.key) === String(step))
      if (pair === undefined) return offset
      offset = startOf(pair.value ?? pair.key)
      node = pair.value
    } else if (isSeq(node) && typeof step === 'number') {
      node = node.items[step]
      offset = node === undefined ? offset : startOf(node)
    } else return offset
  }
  return offset
}

function startOf(node: unknown): number {
  const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined
  return Array.isArray(range) && typeof range[0] === 'number' ? range[0] : 0
}
