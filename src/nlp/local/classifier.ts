/** Finds the intent that is nearest to a text, and the signals of whether it is right. gate.ts decides by them. */
import { createConceptOf, languagesOf } from './concepts/create-concept-of.ts'
import { trainNetwork, type NetworkOptions } from './network.ts'
import { createRidge, logPull } from './ridge.ts'
import { createVocabulary, type NewWords } from './vocabulary.ts'

export interface Example {
  readonly text: string
  /** Undefined: none of the intents. */
  readonly intent: string | undefined
}

/** Signals that tell a certain guess from an uncertain one. */
export interface Signals extends NewWords {
  /** Log odds of the intent. */
  readonly certainty: number
  /** How strongly the examples of the intent pull, as a logarithm (ridge.ts). */
  readonly pull: number
  /** The same for examples of the intent, each pulled by all others: how alike they are. */
  readonly usualPull: number
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
  /** Some examples are none of the intents. */
  readonly hasNone: boolean
}

export interface Classifier {
  readonly lessons: Lessons
  /** Undefined if training saw nothing of the text, or if there are no intents. */
  guess(text: string): Guess | undefined
}

export interface ClassifierOptions {
  /** Words for the entities of a text, such as `#date`. */
  readonly toMarks?: (text: string) => readonly string[]
  /** Only trials change them. */
  readonly settings?: ClassifierSettings
}

export interface ClassifierSettings {
  /** One network each. */
  readonly views: readonly Pick<NetworkOptions, 'groups' | 'seed'>[]
  readonly network: Omit<NetworkOptions, 'groups' | 'seed'>
  /** How much rarity among the classes counts, against rarity among the texts: 0 to 1. */
  readonly ofClasses: number
  /** The name of an intent is an example of it. */
  readonly areNamesExamples: boolean
  /** Synonyms count as their common meaning. */
  readonly hasConcepts: boolean
}

/** Good with two intents of five examples and with 150 of a hundred. Any switch would change what the signals mean. */
export const defaultSettings: ClassifierSettings = {
  // Networks that weigh the features differently make their errors on different texts.
  views: [
    { groups: [1, 1, 0.6, 0.7], seed: 2 },
    { groups: [0.5, 0.4, 1.2, 0.5], seed: 3 },
  ],
  network: { hidden: 128, epochs: 20, step: 0.03, inputDropout: 0.75, smoothing: 0.02 },
  ofClasses: 0.7,
  areNamesExamples: true,
  hasConcepts: true,
}

export function trainClassifier(
  examples: readonly Example[],
  { toMarks = () => [], settings = defaultSettings }: ClassifierOptions = {},
): Classifier {
  const intents = [...new Set(examples.flatMap(({ intent }) => intent ?? []))]
  const none = examples.some(({ intent }) => intent === undefined) ? intents.length : -1
  const classes = intents.length + (none < 0 ? 0 : 1)
  const classOf = new Map(intents.map((intent, at) => [intent, at]))
  const named = settings.areNamesExamples ? intents.flatMap(toNameExample) : []
  const lessons = [...examples, ...named]
  const labels = Int32Array.from(lessons, ({ intent }) => classOf.get(intent ?? '') ?? none)
  const texts = lessons.map(({ text }) => text)
  // The examples are read twice: to count their features, and to encode them.
  const marks = new Map(texts.map((text) => [text, toMarks(text)]))
  const vocabulary = createVocabulary({
    texts,
    labels,
    classes,
    toMarks: (text) => marks.get(text) ?? toMarks(text),
    conceptOf: settings.hasConcepts ? createConceptOf(languagesOf(texts)) : () => undefined,
    ofClasses: settings.ofClasses,
  })
  const vectors = texts.map((text) => vocabulary.encode(text))
  const set = { vectors, labels, classes, features: vocabulary.size }
  const networks = settings.views.map((view) => trainNetwork(set, { ...settings.network, ...view }))
  const ridge = createRidge(set)

  return {
    lessons: { classes, examples: examples.length, hasNone: none >= 0 },
    guess(text) {
      const vector = vocabulary.encode(text)
      if (vector.ids.length === 0 || intents.length === 0) return undefined
      const shares = new Float32Array(classes)
      for (const network of networks) network.addProbabilities(vector, shares)
      const first = highest(shares.subarray(0, intents.length))
      const top = clamp((shares[first] ?? 0) / networks.length)
      const pulls = new Float32Array(classes)
      ridge.addPulls(vector, pulls)
      const others = order(shares, first)
        .slice(0, mostOthers)
        .map((of) => ({ intent: intents[of], ratio: clamp((shares[of] ?? 0) / networks.length) / top }))
      return {
        intent: intents[first] ?? '',
        others,
        signals: {
          certainty: Math.log(top / (1 - top)),
          pull: logPull(pulls[first] ?? 0),
          usualPull: ridge.usual[first] ?? 0,
          ...vocabulary.countNew(text),
        },
      }
    },
  }
}

/** The name says what the intent is about: `track_order`, `TrackOrder`. Often no example uses these words. */
function toNameExample(intent: string): readonly Example[] {
  const text = intent
    .replaceAll(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ')
    .replaceAll(/[^\p{L}\p{M}]+/gu, ' ')
    .trim()
  return text === '' ? [] : [{ text, intent }]
}

/** Three intents, and none. */
const mostOthers = 4

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
