/**
 * How like two texts are: the cosine of their words and pieces of words, each weighed by its rarity among all texts.
 * Features are counted in a table of fixed size by their hash, so memory does not grow with the texts.
 */
import { isSmallWord } from '../../domain/small-words.ts'
import { toFeatures } from '../local/features.ts'

export interface TextVector {
  /** Places in the table, each once. */
  readonly ids: Int32Array
  /** Length 1 in all. */
  readonly values: Float32Array
}

export interface Likeness {
  toVector(text: string): TextVector
}

/** 8 MiB. A hundred thousand texts of a shop have about 400,000 different features. */
const tableSize = 1 << 20
const smallWordMeaning = 0.3
/** The others are common pieces: they cost most of the time and tell little. */
const mostFeatures = 60
/** Pieces find typing mistakes and endings; words keep short texts apart. */
const shares = { words: 0.6, pieces: 0.4 } as const

export function learnLikeness(texts: readonly string[]): Likeness {
  const meaning = learnMeaning(texts)
  const weights = new Float32Array(tableSize)

  /** Adds the features to `weights`, with length `share` in all. Returns the places that are new. */
  function weigh(features: readonly Feature[], share: number): readonly number[] {
    const own = new Map<number, number>()
    for (const { id, part } of features) own.set(id, part * (meaning[id] ?? 0))
    let squares = 0
    for (const weight of own.values()) squares += weight * weight
    const fresh: number[] = []
    for (const [id, weight] of own) {
      if (weights[id] === 0) fresh.push(id)
      weights[id] = (weights[id] ?? 0) + (Math.sqrt(share / squares) || 0) * weight
    }
    return fresh
  }

  return {
    toVector(text) {
      const { words, pieces } = featuresOf(text)
      const places = [...weigh(words, shares.words), ...weigh(pieces, shares.pieces)]
      const heaviest = places.toSorted((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0)).slice(0, mostFeatures)
      const ids = Int32Array.from(heaviest)
      const values = Float32Array.from(heaviest, (id) => weights[id] ?? 0)
      for (const id of places) weights[id] = 0
      return { ids, values }
    },
  }
}

/** How rare each feature is, by its place. */
function learnMeaning(texts: readonly string[]): Float32Array {
  const counts = new Float32Array(tableSize)
  /** The last text that had the feature, from 1. */
  const last = new Int32Array(tableSize)
  for (const [at, text] of texts.entries()) {
    const { words, pieces } = featuresOf(text)
    for (const { id } of [...words, ...pieces]) {
      if (last[id] === at + 1) continue
      last[id] = at + 1
      counts[id] = (counts[id] ?? 0) + 1
    }
  }
  return counts.map((count) => Math.log(1 + texts.length / Math.max(1, count)))
}

interface Feature {
  readonly id: number
  /** 0 to 1: small words mean less. */
  readonly part: number
}

function featuresOf(text: string): {
  readonly words: readonly Feature[]
  readonly pieces: readonly Feature[]
} {
  const [words = [], , pieces = []] = toFeatures(text)
  return {
    words: words.map((word) => ({ id: placeOf(word), part: isSmallWord(word) ? smallWordMeaning : 1 })),
    pieces: pieces.map((piece) => ({ id: placeOf(`~${piece}`), part: 1 })),
  }
}

/** FNV-1a, 32 bits. */
function placeOf(feature: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < feature.length; at++) hash = Math.imul(hash ^ feature.charCodeAt(at), 0x01000193)
  return (hash ^ (hash >>> 16)) & (tableSize - 1)
}
