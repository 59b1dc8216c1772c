/** How near a vector is to each class of examples: the mean cosine with the three nearest of the class. */
import type { Vector } from './embed.ts'

export interface LabelledVectors {
  readonly vectors: readonly Vector[]
  /** The class of each vector, from 0 on. */
  readonly labels: readonly number[]
  readonly classes: number
}

/** `-Infinity` for a class of which every example is left out. */
export type ClassScores = (vector: Vector, isLeftOut?: (example: number) => boolean) => Float64Array

const nearest = 3

export function createClassScores({ vectors, labels, classes }: LabelledVectors): ClassScores {
  return function classScores(vector, isLeftOut = () => false) {
    const best = new Float64Array(classes * nearest).fill(-Infinity)
    for (const [example, other] of vectors.entries()) {
      if (isLeftOut(example)) continue
      insert(best, { from: (labels[example] ?? 0) * nearest, cosine: dot(vector, other) })
    }
    return Float64Array.from({ length: classes }, (_, label) =>
      meanOf(best.subarray(label * nearest, (label + 1) * nearest)),
    )
  }
}

/** The three of a class are in falling order. */
function insert(best: Float64Array, { from, cosine }: { from: number; cosine: number }): void {
  let rest = cosine
  for (let at = from; at < from + nearest; at++) {
    const before = best[at] ?? 0
    if (rest <= before) continue
    best[at] = rest
    rest = before
  }
}

function meanOf(best: Float64Array): number {
  const there = best.filter((cosine) => cosine > -Infinity)
  return there.length === 0 ? -Infinity : there.reduce((sum, cosine) => sum + cosine, 0) / there.length
}

function dot(a: Vector, b: Vector): number {
  let sum = 0
  for (let at = 0; at < a.length; at++) sum += (a[at] ?? 0) * (b[at] ?? 0)
  return sum
}
