/** Trains the local provider with some sentences and measures it with others. */
import type { TrainingExamples, Understanding } from '../../domain/understanding.ts'
import { trainLocal } from '../local/train-local.ts'
import { calibrationError, type Rated } from './calibration-error.ts'
import { toTrainingExamples, type Labelled } from './labelled-csv.ts'

export interface Evaluation {
  readonly trainingSentences: number
  readonly intents: number
  readonly inScope: number
  readonly outOfScope: number
  /**
   * Share of the sentences in scope that are understood correctly, 0 to 1. None is wrong for them. NaN without such
   * sentences.
   */
  readonly inScopeAccuracy: number
  /** Share of all sentences that are understood correctly, with none as one more class, 0 to 1. */
  readonly microF1: number
  /** Mean over the classes of the test sentences. */
  readonly macroF1: number
  /** Share of the sentences out of scope that are understood as none, 0 to 1. NaN without such sentences. */
  readonly outOfScopeRecall: number
  /** Share of the sentences in scope whose intent is the one understood or one of the alternatives, 0 to 1. */
  readonly amongAlternatives: number
  /** How far the confidences are from the shares that are right, 0 to 1; those of refused guesses count, too. */
  readonly calibrationError: number
  readonly trainingSeconds: number
  readonly microsecondsAnUtterance: number
}

/** A test sentence that was not understood correctly. */
export interface Mistaken {
  readonly text: string
  /** `none`: no intent. */
  readonly expected: string
  readonly got: string
}

export interface EvaluateInput {
  /** Labelled sentences, or what a storyboard teaches. */
  readonly training: readonly Labelled[] | TrainingExamples
  readonly test: readonly Labelled[]
  /** What another provider understood of the test sentences, in their order. Absent: the local provider is asked. */
  readonly results?: readonly Understanding[]
  /** A guess of less confidence counts as none, 0 to 1. Absent: the local provider's own number. */
  readonly leastConfidence?: number
  /** An intent of less confidence counts as none for the storyboard, 0 to 1. */
  readonly atLeast?: number
  /** ms */
  readonly now?: () => number
}

export function evaluate(input: EvaluateInput): Evaluation {
  return evaluateEach(input).figures
}

export function evaluateEach(input: EvaluateInput): {
  readonly figures: Evaluation
  readonly mistaken: readonly Mistaken[]
} {
  const {
    training,
    test,
    results: given,
    leastConfidence,
    atLeast = 0,
    now = () => performance.now(),
  } = input
  const examples = toExamples(training)
  const started = now()
  const model = trainLocal(examples, leastConfidence === undefined ? {} : { leastConfidence })
  const trained = now()
  const results = given ?? test.map(({ text }) => model.understand({ text, referenceTime: 0 }))
  const done = now()

  const pairs = test.map(({ intent }, at) => ({ expected: intent, ...read(results[at], atLeast) }))
  const inScope = pairs.filter(({ expected }) => expected !== undefined)
  const outOfScope = pairs.filter(({ expected }) => expected === undefined)
  const sentences = Object.values(examples.intents).flat()
  const { none = [] } = examples
  const figures: Evaluation = {
    trainingSentences: sentences.length + none.length,
    intents: Object.keys(examples.intents).length,
    inScope: inScope.length,
    outOfScope: outOfScope.length,
    inScopeAccuracy: shareRight(inScope),
    microF1: shareRight(pairs),
    macroF1: macroF1(pairs),
    outOfScopeRecall: shareRight(outOfScope),
    amongAlternatives: share(inScope, ({ expected, likely }) => likely.some(({ name }) => name === expected)),
    calibrationError: calibrationError(pairs.map(rate)),
    trainingSeconds: (trained - started) / 1000,
    microsecondsAnUtterance: ((done - trained) * 1000) / test.length,
  }
  const mistaken = test.flatMap(({ text }, at): Mistaken[] => {
    const { expected = 'none', got = 'none' } = pairs[at] ?? {}
    return expected === got ? [] : [{ text, expected, got }]
  })
  return { figures, mistaken }
}

export function toExamples(training: EvaluateInput['training']): TrainingExamples {
  return 'intents' in training ? training : toTrainingExamples(training)
}

interface Pair {
  readonly expected: string | undefined
  readonly got: string | undefined
  /** The intent and its alternatives; first the refused guess if there is no intent. */
  readonly likely: readonly { readonly name: string; readonly confidence: number }[]
}

function read(understanding: Understanding | undefined, atLeast: number): Pick<Pair, 'got' | 'likely'> {
  const { intent, alternatives = [] } = understanding ?? {}
  const got = intent !== undefined && intent.confidence >= atLeast ? intent.name : undefined
  return { got, likely: intent === undefined ? alternatives : [intent, ...alternatives] }
}

/** The first guess. Without any the confidence is 0, and right is not possible. */
function rate({ expected, likely: [first] }: Pair): Rated {
  return { confidence: first?.confidence ?? 0, isRight: first !== undefined && first.name === expected }
}

/** Each sentence has one result, so micro precision, recall and F1 are all this share. */
function shareRight(pairs: readonly Pair[]): number {
  return share(pairs, ({ expected, got }) => expected === got)
}

function share(pairs: readonly Pair[], isOne: (pair: Pair) => boolean): number {
  return pairs.filter(isOne).length / pairs.length
}

function macroF1(pairs: readonly Pair[]): number {
  const expected = new Map<string | undefined, number>()
  const got = new Map<string | undefined, number>()
  const both = new Map<string | undefined, number>()
  for (const pair of pairs) {
    count(expected, pair.expected)
    count(got, pair.got)
    if (pair.expected === pair.got) count(both, pair.got)
  }
  let sum = 0
  for (const [name, wanted] of expected) sum += (2 * (both.get(name) ?? 0)) / (wanted + (got.get(name) ?? 0))
  return sum / expected.size
}

function count(map: Map<string | undefined, number>, name: string | undefined): void {
  map.set(name, (map.get(name) ?? 0) + 1)
}
