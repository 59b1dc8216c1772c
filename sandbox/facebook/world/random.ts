export type Random = ReturnType<typeof createRandom>

/** A small deterministic source of chance (sfc32): the same seed gives the same run on every machine. */
export function createRandom(seed: number | string) {
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

  /** A number in [0, 1). */
  const next = () => word() / 4_294_967_296
  /** A whole number in [0, limit). */
  const below = (limit: number) => Math.floor(next() * limit)
  return {
    next,
    below,
    chance: (probability: number) => probability > 0 && next() < probability,
    pick<T>(items: readonly T[]): T {
      const item = items[below(items.length)]
      if (item === undefined) throw new RangeError('picked from an empty list')
      return item
    },
    /** One of the items, each as likely as its weight; weights need not sum to 1. */
    weighted<T>(table: readonly (readonly [weight: number, item: T])[]): T {
      let left = next() * table.reduce((sum, [weight]) => sum + weight, 0)
      const drawn = table.find(([weight]) => (left -= weight) < 0) ?? table.at(-1)
      if (drawn === undefined) throw new RangeError('drew from an empty table')
      return drawn[1]
    },
    /** A string of `length` characters of `alphabet`. */
    characters(alphabet: string, length: number): string {
      let text = ''
      while (text.length < length) text += alphabet.charAt(below(alphabet.length))
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
