/** Growing typed arrays: a ledger of two million events is a few dozen megabytes instead of two million objects. */
type Numbers = Float64Array | Int32Array | Uint32Array | Uint16Array | Uint8Array

export interface NumberColumn {
  readonly length: number
  push(value: number): void
  at(index: number): number
  set(index: number, value: number): void
}

export function createNumberColumn(make: (size: number) => Numbers): NumberColumn {
  let items = make(1024)
  let length = 0
  return {
    get length() {
      return length
    },
    push(value) {
      if (length === items.length) {
        const grown = make(items.length * 2)
        grown.set(items)
        items = grown
      }
      items[length] = value
      length += 1
    },
    at(index) {
      if (index < 0 || index >= length) throw new RangeError(`no entry ${index} among ${length}`)
      return items[index] ?? 0
    },
    set(index, value) {
      if (index < 0 || index >= length) throw new RangeError(`no entry ${index} among ${length}`)
      items[index] = value
    },
  }
}

export const floats = (size: number) => new Float64Array(size)
export const signed = (size: number) => new Int32Array(size)
export const words = (size: number) => new Uint32Array(size)
export const bytes = (size: number) => new Uint8Array(size)
