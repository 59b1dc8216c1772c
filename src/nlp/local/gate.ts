/**
 * How likely a guess is right, from its signals: a logistic curve whose coefficients were found once, on corpora of the two
 * sizes (docs/reference/language-understanding.md), and not for each storyboard anew: a few dozen examples cannot say what strangers will write.
 */
import type { Lessons, Signals } from './classifier.ts'

export interface Gate {
  /** 0 to 1, where one text in ten is none of the intents. */
  toConfidence(signals: Signals): number
  /** A guess below is none. */
  readonly leastConfidence: number
}

export function createGate(lessons: Lessons): Gate {
  const { leastConfidence, sum } = lessons.many ? forMany : forFew(lessons)
  return { leastConfidence, toConfidence: (signals) => 1 / (1 + Math.exp(-sum(signals))) }
}

interface Curve {
  readonly leastConfidence: number
  readonly sum: (signals: Signals) => number
}

/** The more intents there are, the more a lead says and the less what pulls to one of them. */
function forFew({ classes, examples }: Lessons): Curve {
  const ofClasses = Math.log(Math.min(classes, mostClasses))
  const ofEach = Math.log(examples / classes)
  return {
    leastConfidence: 0.42,
    sum: ({ lead, pull }) =>
      1.485 * lead + (14.4 - 2.95 * ofClasses) * pull + 0.447 * ofClasses - 0.686 * ofEach - 1.898,
  }
}

/** The curve was found with up to so many. */
const mostClasses = 40

/**
 * With thousands nearly all words are known, and most doubt is between neighbouring intents: none is said only where it costs
 * no more than four right answers in a thousand.
 */
const forMany: Curve = {
  leastConfidence: 0.18,
  sum: ({ certainty, lead }) => 0.53 + 0.92 * certainty + 0.77 * lead,
}
