/** Growing typed arrays: a ledger of two million events is a few dozen megabytes instead of two million objects. */
type Numbers = Float64Array | Int32Array | Uint32Array | Uint16Array | Uint8Array

export function createNumberColumn(make: (size: number) => Numbers) {
  let items = make(1024)
  let length = 0
  function check(index: number): void {
    if (index < 0 || index >= length) throw new RangeError(`no entry ${index} among ${length}`)
  }
  return {
    get length() {
      return length
    },
    push(value: number): void {
      if (length === items.length) {
        const grown = make(items.length * 2)
        grown.set(items)
        items = grown
      }
      items[length] = value
      length += 1
    },
    at(index: number): number {
      check(index)
      return items[index] ?? 0
    },
    set(index: number, value: number): void {
      check(index)
      items[index] = value
    },
  }
}

export const floats = (size: number) => new Float64Array(size)
export const signed = (size: number) => new Int32Array(size)
export const words = (size: number) => new Uint32Array(size)
export const bytes = (size: number) => new Uint8Array(size)
