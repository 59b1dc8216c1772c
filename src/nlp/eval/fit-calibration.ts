/** Finds the calibration that fits a brand's own labelled turns best. */
import type { Calibration } from '../../domain/understanding.ts'
import { applyCalibration, toLogOdds, toShare } from '../local/calibration.ts'

/** The likeliest guess of a labelled turn. */
export interface LabelledGuess {
  /** Without calibration, 0 to 1. */
  readonly confidence: number
  readonly isRight: boolean
  /** The turn belongs to none of the intents. */
  readonly isStranger: boolean
}

export interface Limits {
  /** The least confidence at present. */
  readonly present: number
  /** The storyboard takes no intent of less confidence. */
  readonly atLeast: number
}

/** With few turns it stays near the confidence as it is, and near the present least one. */
export function fitCalibration(guesses: readonly LabelledGuess[], limits: Limits): Calibration {
  const { slope, shift } = fitCurve(guesses)
  const calibrated = guesses.map((guess) => ({
    ...guess,
    confidence: applyCalibration(guess.confidence, { slope, shift }),
  }))
  return { slope: round(slope), shift: round(shift), leastConfidence: chooseLeast(calibrated, limits) }
}

/** A slope far from 1 and a shift far from 0 must be paid for with this many turns. */
const trust = { slope: 8, shift: 1 }
const steps = 25

/** Logistic regression by Newton's method, with normal priors around a slope of 1 and a shift of 0. */
function fitCurve(guesses: readonly LabelledGuess[]): Pick<Calibration, 'slope' | 'shift'> {
  let [slope, shift] = [1, 0]
  const points = guesses.map(({ confidence, isRight }) => ({ x: toLogOdds(confidence), y: isRight ? 1 : 0 }))
  for (let step = 0; step < steps; step++) {
    let [ofSlope, ofShift] = [trust.slope * (slope - 1), trust.shift * shift]
    let [slopeTwice, both, shiftTwice] = [trust.slope, 0, trust.shift]
    for (const { x, y } of points) {
      const share = toShare(slope * x + shift)
      const weight = share * (1 - share)
      ofSlope += (share - y) * x
      ofShift += share - y
      slopeTwice += weight * x * x
      both += weight * x
      shiftTwice += weight
    }
    const determinant = slopeTwice * shiftTwice - both * both
    slope -= (shiftTwice * ofSlope - both * ofShift) / determinant
    shift -= (slopeTwice * ofShift - both * ofSlope) / determinant
  }
  // A slope of 0 or less would turn the order of the guesses round.
  return { slope: Math.max(slope, leastSlope), shift }
}

const leastSlope = 0.1
/** The highest number that is tried as the least confidence. */
const highest = 0.9
/** Numbers that get as many turns right, up to this share, are equally good. */
const alike = 0.005

/** Of the numbers with which most turns are right, the one nearest to the present. */
function chooseLeast(guesses: readonly LabelledGuess[], { present, atLeast }: Limits): number {
  const tried = Array.from({ length: 26 }, (_, at) => atLeast + ((highest - atLeast) * at) / 25).map(
    (least) => ({
      least,
      right: guesses.filter((guess) => isUnderstood(guess, least)).length,
    }),
  )
  const most = Math.max(...tried.map(({ right }) => right))
  const good = tried.filter(({ right }) => right >= most - alike * guesses.length)
  const nearest = good.toSorted((a, b) => Math.abs(a.least - present) - Math.abs(b.least - present))
  return round(nearest[0]?.least ?? present)
}

/** Whether the turn gets its intent, or none if it has none. */
export function isUnderstood({ confidence, isRight, isStranger }: LabelledGuess, least: number): boolean {
  return confidence >= least ? isRight : isStranger
}

function round(number: number): number {
  return Math.round(number * 100) / 100 + 0 // never -0
}
