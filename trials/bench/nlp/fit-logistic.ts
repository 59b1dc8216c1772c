/** Logistic regression with weights, by Newton's method. */
export interface Point {
  /** All of one length. The first one is 1. */
  readonly terms: readonly number[]
  readonly isRight: boolean
  readonly weight: number
}

const steps = 20
/** Keeps the equations solvable if two terms are alike. */
const ridge = 1e-9

/** The coefficients in the order of the terms. */
export function fitLogistic(points: readonly Point[]): readonly number[] {
  const size = points[0]?.terms.length ?? 0
  let coefficients: readonly number[] = Array.from({ length: size }, () => 0)
  for (let step = 0; step < steps; step++) {
    const gradient = new Float64Array(size)
    const curvature = Array.from({ length: size }, () => new Float64Array(size))
    for (const { terms, isRight, weight } of points) {
      const share = probability(terms, coefficients)
      for (const [row, term] of terms.entries()) {
        gradient[row] = (gradient[row] ?? 0) + weight * term * ((isRight ? 1 : 0) - share)
        const ofRow = curvature[row]
        if (ofRow === undefined) continue
        for (const [column, other] of terms.entries())
          ofRow[column] = (ofRow[column] ?? 0) + weight * term * other * share * (1 - share)
      }
    }
    const change = solve(curvature, gradient)
    coefficients = coefficients.map((coefficient, at) => coefficient + (change[at] ?? 0))
  }
  return coefficients
}

export function probability(terms: readonly number[], coefficients: readonly number[]): number {
  return 1 / (1 + Math.exp(-terms.reduce((sum, term, at) => sum + term * (coefficients[at] ?? 0), 0)))
}

/** Gauss's elimination. It overwrites its arguments. */
function solve(rows: readonly Float64Array[], right: Float64Array): Float64Array {
  for (const [at, row] of rows.entries()) {
    const pivot = (row[at] ?? 0) + ridge
    for (const [below, other] of rows.entries()) {
      if (below === at) continue
      const factor = (other[at] ?? 0) / pivot
      for (let column = 0; column < right.length; column++)
        other[column] = (other[column] ?? 0) - factor * (row[column] ?? 0)
      right[below] = (right[below] ?? 0) - factor * (right[at] ?? 0)
    }
  }
  return right.map((value, at) => value / ((rows[at]?.[at] ?? 0) + ridge))
}
