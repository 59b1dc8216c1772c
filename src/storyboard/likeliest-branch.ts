/** Which form of a union the author most likely meant: the one whose keys are present or nearly so. */
import type { z } from 'zod'
import { nearest } from './nearest.ts'
import { valueAt } from './value-at.ts'

type Issue = z.core.$ZodIssue
type Branch = readonly Issue[]

const weights = {
  /** A text instead of a map: another form. */
  otherKind: 1_000,
  /** More than a missing key: `buttons` under `reply_publicly` does not make it a `say` without a text. */
  unknownKey: 20,
  missing: 12,
  /**
   * An unknown key that resembles the missing one. Little enough that `if` with `do` does not become a mistyped `go`.
   */
  mistyped: 14,
  wrongKind: 3,
  other: 1,
} as const

/** The form with the fewest mistakes in its keys. A value of the wrong kind under the right key hardly counts. */
export function likeliestBranch(branches: readonly Branch[], value: unknown): Branch {
  const [best] = branches.toSorted((a, b) => weigh(a, value) - weigh(b, value))
  return best ?? []
}

function weigh(issues: Branch, value: unknown): number {
  const missing = issues.filter((issue) => isMissing(issue, value)).map(({ path }) => String(path[0]))
  const unknown = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys : [],
  )
  const mistyped = unknown.filter((key) => nearest(key, missing) !== undefined).length
  const others = issues.filter((issue) => !isMissing(issue, value))
  return (
    others.reduce((sum, issue) => sum + heaviness(issue, value), 0) +
    weights.missing * Math.max(missing.length - mistyped, 0) -
    (weights.unknownKey - weights.mistyped) * mistyped
  )
}

/** zod reports a missing literal, text or union in different ways. */
function isMissing({ path }: Issue, value: unknown): boolean {
  return path.length === 1 && valueAt(value, path.map(toStep)) === undefined
}

function heaviness(issue: Issue, value: unknown): number {
  const isWhole = issue.path.length === 0
  if (issue.code === 'unrecognized_keys') return weights.unknownKey * issue.keys.length
  if (issue.code === 'invalid_type') return isWhole ? weights.otherKind : weights.wrongKind
  if (issue.code === 'invalid_value' && isWhole && typeof value !== typeof issue.values[0])
    return weights.otherKind + 1 // rather "must be a text" than "must be nothing"
  if (issue.code !== 'invalid_union') return weights.other
  return isWhole ? Math.min(...issue.errors.map((branch) => weigh(branch, value))) : weights.wrongKind
}

function toStep(step: PropertyKey): string | number {
  return typeof step === 'number' ? step : String(step)
}
