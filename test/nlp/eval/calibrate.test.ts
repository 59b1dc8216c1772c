import test from 'ava'
import { calibrate } from '../../../src/nlp/eval/calibrate.ts'
import { calibrationError } from '../../../src/nlp/eval/calibration-error.ts'
import { fitCalibration, type LabelledGuess } from '../../../src/nlp/eval/fit-calibration.ts'

/** `right` of a hundred guesses of this confidence are right; the others are strangers. */
function guesses(confidence: number, right: number): readonly LabelledGuess[] {
  return Array.from({ length: 100 }, (_, at) => ({
    confidence,
    isRight: at < right,
    isStranger: at >= right,
  }))
}

test('guesses that are too sure become less sure, and those below the least confidence are refused', (t) => {
  const fitted = fitCalibration([...guesses(0.9, 60), ...guesses(0.6, 20)], { present: 0.4, atLeast: 0.4 })
  t.true(fitted.shift < 0, `shift ${fitted.shift}`)
  t.true(fitted.leastConfidence >= 0.4 && fitted.leastConfidence < 0.6, `least ${fitted.leastConfidence}`)
})

test('right confidences stay as they are', (t) => {
  const fitted = fitCalibration([...guesses(0.9, 90), ...guesses(0.3, 30)], { present: 0.4, atLeast: 0.4 })
  t.deepEqual(fitted, { slope: 1, shift: 0, leastConfidence: 0.4 })
})

test('too few labelled turns change nothing, and examples of the storyboard are not counted', (t) => {
  const examples = { intents: { hours: ['when are you open'], order: ['a coffee please'] } }
  const labelled = [
    { text: 'When are you open', intent: 'hours' },
    { text: 'open today', intent: 'hours' },
  ]
  const report = calibrate({ examples, labelled, atLeast: 0.4 })
  t.deepEqual([report.outcome, report.turns, report.examples], ['too_few', 2, 1])
  t.is(report.calibration, undefined)
})

test('the calibration error is 0 if confidences are right, and their distance if all are wrong by as much', (t) => {
  t.true(calibrationError(guesses(0.9, 90)) < 1e-9)
  t.true(Math.abs(calibrationError(guesses(0.9, 50)) - 0.4) < 1e-9)
})
