/**
 * Fits the confidence of the local provider to a brand's own labelled turns, and says what that brings. The figures
 * are of turns that the fit did not see: each fifth is measured with a fit of the other four.
 */
import type { Calibration, TrainingExamples } from '../../domain/understanding.ts'
import { applyCalibration } from '../local/calibration.ts'
import { normalise } from '../local/normalise.ts'
import { createRandom, shuffle } from '../local/random.ts'
import { trainLocal } from '../local/train-local.ts'
import { calibrationError } from './calibration-error.ts'
import { fitCalibration, isUnderstood, type LabelledGuess, type Limits } from './fit-calibration.ts'
import type { Labelled } from './labelled-csv.ts'

export interface CalibrationFigures {
  /** Share of the turns with an intent that get it, 0 to 1. */
  readonly kept: number
  /** Share of the turns without an intent that get none, 0 to 1. */
  readonly refused: number
  /** Share of all turns that are understood correctly, 0 to 1. */
  readonly right: number
  readonly calibrationError: number
}

export interface CalibrationReport {
  /** `no_gain`: the storyboard's present numbers are as good. `too_few`: see `leastTurns` and `leastOfEach`. */
  readonly outcome: 'fitted' | 'no_gain' | 'too_few'
  readonly turns: number
  /** Turns whose text is an example of the storyboard. Nothing can be learnt from them. */
  readonly examples: number
  /** Turns of which the likeliest guess is right, and of which it is not. */
  readonly guessedRight: number
  readonly guessedWrong: number
  readonly before?: CalibrationFigures
  readonly after?: CalibrationFigures
  /** Only if `fitted`. */
  readonly calibration?: Calibration
}

/** With fewer turns, or fewer right or wrong guesses, chance would decide. */
export const leastTurns = 60
export const leastOfEach = 15
const folds = 5

export interface CalibrateInput {
  readonly examples: TrainingExamples
  readonly labelled: readonly Labelled[]
  /** The storyboard takes no intent of less confidence. */
  readonly atLeast: number
}

export function calibrate({ examples, labelled, atLeast }: CalibrateInput): CalibrationReport {
  const { calibration: present, ...uncalibrated } = examples
  const model = trainLocal(uncalibrated)
  const known = new Set([...Object.values(examples.intents), examples.none ?? []].flat().map(normalise))
  const fresh = labelled.filter(({ text }) => !known.has(normalise(text)))
  const guesses = fresh.map(({ text, intent }) => {
    const [first] = model.guess(text)
    const isRight = first !== undefined && first.name === intent
    return { confidence: first?.confidence ?? 0, isRight, isStranger: intent === undefined }
  })
  const guessedRight = guesses.filter(({ isRight }) => isRight).length
  const counts = {
    turns: labelled.length,
    examples: labelled.length - fresh.length,
    guessedRight,
    guessedWrong: guesses.length - guessedRight,
  }
  if (guesses.length < leastTurns || Math.min(guessedRight, counts.guessedWrong) < leastOfEach)
    return { outcome: 'too_few', ...counts }

  const usual = { slope: 1, shift: 0, leastConfidence: model.leastConfidence, ...present }
  const now = { ...usual, leastConfidence: Math.max(usual.leastConfidence, atLeast) }
  const limits = { present: now.leastConfidence, atLeast }
  const before = toFigures(guesses.map((guess) => judge(guess, now)))
  const after = toFigures(crossFit(guesses, limits))
  const isBetter = after.right > before.right || after.calibrationError < before.calibrationError - leastGain
  if (!isBetter || after.right < before.right - leastGain)
    return { outcome: 'no_gain', ...counts, before, after }
  return {
    outcome: 'fitted',
    ...counts,
    before,
    after,
    calibration: fitCalibration(guesses, limits),
  }
}

const leastGain = 0.01

interface Judged extends LabelledGuess {
  readonly isUnderstood: boolean
}

/** With the confidence that the calibration makes of it. */
function judge(guess: LabelledGuess, calibration: Calibration): Judged {
  const calibrated = { ...guess, confidence: applyCalibration(guess.confidence, calibration) }
  return { ...calibrated, isUnderstood: isUnderstood(calibrated, calibration.leastConfidence) }
}

function crossFit(guesses: readonly LabelledGuess[], limits: Limits): readonly Judged[] {
  const order = Int32Array.from(guesses.keys())
  shuffle(order, createRandom(1))
  const foldOf = new Map([...order].map((guess, at) => [guess, at % folds]))
  return Array.from({ length: folds }, (_, fold) => {
    const fitted = fitCalibration(
      guesses.filter((__, at) => foldOf.get(at) !== fold),
      limits,
    )
    return guesses.filter((__, at) => foldOf.get(at) === fold).map((guess) => judge(guess, fitted))
  }).flat()
}

function toFigures(judged: readonly Judged[]): CalibrationFigures {
  const share = (list: readonly Judged[]) => list.filter((one) => one.isUnderstood).length / list.length
  return {
    kept: share(judged.filter(({ isStranger }) => !isStranger)),
    refused: share(judged.filter(({ isStranger }) => isStranger)),
    right: share(judged),
    calibrationError: calibrationError(judged),
  }
}
