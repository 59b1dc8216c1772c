/** Inserts texts into a source, or shows them as a unified diff that `patch -p1` and `git apply` take. */

export interface Insertion {
  /** Where in the source, in UTF-16 code units. */
  readonly offset: number
  readonly text: string
}

export function insertInto(source: string, insertions: readonly Insertion[]): string {
  let edited = ''
  let from = 0
  for (const { offset, text } of insertions.toSorted((a, b) => a.offset - b.offset)) {
    edited += source.slice(from, offset) + text
    from = offset
  }
  return edited + source.slice(from)
}

/** Empty without insertions. `file` is the path in the two lines at its head. */
export function toPatch(
  { file, source }: { readonly file: string; readonly source: string },
  insertions: readonly Insertion[],
): string {
  const lines = source.split('\n')
  const changed = changedLines(lines, insertions)
  if (changed.size === 0) return ''
  const name = file.replace(/^(?:\.?\/)+/, '')
  const { length } = source.endsWith('\n') ? lines.slice(1) : lines
  const hunks = toSpans([...changed.keys()], length).map((span) => toRows(lines, changed, span))
  return [`--- a/${name}`, `+++ b/${name}`, ...withHeads(hunks), ''].join('\n')
}

const context = 3
const noLineEnd = '\\ No newline at end of file'

/** The new lines in place of each line that an insertion is in, by its index. */
function changedLines(
  lines: readonly string[],
  insertions: readonly Insertion[],
): ReadonlyMap<number, readonly string[]> {
  const changed = new Map<number, readonly string[]>()
  let start = 0
  for (const [index, line] of lines.entries()) {
    const end = start + line.length
    const from = start
    const inLine = insertions.filter(({ offset, text }) => text !== '' && offset >= from && offset <= end)
    if (inLine.length > 0) {
      const moved = inLine.map(({ offset, text }) => ({ offset: offset - from, text }))
      changed.set(index, insertInto(line, moved).split('\n'))
    }
    start = end + 1
  }
  return changed
}

interface Span {
  readonly from: number
  readonly to: number
}

/** Changes whose context touches are in one hunk. */
function toSpans(indexes: readonly number[], length: number): readonly Span[] {
  const spans: Span[] = []
  for (const index of indexes) {
    const span = { from: Math.max(0, index - context), to: Math.min(length, index + context + 1) }
    const last = spans.at(-1)
    if (last !== undefined && span.from <= last.to) spans.splice(-1, 1, { from: last.from, to: span.to })
    else spans.push(span)
  }
  return spans
}

interface Hunk extends Span {
  readonly rows: readonly string[]
}

function toRows(lines: readonly string[], changed: ReadonlyMap<number, readonly string[]>, span: Span): Hunk {
  const rows = lines.slice(span.from, span.to).flatMap((line, at) => {
    const index = span.from + at
    const isOpen = index === lines.length - 1 // the file ends without a line end
    const end = isOpen ? [noLineEnd] : []
    const now = changed.get(index)
    if (now === undefined) return [` ${line}`, ...end]
    const [first, ...more] = now
    if (first === line && !isOpen) return [` ${line}`, ...more.map((text) => `+${text}`)]
    return [`-${line}`, ...end, ...now.map((text) => `+${text}`), ...end]
  })
  return { ...span, rows }
}

function withHeads(hunks: readonly Hunk[]): string[] {
  let shift = 0
  return hunks.flatMap(({ from, to, rows }) => {
    const before = to - from
    const after = rows.filter((row) => /^[ +]/.test(row)).length
    const head = `@@ -${from + 1},${before} +${from + 1 + shift},${after} @@`
    shift += after - before
    return [head, ...rows]
  })
}
