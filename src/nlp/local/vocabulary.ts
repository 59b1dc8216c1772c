/**
 * Turns features into numbers: those that the training texts have, and how much each one says. A feature of few texts
 * and of few classes says more.
 */
import type { ConceptOf } from './concepts/create-concept-of.ts'
import { createCorrectWord } from './correct-word.ts'
import { featureGroups, toFeatures, type FeatureOptions, type Features } from './features.ts'
import { fold, toWords } from './normalise.ts'
import { isSmallWord } from '../../domain/small-words.ts'

const pieceGroup = 2
const smallWordMeaning = 0.5

/** The features of one text, in no order. Values have length 1 in each group, before the group's weight. */
export interface SparseVector {
  readonly ids: Int32Array
  readonly values: Float32Array
  /** Where each group ends in `ids`. */
  readonly ends: readonly number[]
}

export interface Vocabulary {
  readonly size: number
  encode(text: string): SparseVector
  countNew(text: string): NewWords
}

/** Of the words of a text, small words left out, those that no example has. */
export interface NewWords {
  /** Words whose meaning no table has: names, and anything else. */
  readonly newWords: number
  /** Words with a meaning that no example has. */
  readonly newMeanings: number
}

/** Texts and, in the same order, the class of each. */
export interface Labelled {
  readonly texts: readonly string[]
  readonly labels: Int32Array
  readonly classes: number
  /** Words for what is in a text, such as `#date`. */
  readonly toMarks: (text: string) => readonly string[]
  readonly conceptOf: ConceptOf
  /** How much rarity among the classes counts, against rarity among the texts: 0 to 1. */
  readonly ofClasses: number
}

/** The rarest features beyond this number are left out: they say nothing about other texts, and cost memory. */
const mostFeatures = 60_000

export function createVocabulary(set: Labelled): Vocabulary {
  const { ofClasses } = set
  const counts = countFeatures(set)
  const unknownWeight = Math.log(1 + set.texts.length) + 1
  const unknownSpread = Math.log(1 + set.classes) + 1
  const idOf = counts.map(() => new Map<string, number>())
  const weights: number[] = []
  for (const { group, feature, count } of commonest(counts)) {
    const rarity = Math.log((1 + set.texts.length) / (1 + count.texts)) + 1
    const spread = Math.log((1 + set.classes) / (1 + classesOf(count))) + 1
    const weight = rarity ** (1 - ofClasses) * ((spread * unknownWeight) / unknownSpread) ** ofClasses
    idOf[group]?.set(feature, weights.length)
    weights.push(weight * meaning(feature, group))
  }

  const correct = createCorrectWord(new Set(idOf[0]?.keys()))
  return {
    size: weights.length,
    encode(text) {
      const ids: number[] = []
      const values: number[] = []
      const ends: number[] = []
      for (const [group, features] of featuresOf(set, text, correct).entries()) {
        const from = ids.length
        let all = 0
        for (const [feature, count] of countEach(features)) {
          const id = idOf[group]?.get(feature)
          if (id === undefined && isAdded(feature)) continue
          const value =
            (1 + Math.log(count)) *
            (id === undefined ? unknownWeight * meaning(feature, group) : (weights[id] ?? 0))
          all += value * value
          if (id === undefined) continue
          ids.push(id)
          values.push(value)
        }
        const scale = all === 0 ? 0 : 1 / Math.sqrt(all)
        for (let at = from; at < values.length; at++) values[at] = (values[at] ?? 0) * scale
        ends.push(ids.length)
      }
      return { ids: Int32Array.from(ids), values: Float32Array.from(values), ends }
    },
    countNew(text) {
      let [newWords, newMeanings] = [0, 0]
      for (const word of new Set(toWords(text).map((written) => correct(fold(written))))) {
        if (isSmallWord(word) || idOf[0]?.has(word) === true) continue
        const concept = set.conceptOf(word)
        if (concept === undefined) newWords++
        else if (idOf[0]?.has(concept) !== true) newMeanings++
      }
      return { newWords, newMeanings }
    },
  }
}

function featuresOf(
  { toMarks, conceptOf }: Labelled,
  text: string,
  correct?: FeatureOptions['correct'],
): Features {
  return toFeatures(text, { marks: toMarks(text), conceptOf, ...(correct === undefined ? {} : { correct }) })
}

/** A mark or a meaning: beside words, so nothing is unknown if only it is. */
function isAdded(feature: string): boolean {
  return feature.startsWith('#') || feature.startsWith('=')
}

interface Count {
  texts: number
  /** Sum of n log n over the classes before the last one; n texts of a class have the feature. */
  earlier: number
  lastLabel: number
  ofLast: number
}

/** Class by class, so that a feature needs no count of its own for each class. */
function countFeatures(set: Labelled): readonly Map<string, Count>[] {
  const { texts, labels } = set
  const counts = Array.from({ length: featureGroups }, () => new Map<string, Count>())
  const order = [...texts.keys()].toSorted((a, b) => (labels[a] ?? 0) - (labels[b] ?? 0))
  for (const at of order) {
    const label = labels[at] ?? 0
    const text = texts[at] ?? ''
    for (const [group, features] of featuresOf(set, text).entries()) {
      const inGroup = counts[group]
      for (const feature of new Set(features)) {
        const count = inGroup?.get(feature)
        if (count === undefined) inGroup?.set(feature, { texts: 1, earlier: 0, lastLabel: label, ofLast: 1 })
        else addText(count, label)
      }
    }
  }
  return counts
}

function addText(count: Count, label: number): void {
  count.texts++
  if (count.lastLabel === label) {
    count.ofLast++
    return
  }
  count.earlier += count.ofLast * Math.log(count.ofLast)
  count.lastLabel = label
  count.ofLast = 1
}

interface Counted {
  readonly group: number
  readonly feature: string
  readonly count: Count
}

function commonest(counts: readonly Map<string, Count>[]): readonly Counted[] {
  const all = counts.flatMap((inGroup, group) =>
    Array.from(inGroup, ([feature, count]) => ({ group, feature, count })),
  )
  if (all.length <= mostFeatures) return all
  return all.toSorted((a, b) => b.count.texts - a.count.texts).slice(0, mostFeatures)
}

/** 1 if all texts with the feature are of one class, more if they are spread evenly: the exponential of the entropy. */
function classesOf({ texts, earlier, ofLast }: Count): number {
  return Math.exp(Math.log(texts) - (earlier + ofLast * Math.log(ofLast)) / texts)
}

function countEach(features: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const feature of features) counts.set(feature, (counts.get(feature) ?? 0) + 1)
  return counts
}

/** Small words say less. With few examples their counts do not show that. */
function meaning(feature: string, group: number): number {
  if (group === pieceGroup) return 1
  let product = 1
  for (const word of feature.split(' ')) if (isFrame(word) || isSmallWord(word)) product *= smallWordMeaning
  return group === 0 ? product : Math.sqrt(product)
}

function isFrame(word: string): boolean {
  return word === '^' || word === '$'
}
