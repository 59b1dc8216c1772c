/**
 * Fits the curve of the kernel on the examples themselves. Each example is left out once, and its guess is right or
 * wrong. Then its whole intent is left out: it is a stranger, and its guess is wrong.
 */
import { setImmediate } from 'node:timers/promises'
import { createClassScores, type LabelledVectors } from './class-scores.ts'
import { type KernelCurve, logistic, signalsOf } from './kernel-guess.ts'

interface Row {
  readonly signals: readonly number[]
  readonly isRight: boolean
  readonly weight: number
}

/** More examples do not change three numbers, and take time. */
const mostQueries = 400
/** One text in three is a stranger then. */
const weightOfStranger = 1 / 2

/** Lets other work run between the examples. */
export async function fitCurve(set: LabelledVectors, none: number): Promise<KernelCurve> {
  const classScores = createClassScores(set)
  const rows: Row[] = []
  const step = Math.max(1, Math.ceil(set.vectors.length / mostQueries))
  for (let at = 0; at < set.vectors.length; at += step) {
    const [vector, label] = [set.vectors[at], set.labels[at] ?? 0]
    if (vector === undefined) continue
    const scores = classScores(vector, (example) => example === at)
    const known = signalsOf(scores, none)
    if (known !== undefined && (scores[label] ?? -Infinity) > -Infinity)
      rows.push({ signals: [known.lead, known.near], isRight: known.label === label, weight: 1 })
    scores[label] = -Infinity
    const strange = label === none ? undefined : signalsOf(scores, none)
    if (strange !== undefined)
      rows.push({ signals: [strange.lead, strange.near], isRight: false, weight: weightOfStranger })
    await setImmediate()
  }
  return fitRows(rows)
}

/** Logistic regression by gradient steps on standardised signals. A signal never counts against an intent. */
function fitRows(rows: readonly Row[]): KernelCurve {
  const scales = [0, 1].map((signal) => scaleOf(rows.map(({ signals }) => signals[signal] ?? 0)))
  const standard = rows.map(({ signals, ...row }) => ({
    ...row,
    signals: scales.map(({ mean, deviation }, at) => ((signals[at] ?? 0) - mean) / deviation),
  }))
  const all = rows.reduce((sum, { weight }) => sum + weight, 0)
  let base = 0
  const slopes = [1, 1]
  for (let round = 0; round < rounds; round++) {
    let ofBase = 0
    const ofSlopes = slopes.map((slope) => keepSmall * slope)
    for (const { signals, isRight, weight } of standard) {
      const sum = slopes.reduce((total, slope, at) => total + slope * (signals[at] ?? 0), base)
      const miss = (weight * (logistic(sum) - (isRight ? 1 : 0))) / all
      ofBase += miss
      for (const [at, signal] of signals.entries()) ofSlopes[at] = (ofSlopes[at] ?? 0) + miss * signal
    }
    base -= rate * ofBase
    for (const [at, slope] of slopes.entries()) slopes[at] = Math.max(0, slope - rate * (ofSlopes[at] ?? 0))
  }
  const [lead = 0, near = 0] = slopes.map((slope, at) => slope / (scales[at]?.deviation ?? 1))
  return { lead, near, base: base - lead * (scales[0]?.mean ?? 0) - near * (scales[1]?.mean ?? 0) }
}

const rounds = 500
const rate = 1
/** Keeps a curve of few examples from being steep. */
const keepSmall = 0.005

function scaleOf(numbers: readonly number[]): { readonly mean: number; readonly deviation: number } {
  const mean = numbers.reduce((sum, each) => sum + each, 0) / Math.max(1, numbers.length)
  const squares = numbers.reduce((sum, each) => sum + (each - mean) ** 2, 0)
  return { mean, deviation: Math.sqrt(squares / Math.max(1, numbers.length)) || 1 }
}
