/**
 * How far confidences are from the shares that are right: the expected calibration error (Naeini and others, 2015).
 * It compares both in ten groups of guesses, each a tenth of the range wide, and weighs the groups by their guesses.
 */
export interface Rated {
  /** 0 to 1 */
  readonly confidence: number
  readonly isRight: boolean
}

const groups = 10

/** 0 to 1; NaN without guesses. */
export function calibrationError(guesses: readonly Rated[]): number {
  const sums = new Float64Array(groups)
  for (const { confidence, isRight } of guesses) {
    const group = Math.min(groups - 1, Math.floor(confidence * groups))
    sums[group] = (sums[group] ?? 0) + confidence - (isRight ? 1 : 0)
  }
  return sums.reduce((total, sum) => total + Math.abs(sum), 0) / guesses.length
}
