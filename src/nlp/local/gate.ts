/**
 * How likely a guess is right, from its signals: a logistic curve whose coefficients were found once, on corpora of the two
 * sizes (docs/nlp.md), and not for each storyboard anew: a few dozen examples cannot say what strangers will write.
 */
import type { Signals } from './classifier.ts'

export interface Gate {
  /** 0 to 1, where one text in ten is none of the intents. */
  toConfidence(signals: Signals): number
  /** A guess below is none. */
  readonly leastConfidence: number
}

export function createGate({ many }: { readonly many: boolean }): Gate {
  const { coefficients, start, leastConfidence } = many ? forMany : forFew
  return {
    leastConfidence,
    toConfidence(signals) {
      let sum = start
      for (const [at, coefficient] of coefficients.entries()) sum += coefficient * (signals[at] ?? 0)
      return 1 / (1 + Math.exp(-sum))
    },
  }
}

/** In the order of the signals: certainty, lead, known, likeness. */
interface Curve {
  readonly coefficients: readonly [number, number, number, number]
  readonly start: number
  readonly leastConfidence: number
}

/** With few examples an unknown word says much. What is as likely wrong as right is no answer. */
const forFew: Curve = { coefficients: [0.09, 2.6, 1.28, 2.59], start: -1.97, leastConfidence: 0.5 }

/**
 * With thousands nearly all words are known, and most doubt is between neighbouring intents: none is said only where it costs
 * no more than four right answers in a thousand.
 */
const forMany: Curve = { coefficients: [0.92, 0.77, 0, 0], start: 0.53, leastConfidence: 0.18 }
