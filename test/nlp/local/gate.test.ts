import test from 'ava'
import { createGate } from '../../../src/nlp/local/gate.ts'

const signals = { certainty: 1, pull: -0.7, usualPull: -0.7, newWords: 1, newMeanings: 0 }
const gateOf = (examples: number, classes = 20) => createGate({ examples, classes, hasNone: true })

test('no number of examples is a cliff: one more changes confidence and least confidence by little', (t) => {
  for (let examples = 100; examples <= 15_000; examples += 50) {
    const [here, next] = [gateOf(examples), gateOf(examples + 50)]
    t.true(Math.abs(here.toConfidence(signals) - next.toConfidence(signals)) < 0.05, `${examples}`)
    t.true(Math.abs(here.leastConfidence - next.leastConfidence) < 0.02, `${examples}`)
  }
})

test('more certainty and more pull never make a guess less sure, with however many intents', (t) => {
  const steps = Array.from({ length: 50 }, (_, at) => at / 25 - 1)
  for (const classes of [1, 2, 20, 150, 1000]) {
    const { toConfidence } = gateOf(4000, classes)
    for (const name of ['certainty', 'pull'] as const) {
      const confidences = steps.map((value) => toConfidence({ ...signals, [name]: value }))
      t.deepEqual(
        confidences,
        confidences.toSorted((a, b) => a - b),
      )
    }
  }
})

test('a meaning that no example has makes a guess less sure', (t) => {
  const { toConfidence } = gateOf(200)
  t.true(toConfidence({ ...signals, newMeanings: 1 }) < toConfidence(signals))
})

test('an intent whose examples are much alike must pull more', (t) => {
  const { toConfidence } = gateOf(200)
  t.true(toConfidence({ ...signals, usualPull: -0.2 }) < toConfidence(signals))
})

test('a calibration moves and stretches the log odds, and brings its own least confidence', (t) => {
  const lessons = { examples: 100, classes: 5, hasNone: false }
  const plain = createGate(lessons).toConfidence(signals)
  const gate = createGate(lessons, { leastConfidence: 0.6, slope: 2, shift: -1 })
  const expected = 1 / (1 + Math.exp(-(2 * Math.log(plain / (1 - plain)) - 1)))
  t.true(Math.abs(gate.toConfidence(signals) - expected) < 1e-9)
  t.is(gate.leastConfidence, 0.6)
})

test('without examples the confidence is still a number', (t) => {
  const confidence = createGate({ examples: 0, classes: 0, hasNone: false }).toConfidence({
    ...signals,
    pull: -2.3,
    usualPull: 0,
  })
  t.true(confidence > 0 && confidence < 1)
})
