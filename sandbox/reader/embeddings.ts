/** Vectors of 32 numbers: those of one meaning point the same way, each with a little chance of its own. */
import { createHash } from 'node:crypto'
import type { Faults } from '../facebook/faults.ts'
import type { ReaderFaultName } from './faults.ts'

interface EmbeddingsOptions {
  readonly meaningOf: (text: string) => string | undefined
  readonly faults: Pick<Faults<ReaderFaultName>, 'happens'>
}

const numbers = 32
/** How much of a vector is chance. */
const chance = 0.5

export function embeddingsOf(texts: readonly string[], { meaningOf, faults }: EmbeddingsOptions): string {
  const data = texts.map((text, index) => ({
    object: 'embedding',
    index,
    embedding: vectorOf(text, meaningOf(text)) as readonly unknown[],
  }))
  const [first] = data
  if (first !== undefined) {
    if (faults.happens('not-numbers')) first.embedding = [null, 'one', Number.MAX_VALUE, Number.MAX_VALUE]
    if (faults.happens('wrong-dimension')) first.embedding = [1, 2, 3]
    if (faults.happens('zeros')) first.embedding = first.embedding.map(() => 0)
    if (faults.happens('wrong-count')) data.pop()
  }
  return JSON.stringify({ object: 'list', data, model: 'simulated' })
}

/** The same for the same text. A text without meaning is chance alone. */
export function vectorOf(text: string, meaning: string | undefined): readonly number[] {
  const own = directionOf(`text ${text}`)
  const shared = meaning === undefined ? own : directionOf(`meaning ${meaning}`)
  return shared.map((number, at) => number + chance * (own[at] ?? 0))
}

function directionOf(seed: string): readonly number[] {
  const bytes = createHash('sha256').update(seed).digest()
  return Array.from({ length: numbers }, (_, at) => (bytes[at] ?? 0) / 127.5 - 1)
}
