/** A YAML file as data, with the place of each value: YAML 1.2 core, at most 1 MiB, no repeated keys, few aliases. */
import { isMap, isPair, isSeq, type Node } from 'yaml'
import { findCutTexts } from './explain-yaml.ts'
import { mendYaml } from './mend-yaml.ts'
import { byPlace, type Problem } from './problem.ts'

export type Path = readonly (string | number)[]

export interface SourceDocument {
  /** Also with mistakes in the YAML, as it was most likely meant; undefined when the rest says nothing. */
  readonly data: unknown
  /** Mistakes in the YAML. */
  readonly problems: readonly Problem[]
  /** Whether this line was mended, so that its content is a guess. */
  isGuess(line: number): boolean
  /** Places that YAML most likely reads differently than the author meant. */
  readonly warnings: readonly Problem[]
  /** A problem at the value of this path. Without a value: at its key, or at the nearest parent that exists. */
  problemAt(path: Path, message: string, options?: { readonly isKey?: boolean }): Problem
}

const maxBytes = 1 << 20

export function readDocument(file: string, source: string): SourceDocument {
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
      isGuess: () => true,
      problemAt: (_, message) => ({ ...problem, message }),
    }
  }
  const { document, lines, mistakes, mended, isBroken, source: read } = mendYaml(source)
  function place(offset: number) {
    const { line, col } = lines.linePos(offset)
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const problems: Problem[] = mistakes.map((mistake) => ({ file, ...mistake })).toSorted(byPlace)
  const data = isBroken ? undefined : toData(() => document.toJS({ maxAliasCount: 100 }))
  if (data === tangled)
    problems.push({ ...place(0), message: 'nests too deeply, or repeats (& and *) without end: simplify it' })
  return {
    data: data === tangled ? undefined : data,
    problems,
    isGuess: (line) => mended.has(line),
    warnings: findCutTexts(document, read).map(({ offset, message }) => ({ ...place(offset), message })),
    problemAt: (path, message, { isKey = false } = {}) => ({
      ...place(offsetOf(document.contents, { path, isKey })),
      message,
    }),
  }
}

/** The mistakes in the YAML with those in its shape, but for places where the content is only a guess. */
export function withShape(
  { problems, isGuess, problemAt }: SourceDocument,
  mistakes: readonly { readonly path: Path; readonly message: string; readonly belongs?: Path }[],
): Problem[] {
  const shape = mistakes
    .map((one) => problemAt(one.path, one.message, { isKey: one.belongs !== undefined }))
    .filter(({ line }) => !isGuess(line))
  const byText = new Map(
    [...problems, ...shape].map((problem) => [
      `${problem.line}:${problem.column} ${problem.message}`,
      problem,
    ]),
  )
  return [...byText.values()].toSorted(byPlace)
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

interface Place {
  readonly path: Path
  /** The key itself, not its value. */
  readonly isKey: boolean
}

function offsetOf(contents: Node | null, { path, isKey }: Place): number {
  let node: unknown = contents
  let offset = startOf(contents)
  for (const [at, step] of path.entries()) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isPair(item) && String(item.key) === String(step))
      if (pair === undefined) return offset
      offset = startOf(isKey && at === path.length - 1 ? pair.key : (pair.value ?? pair.key))
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
