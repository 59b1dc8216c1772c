/**
 * Finds how much the vectors may count beside the local provider. A part of the examples is held out at a time, and an
 * intent with all its examples, as strangers. The local provider is trained with the rest. The vectors count only if
 * they get more right, beyond chance. So vectors that say nothing change nothing.
 */
import { setImmediate } from 'node:timers/promises'
import { trainLocal } from '../local/train-local.ts'
import { blend, type NamedGuess } from './blend.ts'
import { createClassScores, type LabelledVectors } from './class-scores.ts'
import { guessByKernel, type KernelCurve } from './kernel-guess.ts'

export interface FitWeightInput {
  readonly set: LabelledVectors
  readonly texts: readonly string[]
  /** By class. Undefined: the class of no intent. */
  readonly names: readonly (string | undefined)[]
  readonly curve: KernelCurve
}

/**
 * With few examples each one that is held out is missed, and the local provider would seem worse than it is. So fewer
 * are held out at a time.
 */
const folds = { least: 4, most: 24, examples: 600 }
const weights = [0.2, 0.35, 0.5, 0.65]
/** More intents make training slow, and add little. */
const mostExamples = 1_000
/** Of one fold. */
const mostAsked = 250
const weightOfStranger = 1 / 2
/** Standard errors. With 2, vectors that say little counted too, and got more wrong on test/nlp/corpora. */
const beyondChance = 3
const leastGain = 2
/** Vectors without meaning make confidences lower, so more strangers are refused. A threshold does that, too. */
const thresholds = [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]

/** 0 to 0.9. Lets other work run between the trainings, each of which takes up to a second or so. */
export async function fitWeight(input: FitWeightInput): Promise<number> {
  const kept = keptClasses(input)
  if (kept.size < 2) return 0 // one intent alone has no strangers to be told from
  const judged = []
  const count = Math.ceil(Math.min(folds.most, Math.max(folds.least, folds.examples / input.texts.length)))
  for (let fold = 0; fold < count; fold++) {
    judged.push(...(await judgeFold(input, { kept, fold, count })))
  }
  return bestWeight(judged)
}

/** 0: no weight is better than the local provider, also if that refuses more or fewer texts than it does. */
function bestWeight(judged: readonly Judged[]): number {
  const rivals = thresholds.map((_, at) => judged.map(({ areRightAlone }) => areRightAlone[at] === true))
  const scores = rivals.map((areRight) => sumOf(judged, (at) => (areRight[at] === true ? 1 : 0)))
  const rival = rivals[scores.indexOf(Math.max(...scores))] ?? []
  let best = { weight: 0, gain: 0 }
  for (const [at, weight] of weights.entries()) {
    const changes = judged.map(
      ({ areRight }, row) => Number(areRight[at] === true) - Number(rival[row] === true),
    )
    const gain = sumOf(judged, (row) => changes[row] ?? 0)
    const error = Math.sqrt(
      judged.reduce((sum, { counts }, row) => sum + ((changes[row] ?? 0) * counts) ** 2, 0),
    )
    if (gain >= leastGain && gain > beyondChance * error && gain > best.gain) best = { weight, gain }
  }
  return best.weight
}

function sumOf(judged: readonly Judged[], changeOf: (row: number) => number): number {
  return judged.reduce((sum, { counts }, row) => sum + counts * changeOf(row), 0)
}

/** Whole intents, and the class of no intent. */
function keptClasses({ set, names }: FitWeightInput): ReadonlySet<number> {
  const kept = new Set<number>()
  let examples = 0
  for (const [label, name] of names.entries()) {
    examples += set.labels.filter((each) => each === label).length
    if (examples > mostExamples) break
    if (name !== undefined) kept.add(label)
  }
  return kept
}

interface Judged {
  readonly counts: number
  /** The local provider alone, by threshold. */
  readonly areRightAlone: readonly boolean[]
  /** By weight. */
  readonly areRight: readonly boolean[]
}

async function judgeFold(
  { set, texts, names, curve }: FitWeightInput,
  {
    kept,
    fold,
    count,
  }: { readonly kept: ReadonlySet<number>; readonly fold: number; readonly count: number },
): Promise<readonly Judged[]> {
  const none = names.indexOf(undefined)
  const roles = set.labels.map((label, at) => {
    if (label !== none && !kept.has(label)) return 'unused' as const
    if (label !== none && label % count === fold) return 'stranger' as const
    return at % count === fold ? ('held out' as const) : ('taught' as const)
  })
  const taughtOf = (label: number) =>
    texts.filter((_, at) => set.labels[at] === label && roles[at] === 'taught')
  const lessons = names.flatMap((name, label) =>
    name === undefined ? [] : [[name, taughtOf(label)] as const],
  )
  const local = trainLocal({
    intents: Object.fromEntries(lessons.filter(([, taught]) => taught.length > 0)),
    none: none < 0 ? [] : taughtOf(none),
  })
  const classScores = createClassScores(set)
  const isLeftOut = (example: number) => roles[example] !== 'taught'

  const judged: Judged[] = []
  const asked = [...roles.keys()].filter((at) => roles[at] === 'held out' || roles[at] === 'stranger')
  const step = Math.max(1, Math.ceil(asked.length / mostAsked))
  for (const at of asked.filter((_, index) => index % step === 0)) {
    await setImmediate()
    const [role, vector, text, label] = [roles[at], set.vectors[at], texts[at], set.labels[at] ?? 0]
    if (vector === undefined || text === undefined) continue
    const isStranger = role === 'stranger' || label === none
    const expected = isStranger ? undefined : names[label]
    const own = local.understand({ text, referenceTime: 0 })
    const scores = classScores(vector, isLeftOut)
    const guesses = toNamed(guessByKernel(curve, { scores, none }), names)
    const rightBy = (weight: number) =>
      blend({ own, guesses, weight, least: local.leastConfidence }).intent?.name === expected
    judged.push({
      counts: isStranger ? weightOfStranger : 1,
      areRightAlone: thresholds.map(
        (least) => blend({ own, guesses: [], weight: 0, least }).intent?.name === expected,
      ),
      areRight: weights.map(rightBy),
    })
  }
  return judged
}

/** The likeliest five. */
export function toNamed(
  guesses: readonly { readonly label: number; readonly confidence: number }[],
  names: readonly (string | undefined)[],
): readonly NamedGuess[] {
  return guesses.slice(0, 5).flatMap(({ label, confidence }) => {
    const name = names[label]
    return name === undefined ? [] : [{ name, confidence }]
  })
}
