/**
 * A classifier of sparse vectors: softmax over the classes, from the features directly or through one hidden layer.
 * It trains with one example at a time and scales the steps of each row (Adagrad). Random inputs are left out of each
 * step, so that no single word decides.
 */
import { createLayer, type Input, type Layer } from './layer.ts'
import { createRandom, shuffle, type Random } from './random.ts'
import type { SparseVector } from './vocabulary.ts'

export interface NetworkOptions {
  /** The weight of each group of features. */
  readonly groups: readonly number[]
  /** Size of the hidden layer; 0: none. */
  readonly hidden: number
  readonly epochs: number
  readonly step: number
  /** Share of the inputs and hidden units that are left out of a training step. */
  readonly inputDropout: number
  readonly hiddenDropout: number
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
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    shuffle(order, random)
    const step = options.step * (1 - epoch / options.epochs)
    for (const at of order) {
      const input = inputs[at]
      if (input === undefined) continue
      const kept = thin(input, { share: options.inputDropout, random })
      learn(layers, { input: kept, label: set.labels[at] ?? 0, step, options, random })
    }
  }
  return {
    addProbabilities(vector, sums) {
      let input = weigh(vector, options.groups)
      for (const layer of layers.slice(0, -1)) input = rectify(layer.forward(input))
      const out = toProbabilities(layers.at(-1)?.forward(input) ?? new Float64Array())
      for (const [k, share] of out.entries()) sums[k] = (sums[k] ?? 0) + share
    },
  }
}

interface Lesson {
  readonly input: Input
  readonly label: number
  readonly step: number
  readonly options: NetworkOptions
  readonly random: Random
}

function learn(layers: readonly Layer[], { input, label, step, options, random }: Lesson): void {
  const [first, second] = layers
  if (first === undefined) return
  if (second === undefined) {
    const out = toError(first.forward(input), { label, smoothing: options.smoothing })
    first.backward(input, { error: out, step })
    return
  }
  const inner = thin(rectify(first.forward(input)), { share: options.hiddenDropout, random })
  const out = toError(second.forward(inner), { label, smoothing: options.smoothing })
  const blame = second.blame(inner, out)
  second.backward(inner, { error: out, step })
  const error = new Float64Array(options.hidden)
  const scale = 1 / (1 - options.hiddenDropout)
  for (const [at, id] of inner.ids.entries()) error[id] = (blame[at] ?? 0) * scale
  first.backward(input, { error, step })
}

function weigh({ ids, values, ends }: SparseVector, groups: readonly number[]): Input {
  const scaled = new Float32Array(values.length)
  let at = 0
  for (const [group, end] of ends.entries()) {
    const weight = groups[group] ?? 0
    for (; at < end; at++) scaled[at] = (values[at] ?? 0) * weight
  }
  return { ids, values: scaled }
}

/** Leaves out a share of the inputs and makes the others larger in return. */
function thin({ ids, values }: Input, { share, random }: { share: number; random: Random }): Input {
  if (share === 0) return { ids, values }
  const keptIds = new Int32Array(ids.length)
  const keptValues = new Float32Array(ids.length)
  let count = 0
  for (let at = 0; at < ids.length; at++) {
    if (random() < share) continue
    keptIds[count] = ids[at] ?? 0
    keptValues[count++] = (values[at] ?? 0) / (1 - share)
  }
  return { ids: keptIds.subarray(0, count), values: keptValues.subarray(0, count) }
}

/** The positive units, as input of the next layer. */
function rectify(out: Float64Array): Input {
  const ids = new Int32Array(out.length)
  const values = new Float32Array(out.length)
  let count = 0
  for (let k = 0; k < out.length; k++) {
    const value = out[k] ?? 0
    if (value <= 0) continue
    ids[count] = k
    values[count++] = value
  }
  return { ids: ids.subarray(0, count), values: values.subarray(0, count) }
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
