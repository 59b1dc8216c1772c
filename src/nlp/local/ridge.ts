/**
 * Measures how strongly the examples of a class pull a text to it, against all other examples: ridge regression of
 * the classes by the features (Hoerl and Kennard, 1970). The nearest example alone says less: this counts what a text
 * shares with many examples, counts two similar ones once, and gives an unknown text no pull.
 *
 * It is solved by conjugate gradients (Hestenes and Stiefel, 1952), all classes at once. Time and memory grow with the
 * examples and not faster, so it serves dozens of them and tens of thousands.
 */
import type { Input } from './layer.ts'
import { createRandom } from './random.ts'
import type { SparseVector } from './vocabulary.ts'

export interface Ridge {
  /** Adds the pull of each class to `sums`: up to 1 for an example of the class, 0 if nothing is shared with any. */
  addPulls(vector: SparseVector, sums: Float32Array): void
  /** For each class the mean of `logPull` over its examples, each pulled by all others. */
  readonly usual: Float32Array
}

/** Another example of what a text is like says less than the first: so the logarithm. */
export function logPull(pull: number): number {
  return Math.log(leastPull + Math.max(0, pull))
}

const leastPull = 0.1

export interface RidgeSet {
  readonly vectors: readonly SparseVector[]
  /** The class of each vector. */
  readonly labels: Int32Array
  readonly classes: number
  readonly features: number
}

/** The squares are the weights of the groups. They add up to 1, so that a text has similarity 1 with itself. */
const groups = [0.25, 0.25, 0.3, 0.2].map(Math.sqrt)
/** The ridge: how little a single example is trusted. It keeps one unusual example from deciding. */
const ridge = 1
/** Twice as many change no figure. */
const steps = 8
/** More of them change no figure either. */
const probes = 8

export function createRidge(set: RidgeSet): Ridge {
  const { classes, labels } = set
  const table: Table = { inputs: set.vectors.map(weigh), columns: classes + probes }
  const probeOf = drawProbes(labels)
  const goal = new Float32Array(labels.length * table.columns)
  for (const [at, label] of labels.entries()) {
    const { column, sign } = probeOf[at] ?? noProbe
    goal[at * table.columns + label] = 1
    goal[at * table.columns + classes + column] = sign
  }
  const solution = solve(table, { goal, features: set.features })
  const weights = new Float32Array(set.features * classes)
  toFeatures(
    { ...table, columns: classes },
    firstColumns(solution, { from: table.columns, to: classes }),
    weights,
  )

  return {
    usual: toUsual(set, (at, label) => {
      const { column, sign } = probeOf[at] ?? noProbe
      const row = at * table.columns
      const own = sign * (solution[row + classes + column] ?? 0)
      // No example can have less, or more.
      const bounded = Math.min(Math.max(own, 1 / (1 + ridge)), 1 / ridge)
      return 1 - (solution[row + label] ?? 0) / bounded
    }),
    addPulls(vector, sums) {
      const { ids, values } = weigh(vector)
      for (let at = 0; at < ids.length; at++) {
        const row = (ids[at] ?? 0) * classes
        const value = values[at] ?? 0
        for (let k = 0; k < classes; k++) sums[k] = (sums[k] ?? 0) + value * (weights[row + k] ?? 0)
      }
    },
  }
}

interface Probe {
  readonly column: number
  readonly sign: number
}

const noProbe: Probe = { column: 0, sign: 1 }

/**
 * What an example is pulled without itself follows from its own entry of the inverse (Allen's PRESS, 1974). Probing
 * gives these entries without the inverse (Bekas, Kokiopoulou and Saad, 2007): a few more columns, in which examples
 * of one class meet as rarely as they can.
 */
function drawProbes(labels: Int32Array): readonly Probe[] {
  const random = createRandom(5)
  const counts = new Map<number, number>()
  return Array.from(labels, (label) => {
    const rank = counts.get(label) ?? 0
    counts.set(label, rank + 1)
    return { column: rank % probes, sign: random() < 0.5 ? -1 : 1 }
  })
}

/** A class of few examples gets a usual pull near that of all. */
function toUsual({ labels, classes }: RidgeSet, pullOf: (at: number, label: number) => number): Float32Array {
  const sums = new Float32Array(classes)
  const counts = new Float32Array(classes)
  let all = 0
  for (const [at, label] of labels.entries()) {
    const pulled = logPull(pullOf(at, label))
    sums[label] = (sums[label] ?? 0) + pulled
    counts[label] = (counts[label] ?? 0) + 1
    all += pulled
  }
  const mean = all / Math.max(1, labels.length)
  return sums.map((sum, k) => (sum + mean) / ((counts[k] ?? 0) + 1))
}

