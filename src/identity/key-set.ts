/** A set of texts in 16 bytes each, for millions of ids. Two texts in 2^64 are taken for one. */
export interface KeySet {
  has(text: string): boolean
  add(text: string): void
  readonly size: number
}

const prime = 0x01000193
const mostFull = 0.6

export function createKeySet(): KeySet {
  let slots = new Uint32Array(2 * 1024)
  let size = 0

  function grow(): void {
    const larger = new Uint32Array(slots.length * 2)
    for (let at = 0; at < slots.length; at += 2) {
      const [one = 0, other = 0] = [slots[at], slots[at + 1]]
      if (one === 0 && other === 0) continue
      const place = find(larger, one, other)
      larger[2 * place] = one
      larger[2 * place + 1] = other
    }
    slots = larger
  }

  return {
    has(text) {
      const [one, other] = hashesOf(text)
      return slots[2 * find(slots, one, other)] === one
    },
    add(text) {
      const [one, other] = hashesOf(text)
      const place = find(slots, one, other)
      if (slots[2 * place] === one) return
      slots[2 * place] = one
      slots[2 * place + 1] = other
      size += 1
      if (size > (slots.length / 2) * mostFull) grow()
    },
    get size() {
      return size
    },
  }
}

/** The slot of the text, or the free one where it belongs. */
function find(table: Uint32Array, one: number, other: number): number {
  const places = table.length / 2
  for (let place = one % places; ; place = (place + 1) % places) {
    const [a, b] = [table[2 * place], table[2 * place + 1]]
    if ((a === 0 && b === 0) || (a === one && b === other)) return place
  }
}

/** Two hashes (FNV-1a with different beginnings and ends); the first is never 0. */
function hashesOf(text: string): readonly [number, number] {
  let [one, other] = [0x811c9dc5, 0x9e3779b9]
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    one = Math.imul(one ^ code, prime)
    other = Math.imul(other ^ (code + index), 0x85ebca6b)
    other ^= other >>> 13
  }
  return [mixed(one) || 1, mixed(other)]
}

function mixed(hash: number): number {
  let bits = hash ^ (hash >>> 16)
  bits = Math.imul(bits, 0x7feb352d)
  bits ^= bits >>> 15
  bits = Math.imul(bits, 0x846ca68b)
  return (bits ^ (bits >>> 16)) >>> 0
}
