import test from 'ava'
import { createClassScores } from '../../../src/nlp/reader/class-scores.ts'
import { toUnit } from '../../../src/nlp/reader/embed.ts'
import { fitCurve } from '../../../src/nlp/reader/fit-curve.ts'
import { guessByKernel } from '../../../src/nlp/reader/kernel-guess.ts'

const points = [
  [1, 0.1, 0],
  [1, 0, 0.1],
  [0.9, 0.1, 0.1],
  [0.1, 1, 0],
  [0, 1, 0.1],
  [0.1, 0.9, 0.1],
]
const vectors = points.flatMap((numbers) => toUnit(numbers) ?? [])
const set = { vectors, labels: [0, 0, 0, 1, 1, 1], classes: 2 }

test('a score is the mean cosine with the three nearest, and examples can be left out', (t) => {
  const scores = createClassScores(set)
  const [first] = vectors
  t.not(first, undefined)
  const [own = 0, other = 0] = scores(first ?? new Float32Array())
  t.true(own > 0.98 && other < 0.3)
  t.deepEqual([...scores(first ?? new Float32Array(), (example) => example < 3)][0], -Infinity)
})

test('the curve trusts what is near one intent, and not a stranger', async (t) => {
  const curve = await fitCurve(set, -1)
  const guess = (numbers: readonly number[]) =>
    guessByKernel(curve, { scores: createClassScores(set)(toUnit(numbers) ?? new Float32Array()), none: -1 })
  const [near, next] = guess([1, 0.1, 0.05])
  const [strange] = guess([-0.2, 0.1, 1])
  t.is(near?.label, 0)
  t.true((near?.confidence ?? 0) > 0.7, String(near?.confidence))
  t.true((strange?.confidence ?? 1) < (near?.confidence ?? 0) / 2, String(strange?.confidence))
  t.true((near?.confidence ?? 0) + (next?.confidence ?? 0) <= 1)
})

test('without examples there is no guess', (t) => {
  const curve = { base: 0, lead: 1, near: 1 }
  t.deepEqual(guessByKernel(curve, { scores: new Float64Array(), none: -1 }), [])
  t.deepEqual(guessByKernel(curve, { scores: Float64Array.from([-Infinity, 0.4]), none: 1 }), [])
})