function firstColumns(rows: Float32Array, { from, to }: { from: number; to: number }): Float32Array {
  const kept = new Float32Array((rows.length / from) * to)
  for (let row = 0; row * from < rows.length; row++)
    kept.set(rows.subarray(row * from, row * from + to), row * to)
  return kept
}

/** The examples' features, and how many columns the other tables have. */
interface Table {
  readonly inputs: readonly Input[]
  readonly columns: number
}

function weigh({ ids, values, ends }: SparseVector): Input {
  const scaled = new Float32Array(values.length)
  let at = 0
  for (const [group, end] of ends.entries())
    for (; at < end; at++) scaled[at] = (values[at] ?? 0) * (groups[group] ?? 0)
  return { ids, values: scaled, count: ids.length }
}

/** Returns a row for each example. The names are those of the method's usual description. */
function solve(table: Table, { goal, features }: { goal: Float32Array; features: number }): Float32Array {
  const { columns } = table
  const solution = new Float32Array(goal.length)
  const residual = goal
  const direction = residual.slice()
  const product = new Float32Array(goal.length)
  const ofFeatures = new Float32Array(features * columns)
  let squares = dots(residual, residual, columns)
  for (let step = 0; step < steps; step++) {
    toFeatures(table, direction, ofFeatures)
    toExamples(table, ofFeatures, product)
    for (let at = 0; at < product.length; at++)
      product[at] = (product[at] ?? 0) + ridge * (direction[at] ?? 0)
    const length = quotients(squares, dots(direction, product, columns))
    for (let at = 0, k = 0; at < solution.length; at++, k = k + 1 === columns ? 0 : k + 1) {
      solution[at] = (solution[at] ?? 0) + (length[k] ?? 0) * (direction[at] ?? 0)
      residual[at] = (residual[at] ?? 0) - (length[k] ?? 0) * (product[at] ?? 0)
    }
    const left = dots(residual, residual, columns)
    const kept = quotients(left, squares)
    for (let at = 0, k = 0; at < direction.length; at++, k = k + 1 === columns ? 0 : k + 1)
      direction[at] = (residual[at] ?? 0) + (kept[k] ?? 0) * (direction[at] ?? 0)
    squares = left
  }
  return solution
}

/** Sums the rows of the examples into the rows of their features. */
function toFeatures({ inputs, columns }: Table, ofExamples: Float32Array, ofFeatures: Float32Array): void {
  ofFeatures.fill(0)
  for (const [example, { ids, values }] of inputs.entries()) {
    const from = example * columns
    for (let at = 0; at < ids.length; at++) {
      const to = (ids[at] ?? 0) * columns
      const value = values[at] ?? 0
      for (let k = 0; k < columns; k++)
        ofFeatures[to + k] = (ofFeatures[to + k] ?? 0) + value * (ofExamples[from + k] ?? 0)
    }
  }
}

/** Sums the rows of the features into the rows of their examples. */
function toExamples({ inputs, columns }: Table, ofFeatures: Float32Array, ofExamples: Float32Array): void {
  ofExamples.fill(0)
  for (const [example, { ids, values }] of inputs.entries()) {
    const to = example * columns
    for (let at = 0; at < ids.length; at++) {
      const from = (ids[at] ?? 0) * columns
      const value = values[at] ?? 0
      for (let k = 0; k < columns; k++)
        ofExamples[to + k] = (ofExamples[to + k] ?? 0) + value * (ofFeatures[from + k] ?? 0)
    }
  }
}

/** The dot product of each column. */
function dots(a: Float32Array, b: Float32Array, columns: number): Float64Array {
  const sums = new Float64Array(columns)
  for (let at = 0, k = 0; at < a.length; at++, k = k + 1 === columns ? 0 : k + 1)
    sums[k] = (sums[k] ?? 0) + (a[at] ?? 0) * (b[at] ?? 0)
  return sums
}

/** 0 where the divisor is too small: the class is solved. */
function quotients(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, k) => ((b[k] ?? 0) < 1e-12 ? 0 : value / (b[k] ?? 1)))
}
