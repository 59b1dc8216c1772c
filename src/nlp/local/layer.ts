/**
 * A table of weights with one row for each input and one column for each output. It is one array, which trains a
 * fifth faster than one array for each row.
 */
import type { Random } from './random.ts'

/** The inputs that are not zero: the first `count` of the arrays. */
export interface Input {
  readonly ids: Int32Array
  readonly values: Float32Array
  readonly count: number
}

/** An Input that is filled again and again: a new array for each step takes a third of the training time. */
export type InputBuffer = { -readonly [K in keyof Input]: Input[K] }

export function createInputBuffer(size: number): InputBuffer {
  return { ids: new Int32Array(size), values: new Float32Array(size), count: 0 }
}

export interface Lesson {
  readonly error: Float64Array
  /** The outputs whose error is not zero. Most hidden units have none, and their weights stay. */
  readonly outputs: Pick<Input, 'ids' | 'count'>
  readonly step: number
}

export interface Layer {
  /** Always the same array: read it before the next call. */
  forward(input: Input): Float64Array
  /** The error of each input, from the error of the outputs. Always the same array. */
  blame(input: Input, error: Float64Array): Float32Array
  /** One training step against the error. */
  backward(input: Input, lesson: Lesson): void
}

export interface LayerSize {
  readonly rows: number
  readonly width: number
  /** The first weights are between minus and plus this number; left out: zero. */
  readonly spread?: number
  readonly random?: Random
}

/** Every example changes the bias, so its steps are small and constant. */
const biasStep = 0.2

export function createLayer({ rows, width, spread = 0, random = () => 0.5 }: LayerSize): Layer {
  const weights = new Float32Array(rows * width)
  if (spread > 0) fillRandomly(weights, { spread, random })
  const bias = new Float64Array(width)
  const out = new Float64Array(width)
  /** Sum of the squared errors of each row. Steps shrink with its root. */
  const seen = new Float32Array(rows).fill(1e-8)

  const shares = new Float32Array(rows)
  const packed = new Float64Array(width)

  return {
    forward({ ids, values, count }) {
      out.set(bias)
      // Two rows at once: each output is read and written half as often.
      for (let at = 0; at < count; at += 2) {
        const isPair = at + 1 < count
        const row = (ids[at] ?? 0) * width
        const value = values[at] ?? 0
        const nextRow = isPair ? (ids[at + 1] ?? 0) * width : row
        const nextValue = isPair ? (values[at + 1] ?? 0) : 0
        for (let k = 0; k < width; k++) {
          const sum = (weights[row + k] ?? 0) * value + (weights[nextRow + k] ?? 0) * nextValue
          out[k] = (out[k] ?? 0) + sum
        }
      }
      return out
    },
    blame({ ids, count }, error) {
      for (let at = 0; at < count; at++) {
        const row = (ids[at] ?? 0) * width
        let sum = 0
        for (let k = 0; k < width; k++) sum += (weights[row + k] ?? 0) * (error[k] ?? 0)
        shares[at] = sum
      }
      return shares
    },
    backward({ ids, values, count }, { error, outputs, step }) {
      for (let of = 0; of < outputs.count; of++) packed[of] = error[outputs.ids[of] ?? 0] ?? 0
      let squares = 0
      for (let of = 0; of < outputs.count; of++) squares += (packed[of] ?? 0) ** 2
      const toScale = (at: number): number => {
        const id = ids[at] ?? 0
        const value = values[at] ?? 0
        const total = (seen[id] ?? 0) + (squares * value * value) / width
        seen[id] = total
        return (step / Math.sqrt(total)) * value
      }
      // Two rows at once, as in forward. The last one of an odd number is paired with itself, by a scale of zero.
      for (let at = 0; at < count; at += 2) {
        const isPair = at + 1 < count
        const row = (ids[at] ?? 0) * width
        const scale = toScale(at)
        const nextRow = isPair ? (ids[at + 1] ?? 0) * width : row
        const nextScale = isPair ? toScale(at + 1) : 0
        for (let of = 0; of < outputs.count; of++) {
          const k = outputs.ids[of] ?? 0
          const each = packed[of] ?? 0
          weights[row + k] = (weights[row + k] ?? 0) - scale * each
          weights[nextRow + k] = (weights[nextRow + k] ?? 0) - nextScale * each
        }
      }
      for (let of = 0; of < outputs.count; of++) {
        const k = outputs.ids[of] ?? 0
        bias[k] = (bias[k] ?? 0) - biasStep * step * (packed[of] ?? 0)
      }
    },
  }
}

/** Rows that are far apart start alike. A number of its own for each weight takes a tenth of the training time. */
function fillRandomly(
  weights: Float32Array,
  { spread, random }: { readonly spread: number; readonly random: Random },
): void {
  const drawn = weights.subarray(0, 65_536)
  for (let at = 0; at < drawn.length; at++) drawn[at] = (random() * 2 - 1) * spread
  for (let at = drawn.length; at < weights.length; at += drawn.length)
    weights.set(drawn.subarray(0, weights.length - at), at)
}
