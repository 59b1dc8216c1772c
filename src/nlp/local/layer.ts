/**
 * A table of weights with one row for each input and one column for each output. It is one array, which trains a
 * fifth faster than one array for each row.
 */
import type { Random } from './random.ts'

/** The inputs that are not zero. */
export interface Input {
  readonly ids: Int32Array
  readonly values: Float32Array
}

export interface Layer {
  /** Always the same array: read it before the next call. */
  forward(input: Input): Float64Array
  /** The error of each input, from the error of the outputs. */
  blame(input: Input, error: Float64Array): Float32Array
  /** One training step against the error. */
  backward(input: Input, lesson: { readonly error: Float64Array; readonly step: number }): void
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
  if (spread > 0) for (let at = 0; at < weights.length; at++) weights[at] = (random() * 2 - 1) * spread
  const bias = new Float64Array(width)
  const out = new Float64Array(width)
  /** Sum of the squared errors of each row. Steps shrink with its root. */
  const seen = new Float32Array(rows).fill(1e-8)

  return {
    forward({ ids, values }) {
      out.set(bias)
      for (let at = 0; at < ids.length; at++) {
        const row = (ids[at] ?? 0) * width
        const value = values[at] ?? 0
        for (let k = 0; k < width; k++) out[k] = (out[k] ?? 0) + (weights[row + k] ?? 0) * value
      }
      return out
    },
    blame({ ids }, error) {
      const shares = new Float32Array(ids.length)
      for (let at = 0; at < ids.length; at++) {
        const row = (ids[at] ?? 0) * width
        let sum = 0
        for (let k = 0; k < width; k++) sum += (weights[row + k] ?? 0) * (error[k] ?? 0)
        shares[at] = sum
      }
      return shares
    },
    backward({ ids, values }, { error, step }) {
      let squares = 0
      for (let k = 0; k < width; k++) squares += (error[k] ?? 0) ** 2
      for (let at = 0; at < ids.length; at++) {
        const id = ids[at] ?? 0
        const row = id * width
        const value = values[at] ?? 0
        const total = (seen[id] ?? 0) + (squares * value * value) / width
        seen[id] = total
        const scaled = (step / Math.sqrt(total)) * value
        for (let k = 0; k < width; k++) weights[row + k] = (weights[row + k] ?? 0) - scaled * (error[k] ?? 0)
      }
      for (let k = 0; k < width; k++) bias[k] = (bias[k] ?? 0) - biasStep * step * (error[k] ?? 0)
    },
  }
}
