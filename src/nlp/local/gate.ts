/**
 * Turns the signals of a guess into the probability that it is right, by a logistic curve. Its coefficients were
 * found once, on small corpora (docs/reference/language-understanding.md), and not for each storyboard: a
 * few dozen examples do not show what customers will write.
 */
import type { Lessons, Signals } from './classifier.ts'

export interface Gate {
  /** 0 to 1, if one text in ten is none of the intents. */
  toConfidence(signals: Signals): number
  /** A guess of less confidence counts as none. */
  readonly leastConfidence: number
}

export function createGate(lessons: Lessons): Gate {
  const { leastConfidence, sum } = curveOf(lessons)
  return { leastConfidence, toConfidence: (signals) => 1 / (1 + Math.exp(-sum(signals))) }
}

interface Curve {
  readonly leastConfidence: number
  readonly sum: (signals: Signals) => number
}

/** With more intents, the lead over the next one says more, and the pull of the examples says less. */
function curveOf({ classes, examples }: Lessons): Curve {
  const ofClasses = Math.log(Math.min(classes, mostClasses))
  const ofEach = Math.log(examples / classes)
  return {
    leastConfidence: 0.42,
    sum: ({ lead, pull }) =>
      1.485 * lead + (14.4 - 2.95 * ofClasses) * pull + 0.447 * ofClasses - 0.686 * ofEach - 1.898,
  }
}

/** The curve was found with at most this many. */
const mostClasses = 40
