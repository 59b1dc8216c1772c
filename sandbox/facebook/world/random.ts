/** A small deterministic source of chance (sfc32): the same seed gives the same run on every machine. */
export interface Random {
  /** A number in [0, 1). */
  next(): number
  /** A whole number in [0, below). */
  below(below: number): number
  chance(probability: number): boolean
  pick<T>(items: readonly T[]): T
  /** An index, each as likely as its weight; weights need not sum to 1. */
  weighted(weights: readonly number[]): number
  /** A string of `length` characters of `alphabet`. */
  characters(alphabet: string, length: number): string
}

export function createRandom(seed: number | string): Random {
  let [a, b, c, d] = stateFrom(String(seed))
  function word(): number {
    const sum = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    c |= 0
    return sum >>> 0
  }
  for (let round = 0; round < 12; round += 1) word()

  const next = () => word() / 4_294_967_296
  const below = (limit: number) => Math.floor(next() * limit)
  return {
    next,
    below,
    chance: (probability) => probability > 0 && next() < probability,
    pick<T>(items: readonly T[]): T {
      const item = items[below(items.length)]
      if (item === undefined) throw new RangeError('picked from an empty list')
      return item
    },
    weighted(weights) {
      let left = next() * weights.reduce((sum, weight) => sum + weight, 0)
      for (const [index, weight] of weights.entries()) {
        left -= weight
        if (left < 0) return index
      }
      return weights.length - 1
    },
    characters(alphabet, length) {
      let text = ''
      for (let index = 0; index < length; index += 1) text += alphabet.charAt(below(alphabet.length))
      return text
    },
  }
}

function stateFrom(seed: string): [number, number, number, number] {
  const state: [number, number, number, number] = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 1]
  for (let index = 0; index < seed.length; index += 1) {
    const slot = index & 3
    const old = state[slot] ?? 0
    state[slot] = Math.imul(old ^ seed.charCodeAt(index), 0x01000193) ^ (old >>> 15)
  }
  return state
}
