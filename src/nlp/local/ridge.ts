/**
 * How far the examples of a class, against all the others, pull a text to it: kernel ridge regression (Saunders, Gammerman and
 * Vovk, 1998), where two texts are as like as the weighted cosine of their features. Unlike the nearest example alone it knows
 * what a text shares with many, counts two alike as one, and finds strangers pulled to nothing.
 */
import type { SparseVector } from './vocabulary.ts'

export interface Ridge {
  /** 1 is about what an example of the class gets, 0 what shares nothing with any. */
  pull(vector: SparseVector, label: number): number
}

/** Weights of the groups of features; they add up to 1, so that a text is wholly like itself. */
const groups = [0.35, 0.2, 0.4, 0.05]
/** How little an example is trusted: keeps one odd example from having its own way with what is only like it. */
const ridge = 0.2

/** Time and memory grow with the square of the examples and more: for 1,500 of them at the most. */
export function createRidge(set: {
  readonly vectors: readonly SparseVector[]
  readonly labels: Int32Array
  readonly classes: number
  readonly features: number
}): Ridge {
  const likeness = createLikeness(set)
  const rows = factorise(set.vectors.map((vector, at) => likeness(vector, at + 1)))
  const shares = Array.from({ length: set.classes }, (_, label) => {
    const ofClass = Float64Array.from(set.labels, (each) => (each === label ? 1 : 0))
    return solveUp(rows, solveDown(rows, ofClass))
  })
  return {
    pull: (vector, label) => dot(likeness(vector, set.vectors.length), shares[label] ?? new Float64Array()),
  }
}

/** How like a text is to each of the first examples. */
function createLikeness({
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

/** Cholesky's factor, row by row, of the likenesses with the ridge on their diagonal. Each row is one longer than the one before. */
function factorise(likenesses: readonly Float64Array[]): readonly Float64Array[] {
  const rows: Float64Array[] = []
  for (const likeness of likenesses) {
    const last = likeness.length - 1
    const row = new Float64Array(likeness.length)
    row.set(solveDown(rows, likeness.subarray(0, last)))
    row[last] = Math.sqrt((likeness[last] ?? 0) + ridge - dot(row, row))
    rows.push(row)
  }
  return rows
}

/** What times the factor gives these numbers. */
function solveDown(rows: readonly Float64Array[], numbers: Float64Array): Float64Array {
  const found = new Float64Array(numbers.length)
  for (const [at, row] of rows.entries()) {
    let rest = numbers[at] ?? 0
    for (let before = 0; before < at; before++) rest -= (row[before] ?? 0) * (found[before] ?? 0)
    found[at] = rest / (row[at] ?? 1)
  }
  return found
}

/** What times the factor's transpose gives these numbers; they are used up. */
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

/** As far as the first goes. */
function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let at = 0; at < a.length; at++) sum += (a[at] ?? 0) * (b[at] ?? 0)
  return sum
}
