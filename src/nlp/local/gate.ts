/**
 * Turns the signals of a guess into the probability that it is right, by one logistic curve for any number of
 * examples. Its coefficients were found once, on drawn corpora (docs/reference/language-understanding.md), and not for
 * each storyboard: a few dozen examples do not show what customers will write. A brand can correct it by turns that
 * it labelled (calibration.ts).
 */
import type { Calibration } from '../../domain/understanding.ts'
import { toShare } from './calibration.ts'
import type { Lessons, Signals } from './classifier.ts'

export interface Gate {
  /** 0 to 1; without calibration right if some 25 texts in a hundred are none of the intents. */
  toConfidence(signals: Signals): number
  /** A guess of less confidence counts as none. */
  readonly leastConfidence: number
}

export function createGate(lessons: Lessons, calibration: Calibration = uncalibrated(lessons)): Gate {
  const { leastConfidence, slope, shift } = calibration
  return {
    leastConfidence,
    toConfidence: (signals) => toShare(slope * weigh(toTerms(lessons, signals)) + shift),
  }
}

/**
 * Of the numbers that `--fit` tries, 0.35 and 0.4 get most texts right on average over 10, 30 and 50% strangers. The
 * higher one gives fewer wrong replies.
 */
const usualLeast = 0.4

/**
 * Up to 500 examples one number is good for 10 to 50 strangers in a hundred. A storyboard of thousands leaves fewer
 * texts out, so it may take a guess of less confidence. The number falls with the examples, without a step: slowly up
 * to 3,000, so that near strangers are refused within three points as often from 1,400 to 3,000, then faster. Found on
 * CLINC150's validation part and on held-out sentences of banking77's training part.
 */
function uncalibrated({ examples }: Lessons): Calibration {
  const fewer = (most: number): number => Math.min(1, most / Math.max(1, examples))
  const leastConfidence = usualLeast * fewer(500) ** 0.25 * fewer(3_000) ** 0.816
  return { leastConfidence, slope: 1, shift: 0 }
}

/** One for each term, in their order, as `npm run bench:nlp -- --fit` prints them. */
const coefficients = [5.85, -1.03, -0.3, 0.06, 0.11, 0.23, 5.36, -0.97, 0.12, -0.48, -1.65]

/**
 * What the curve weighs. With more classes, and with more examples of each, a stranger finds more to be like, so the
 * same pull says less. With more classes the certainty says more, as there are more rivals. An intent whose examples are
 * much alike must pull more than one whose examples differ: so the usual pull. A new word is often a name, and its share
 * of the pull is too large. A new meaning is of another intent.
 */
export function toTerms(
  { classes, examples, hasNone }: Lessons,
  { certainty, pull, usualPull, newWords, newMeanings }: Signals,
): readonly number[] {
  const manyClasses = Math.log(Math.min(mostClasses, Math.max(1, classes)))
  return [
    1,
    manyClasses,
    Math.log(Math.max(1, examples / Math.max(1, classes))),
    hasNone ? 1 : 0,
    certainty,
    manyClasses * certainty,
    pull,
    manyClasses * pull,
    Math.min(mostNewWords, newWords),
    Math.min(mostNewMeanings, newMeanings),
    Math.max(leastUsualPull, usualPull),
  ]
}

/** Beyond this number the curve was not fitted, and more pull would at last make a guess less sure. */
const mostClasses = 150
/** Below it, a short text was too easily taken for an intent whose few examples differ. */
const leastUsualPull = -1.2
/** Long texts have more of them and are no surer for it. */
const mostNewWords = 3
const mostNewMeanings = 2

function weigh(terms: readonly number[]): number {
  return terms.reduce((sum, term, at) => sum + term * (coefficients[at] ?? 0), 0)
}
