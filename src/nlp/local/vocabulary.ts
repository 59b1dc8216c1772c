/**
 * Turns features into numbers: those that the training texts have, and how much each one says (inverse document
 * frequency).
 */
import { featureGroups, toFeatures } from './features.ts'
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
}

export interface VocabularyOptions {
  /** Features in fewer texts are left out: they say nothing about other texts, and cost memory. */
  readonly leastTexts: number
}

export function createVocabulary(texts: readonly string[], { leastTexts }: VocabularyOptions): Vocabulary {
  const counts = Array.from({ length: featureGroups }, () => new Map<string, number>())
  for (const text of texts) {
    for (const [group, features] of toFeatures(text).entries()) {
      const inGroup = counts[group]
      for (const feature of new Set(features)) inGroup?.set(feature, (inGroup.get(feature) ?? 0) + 1)
    }
  }
  const idOf = counts.map(() => new Map<string, number>())
  const weights: number[] = []
  const unknownWeight = Math.log(1 + texts.length) + 1
  for (const [group, inGroup] of counts.entries()) {
    for (const [feature, count] of inGroup) {
      if (count < leastTexts) continue
      idOf[group]?.set(feature, weights.length)
      weights.push((Math.log((1 + texts.length) / (1 + count)) + 1) * meaning(feature, group))
    }
  }

  return {
    size: weights.length,
    encode(text) {
      const ids: number[] = []
      const values: number[] = []
      const ends: number[] = []
      for (const [group, features] of toFeatures(text).entries()) {
        const from = ids.length
        let all = 0
        for (const [feature, count] of countEach(features)) {
          const id = idOf[group]?.get(feature)
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
  }
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
