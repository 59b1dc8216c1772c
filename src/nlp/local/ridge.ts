/**
 * Measures how strongly the examples of a class pull a text to it, against all other examples: ridge regression of
 * the classes by the features (Hoerl and Kennard, 1970). The nearest example alone says less: this counts what a text
 * shares with many examples, counts two similar ones once, and gives an unknown text no pull.
 *
 * It is solved by conjugate gradients (Hestenes and Stiefel, 1952), all classes at once. Time and memory grow with the
 * examples and not faster, so it serves dozens of them and tens of thousands.
 */
import type { Input } from './layer.ts'
import type { SparseVector } from './vocabulary.ts'

export interface Ridge {
  /** Adds the pull of each class to `sums`: about 1 for an example of the class, 0 if nothing is shared with any. */
  addPulls(vector: SparseVector, sums: Float32Array): void
}

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
const ridge = 0.2
/** After this number of steps, a pull is within 0.005 of the exact one. */
const steps = 12

export function createRidge(set: RidgeSet): Ridge {
  const { classes } = set
  const table: Table = { inputs: set.vectors.map(weigh), classes }
  const weights = new Float32Array(set.features * classes)
  solve(table, { labels: set.labels, weights })

  return {
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

/** The examples' features, and how many classes a row of the other tables has. */
interface Table {
  readonly inputs: readonly Input[]
  readonly classes: number
}

function weigh({ ids, values, ends }: SparseVector): Input {
  const scaled = new Float32Array(values.length)
  let at = 0
  for (const [group, end] of ends.entries())
    for (; at < end; at++) scaled[at] = (values[at] ?? 0) * (groups[group] ?? 0)
  return { ids, values: scaled, count: ids.length }
}

/** Fills `weights`, a row for each feature. The names are those of the method's usual description. */
function solve(table: Table, { labels, weights }: { labels: Int32Array; weights: Float32Array }): void {
  const { classes } = table
  const solution = new Float32Array(labels.length * classes)
  const residual = new Float32Array(solution.length)
  for (const [at, label] of labels.entries()) residual[at * classes + label] = 1
  const direction = residual.slice()
  const product = new Float32Array(solution.length)
  let squares = dots(residual, residual, classes)
  for (let step = 0; step < steps; step++) {
    toFeatures(table, direction, weights)
    toExamples(table, weights, product)
    for (let at = 0; at < product.length; at++)
      product[at] = (product[at] ?? 0) + ridge * (direction[at] ?? 0)
    const length = quotients(squares, dots(direction, product, classes))
    for (let at = 0, k = 0; at < solution.length; at++, k = k + 1 === classes ? 0 : k + 1) {
      solution[at] = (solution[at] ?? 0) + (length[k] ?? 0) * (direction[at] ?? 0)
      residual[at] = (residual[at] ?? 0) - (length[k] ?? 0) * (product[at] ?? 0)
    }
    const left = dots(residual, residual, classes)
    const kept = quotients(left, squares)
    for (let at = 0, k = 0; at < direction.length; at++, k = k + 1 === classes ? 0 : k + 1)
      direction[at] = (residual[at] ?? 0) + (kept[k] ?? 0) * (direction[at] ?? 0)
    squares = left
  }
  toFeatures(table, solution, weights)
}

/** Sums the rows of the examples into the rows of their features. */
function toFeatures({ inputs, classes }: Table, ofExamples: Float32Array, ofFeatures: Float32Array): void {
  ofFeatures.fill(0)
  for (const [example, { ids, values }] of inputs.entries()) {
    const from = example * classes
    for (let at = 0; at < ids.length; at++) {
      const to = (ids[at] ?? 0) * classes
      const value = values[at] ?? 0
      for (let k = 0; k < classes; k++)
        ofFeatures[to + k] = (ofFeatures[to + k] ?? 0) + value * (ofExamples[from + k] ?? 0)
    }
  }
}

/** Sums the rows of the features into the rows of their examples. */
function toExamples({ inputs, classes }: Table, ofFeatures: Float32Array, ofExamples: Float32Array): void {
  ofExamples.fill(0)
  for (const [example, { ids, values }] of inputs.entries()) {
    const to = example * classes
    for (let at = 0; at < ids.length; at++) {
      const from = (ids[at] ?? 0) * classes
      const value = values[at] ?? 0
      for (let k = 0; k < classes; k++)
        ofExamples[to + k] = (ofExamples[to + k] ?? 0) + value * (ofFeatures[from + k] ?? 0)
    }
  }
}

/** The dot product of each column. */
function dots(a: Float32Array, b: Float32Array, classes: number): Float64Array {
  const sums = new Float64Array(classes)
  for (let at = 0, k = 0; at < a.length; at++, k = k + 1 === classes ? 0 : k + 1)
    sums[k] = (sums[k] ?? 0) + (a[at] ?? 0) * (b[at] ?? 0)
  return sums
}

/** 0 where the divisor is too small: the class is solved. */
function quotients(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, k) => ((b[k] ?? 0) < 1e-12 ? 0 : value / (b[k] ?? 1)))
}
