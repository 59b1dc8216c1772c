/** A unified diff of two lists of lines, with three lines around each difference; empty when they are equal. */
export function unifiedDiff(expected: readonly string[], actual: readonly string[]): string[] {
  const edits = align(expected, actual)
  const near = edits.map((_, index) =>
    edits.slice(Math.max(0, index - context), index + context + 1).some(({ sign }) => sign !== ' '),
  )
  return edits.flatMap(({ sign, line, at }, index) => {
    if (!near[index]) return []
    const head = near[index - 1] ? [] : [`@@ line ${at} @@`]
    return [...head, `${sign}${line}`]
  })
}

const context = 3

interface Edit {
  readonly sign: ' ' | '-' | '+'
  readonly line: string
  /** Line number in `expected`, from 1. */
  readonly at: number
}

/** Follows a longest common subsequence. The table of all pairs is small, since transcripts are short. */
function align(a: readonly string[], b: readonly string[]): Edit[] {
  const common = Array.from({ length: a.length + 1 }, () => Array.from({ length: b.length + 1 }, () => 0))
  const length = (i: number, j: number) => common[i]?.[j] ?? 0
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const row = common[i]
      if (row !== undefined) {
        row[j] = a[i] === b[j] ? length(i + 1, j + 1) + 1 : Math.max(length(i + 1, j), length(i, j + 1))
      }
    }
  }
  const edits: Edit[] = []
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    const at = i + 1
    if (i < a.length && j < b.length && a[i] === b[j]) {
      edits.push({ sign: ' ', line: a[i] ?? '', at })
      i++
      j++
    } else if (i < a.length && (j >= b.length || length(i + 1, j) >= length(i, j + 1))) {
      edits.push({ sign: '-', line: a[i++] ?? '', at })
    } else edits.push({ sign: '+', line: b[j++] ?? '', at })
  }
  return edits
}
