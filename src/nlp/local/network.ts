/**
 * A classifier of sparse vectors: softmax over the classes, from the features directly or through one hidden layer.
 * It trains with one example at a time and scales the steps of each row (Adagrad). Random inputs are left out of each
 * step, so that no single word decides.
 */
import { createInputBuffer, createLayer, type Input, type InputBuffer, type Layer } from './layer.ts'
import { createRandom, shuffle, type Random } from './random.ts'
import type { SparseVector } from './vocabulary.ts'

export interface NetworkOptions {
  /** The weight of each group of features. */
  readonly groups: readonly number[]
  /** Size of the hidden layer; 0: none. */
  readonly hidden: number
  readonly epochs: number
  readonly step: number
  /** Share of the inputs that are left out of a training step. */
  readonly inputDropout: number
  /** Share of each label that is spread over all classes. It keeps the probabilities moderate. */
  readonly smoothing: number
  readonly seed: number
}

export interface TrainingSet {
  readonly vectors: readonly SparseVector[]
  /** The class of each vector. */
  readonly labels: Int32Array
  readonly classes: number
  readonly features: number
}

export interface Network {
  /** Adds the probability of each class to `sums`. */
  addProbabilities(vector: SparseVector, sums: Float32Array): void
}

export function trainNetwork(set: TrainingSet, options: NetworkOptions): Network {
  const random = createRandom(options.seed)
  const inputs = set.vectors.map((vector) => weigh(vector, options.groups))
  const { hidden } = options
  const layers =
    hidden === 0
      ? [createLayer({ rows: set.features, width: set.classes })]
      : [
          createLayer({ rows: set.features, width: hidden, spread: 0.01, random }),
          createLayer({
            rows: hidden,
            width: set.classes,
            spread: Math.sqrt(6 / (hidden + set.classes)),
            random,
          }),
        ]
  const order = Int32Array.from(set.labels.keys())
  const learn = createLearn(layers, { set, options, random })
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    shuffle(order, random)
    const step = options.step * (1 - epoch / options.epochs)
    for (const at of order) {
      const input = inputs[at]
      if (input !== undefined) learn({ input, label: set.labels[at] ?? 0, step })
    }
  }
  const inner = createInputBuffer(hidden)
  return {
    addProbabilities(vector, sums) {
      let input = weigh(vector, options.groups)
      for (const layer of layers.slice(0, -1)) input = rectify(layer.forward(input), inner)
      const out = toProbabilities(layers.at(-1)?.forward(input) ?? new Float64Array())
      for (let k = 0; k < out.length; k++) sums[k] = (sums[k] ?? 0) + (out[k] ?? 0)
    },
  }
}

interface Lesson {
  readonly input: Input
  readonly label: number
  readonly step: number
}

interface Learning {
  readonly set: TrainingSet
  readonly options: NetworkOptions
  readonly random: Random
}

/** One training step with one example. */
function createLearn(layers: readonly Layer[], { set, options, random }: Learning): (lesson: Lesson) => void {
  const { hidden, smoothing, inputDropout } = options
  const [first, second] = layers
  const longest = set.vectors.reduce((length, { ids }) => Math.max(length, ids.length), 0)
  const [kept, inner] = [longest, hidden].map(createInputBuffer)
  const classes = { ids: Int32Array.from({ length: set.classes }, (_, k) => k), count: set.classes }
  const error = new Float64Array(hidden)
  if (first === undefined || kept === undefined || inner === undefined) return () => {}

  return ({ input: whole, label, step }) => {
    const input = thin(whole, { share: inputDropout, random, into: kept })
    if (second === undefined) {
      const out = toError(first.forward(input), { label, smoothing })
      first.backward(input, { error: out, outputs: classes, step })
      return
    }
    const active = rectify(first.forward(input), inner)
    const out = toError(second.forward(active), { label, smoothing })
    const blame = second.blame(active, out)
    for (let at = 0; at < active.count; at++) error[active.ids[at] ?? 0] = blame[at] ?? 0
    second.backward(active, { error: out, outputs: classes, step })
    first.backward(input, { error, outputs: active, step })
  }
}

/** A group of weight 0 is left out. */
function weigh({ ids, values, ends }: SparseVector, groups: readonly number[]): Input {
  const weighed = createInputBuffer(ids.length)
  let at = 0
  for (const [group, end] of ends.entries()) {
    const weight = groups[group] ?? 0
    for (; at < end; at++) {
      if (weight === 0) continue
      weighed.ids[weighed.count] = ids[at] ?? 0
      weighed.values[weighed.count++] = (values[at] ?? 0) * weight
    }
  }
  return weighed
}

interface Thinning {
  readonly share: number
  readonly random: Random
  readonly into: InputBuffer
}

/** Leaves out a share of the inputs and makes the others larger in return. */
function thin({ ids, values, count }: Input, { share, random, into }: Thinning): Input {
  into.count = 0
  for (let at = 0; at < count; at++) {
    if (random() < share) continue
    into.ids[into.count] = ids[at] ?? 0
    into.values[into.count++] = (values[at] ?? 0) / (1 - share)
  }
  return into
}

/** The positive units, as input of the next layer. */
function rectify(out: Float64Array, into: InputBuffer): Input {
  into.count = 0
  for (let k = 0; k < out.length; k++) {
    const value = out[k] ?? 0
    if (value <= 0) continue
    into.ids[into.count] = k
    into.values[into.count++] = value
  }
  return into
}

function toProbabilities(scores: Float64Array): Float64Array {
  let highest = -Infinity
  for (const score of scores) if (score > highest) highest = score
  let sum = 0
  for (let k = 0; k < scores.length; k++) {
    const share = Math.exp((scores[k] ?? 0) - highest)
    scores[k] = share
    sum += share
  }
  for (let k = 0; k < scores.length; k++) scores[k] = (scores[k] ?? 0) / sum
  return scores
}

function toError(
  scores: Float64Array,
  { label, smoothing }: { label: number; smoothing: number },
): Float64Array {
  const error = toProbabilities(scores)
  const spread = smoothing / error.length
  for (let k = 0; k < error.length; k++) error[k] = (error[k] ?? 0) - spread
  error[label] = (error[label] ?? 0) - (1 - smoothing)
  return error
}
