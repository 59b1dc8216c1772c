/** A line of the log, or that it is counted and not written. `notLogged`: lines left out since the last one. */
export type Verdict = { readonly isLogged: false } | { readonly isLogged: true; readonly notLogged: number }

const repeatMs = 60_000
const mostASecond = 10
/** Kinds that are remembered. A second of ten new kinds fills it in a minute and a half. */
const mostKinds = 1_000

/** They differ from line to line of one kind. */
const varying: ReadonlySet<string> = new Set(['jobId', 'turn', 'attempt', 'detail', 'notLogged'])

export interface RepeatLimit {
  judge(fields: object, text: string): Verdict
  /** Something went well: the next failure is news, also one that was logged a moment ago. */
  forget(): void
}

/**
 * Bounds the warnings and errors of a process, whatever fails and however often. Each kind (text and fields) is logged
 * at once, then once a minute. All kinds together have ten lines a second. The next line says how many were left out.
 */
export function createRepeatLimit(now: () => number): RepeatLimit {
  const kinds = new Map<string, { at: number; more: number }>()
  let second = { at: -Infinity, lines: 0 }
  let leftOut = 0

  function isBeyondRate(at: number): boolean {
    if (at - second.at >= 1_000) second = { at, lines: 0 }
    second.lines += 1
    return second.lines > mostASecond
  }

  function judge(fields: object, text: string): Verdict {
    const at = now()
    const name = nameOf(fields, text)
    const known = kinds.get(name)
    const others = 'notLogged' in fields ? Number(fields.notLogged) || 0 : 0
    if (known !== undefined && at - known.at < repeatMs) {
      known.more += 1 + others
      return { isLogged: false }
    }
    if (isBeyondRate(at)) {
      leftOut += 1 + others
      return { isLogged: false }
    }
    const notLogged = (known?.more ?? 0) + leftOut + others
    leftOut = 0
    if (kinds.size >= mostKinds) kinds.clear()
    kinds.set(name, { at, more: 0 })
    return { isLogged: true, notLogged }
  }

  return { judge, forget: () => kinds.clear() }
}

function nameOf(fields: object, text: string): string {
  const kept = Object.entries(fields).filter(([name]) => !varying.has(name))
  return JSON.stringify([text, ...kept])
}
