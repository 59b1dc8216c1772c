/** Finds the intent that is nearest to a text, and the signals of whether it is right. gate.ts decides by them. */
import { trainNetwork, type NetworkOptions } from './network.ts'
import { createRidge } from './ridge.ts'
import { createVocabulary } from './vocabulary.ts'

export interface Example {
  readonly text: string
  /** Undefined: none of the intents. */
  readonly intent: string | undefined
}

/** Signals that tell a certain guess from an uncertain one. */
export interface Signals {
  /** Log odds of the intent. */
  readonly certainty: number
  /** Log of the ratio to the next intent, with none as one of them. */
  readonly lead: number
  /** How strongly the examples of the intent pull (ridge.ts); 0 with many examples. */
  readonly pull: number
}

export interface Guess {
  readonly intent: string
  /** The next likely classes, likeliest first, at most four. */
  readonly others: readonly Other[]
  readonly signals: Signals
}

export interface Other {
  /** Undefined: none of the intents. */
  readonly intent: string | undefined
  /** Its probability divided by that of the guess. With none, it may be above 1. */
  readonly ratio: number
}

/** How many examples there were to train with. */
export interface Lessons {
  /** With none, if it has examples. */
  readonly classes: number
  readonly examples: number
  /** Trained as for thousands of examples. The signals then have other scales. */
  readonly many: boolean
}

export interface Classifier {
  readonly lessons: Lessons
  /** Undefined if training saw nothing of the text, or if there are no intents. */
  guess(text: string): Guess | undefined
}

/** From this number on, examples are many: rare features are left out, and the hidden layer is wider. */
const manyExamples = 1500

export function trainClassifier(examples: readonly Example[]): Classifier {
  const many = examples.length >= manyExamples
  const vocabulary = createVocabulary(
    examples.map(({ text }) => text),
    { leastTexts: many ? 2 : 1 },
  )
  const intents = [...new Set(examples.flatMap(({ intent }) => intent ?? []))]
  const none = examples.some(({ intent }) => intent === undefined) ? intents.length : -1
  const set = {
    vectors: examples.map(({ text }) => vocabulary.encode(text)),
    labels: Int32Array.from(examples, ({ intent }) =>
      intent === undefined ? none : intents.indexOf(intent),
    ),
    classes: intents.length + (none < 0 ? 0 : 1),
    features: vocabulary.size,
  }
  const networks = views.map((view) => trainNetwork(set, { ...size(many), ...view }))
  const ridge = many ? undefined : createRidge(set)

  return {
    lessons: { classes: set.classes, examples: examples.length, many },
    guess(text) {
      const vector = vocabulary.encode(text)
      if (vector.ids.length === 0 || intents.length === 0) return undefined
      const shares = new Float32Array(set.classes)
      for (const network of networks) network.addProbabilities(vector, shares)
      const first = highest(shares.subarray(0, intents.length))
      const top = clamp((shares[first] ?? 0) / networks.length)
      const others = order(shares, first)
        .slice(0, mostOthers)
        .map((of) => ({ intent: intents[of], ratio: clamp((shares[of] ?? 0) / networks.length) / top }))
      return {
        intent: intents[first] ?? '',
        others,
        signals: {
          certainty: Math.log(top / (1 - top)),
          lead: others[0] === undefined ? leadOfAnOnlyIntent : -Math.log(others[0].ratio),
          pull: ridge?.pull(vector, first) ?? 0,
        },
      }
    },
  }
}

/** The lead where there is no second intent; found with the curve of the gate. */
const leadOfAnOnlyIntent = 0.74

/** Three intents, and none. */
const mostOthers = 4

/** Two networks that weigh the features differently make their errors on different texts. */
const views = [
  { groups: [1, 0.7, 1, 0.5], seed: 1 },
  { groups: [1, 1, 0.5, 0.7], seed: 2 },
] as const

function size(many: boolean): Omit<NetworkOptions, 'groups' | 'seed'> {
  return {
    hidden: many ? 128 : 48,
    epochs: 20,
    step: 0.05,
    inputDropout: many ? 0.7 : 0.5,
    hiddenDropout: many ? 0.3 : 0.5,
    smoothing: 0.1,
  }
}

function highest(shares: Float32Array): number {
  let best = 0
  for (const [at, share] of shares.entries()) if (share > (shares[best] ?? 0)) best = at
  return best
}

/** The classes but one, the likeliest first. */
function order(shares: Float32Array, but: number): readonly number[] {
  return [...shares.keys()].filter((at) => at !== but).toSorted((a, b) => (shares[b] ?? 0) - (shares[a] ?? 0))
}

function clamp(share: number): number {
  return Math.min(Math.max(share, 1e-6), 1 - 1e-6)
}
