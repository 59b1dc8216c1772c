/**
 * Measures how strongly the examples of a class pull a text to it, against all other examples: kernel ridge
 * regression (Saunders, Gammerman and Vovk, 1998). Two texts are as similar as the weighted cosine of their features.
 * The nearest example alone says less: this counts what a text shares with many examples, counts two similar ones
 * once, and gives an unknown text no pull.
 */
import type { SparseVector } from './vocabulary.ts'

export interface Ridge {
  /** About 1 for an example of the class, 0 for a text that shares nothing with any. */
  pull(vector: SparseVector, label: number): number
}

/** Weights of the groups of features. They add up to 1, so that a text has similarity 1 with itself. */
const groups = [0.35, 0.2, 0.4, 0.05]
/** The ridge: how little a single example is trusted. It keeps one unusual example from deciding. */
const ridge = 0.2

/** Time and memory grow with the square of the number of examples and more. Use it for at most 1,500 examples. */
export function createRidge(set: {
  readonly vectors: readonly SparseVector[]
  readonly labels: Int32Array
  readonly classes: number
  readonly features: number
}): Ridge {
  const similarity = createSimilarity(set)
  const rows = factorise(set.vectors.map((vector, at) => similarity(vector, at + 1)))
  const shares = Array.from({ length: set.classes }, (_, label) => {
    const ofClass = Float64Array.from(set.labels, (each) => (each === label ? 1 : 0))
    return solveUp(rows, solveDown(rows, ofClass))
  })
  return {
    pull: (vector, label) => dot(similarity(vector, set.vectors.length), shares[label] ?? new Float64Array()),
  }
}

/** The similarity of a text to each of the first examples. */
function createSimilarity({
  vectors,
  features,
}: {
  readonly vectors: readonly SparseVector[]
  readonly features: number
}): (vector: SparseVector, count: number) => Float64Array {
  const asked = new Float32Array(features)
  return ({ ids, values, ends }, count) => {
    let at = 0
    for (const [group, end] of ends.entries())
      for (; at < end; at++) asked[ids[at] ?? 0] = (values[at] ?? 0) * (groups[group] ?? 0)
    const found = new Float64Array(count)
    for (const [example, vector] of vectors.entries()) {
      if (example === count) break
      found[example] = project(vector, asked)
    }
    for (const id of ids) asked[id] = 0
    return found
  }
}

function project({ ids, values }: SparseVector, asked: Float32Array): number {
  let sum = 0
  for (let at = 0; at < ids.length; at++) sum += (values[at] ?? 0) * (asked[ids[at] ?? 0] ?? 0)
  return sum
}

/**
 * Cholesky's factor of the similarities, row by row, with the ridge on their diagonal. Each row is one longer than
 * the one before.
 */
function factorise(similarities: readonly Float64Array[]): readonly Float64Array[] {
  const rows: Float64Array[] = []
  for (const similarity of similarities) {
    const last = similarity.length - 1
    const row = new Float64Array(similarity.length)
    row.set(solveDown(rows, similarity.subarray(0, last)))
    row[last] = Math.sqrt((similarity[last] ?? 0) + ridge - dot(row, row))
    rows.push(row)
  }
  return rows
}

/** Solves the equation: the factor times the result is `numbers`. */
function solveDown(rows: readonly Float64Array[], numbers: Float64Array): Float64Array {
  const found = new Float64Array(numbers.length)
  for (const [at, row] of rows.entries()) {
    let rest = numbers[at] ?? 0
    for (let before = 0; before < at; before++) rest -= (row[before] ?? 0) * (found[before] ?? 0)
    found[at] = rest / (row[at] ?? 1)
  }
  return found
}

/** Solves the equation: the factor's transpose times the result is `numbers`. It overwrites `numbers`. */
function solveUp(rows: readonly Float64Array[], numbers: Float64Array): Float64Array {
  for (let at = rows.length - 1; at >= 0; at--) {
    const row = rows[at] ?? numbers
    const found = (numbers[at] ?? 0) / (row[at] ?? 1)
    numbers[at] = found
    for (let before = 0; before < at; before++)
      numbers[before] = (numbers[before] ?? 0) - (row[before] ?? 0) * found
  }
  return numbers
}

/** The dot product, as far as `a` goes. */
function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let at = 0; at < a.length; at++) sum += (a[at] ?? 0) * (b[at] ?? 0)
  return sum
}
