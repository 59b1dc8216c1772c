/** What is still going to happen because of what happened: a heap by simulated time. */
export interface Agenda<T> {
  readonly size: number
  add(at: number, item: T): void
  /** The earliest item that is due at `now`, taken off the agenda. */
  due(now: number): T | undefined
}

interface Slot<T> {
  readonly at: number
  readonly serial: number
  readonly item: T
}

export function createAgenda<T>(): Agenda<T> {
  const heap: Slot<T>[] = []
  let serial = 0
  const before = (a: Slot<T>, b: Slot<T>) => a.at < b.at || (a.at === b.at && a.serial < b.serial)

  return {
    get size() {
      return heap.length
    },
    add(at, item) {
      serial += 1
      const slot = { at, serial, item }
      let index = heap.length
      heap.push(slot)
      while (index > 0) {
        const up = (index - 1) >> 1
        const parent = heap[up]
        if (parent === undefined || !before(slot, parent)) break
        heap[index] = parent
        index = up
      }
      heap[index] = slot
    },
    due(now) {
      const first = heap[0]
      if (first === undefined || first.at > now) return undefined
      const last = heap.pop()
      if (last !== undefined && heap.length > 0) sink(last)
      return first.item
    },
  }

  function sink(slot: Slot<T>): void {
    let index = 0
    for (;;) {
      const left = heap[2 * index + 1]
      const right = heap[2 * index + 2]
      if (left === undefined) break
      const isRight = right !== undefined && before(right, left)
      const child = isRight ? right : left
      if (!before(child, slot)) break
      heap[index] = child
      index = 2 * index + (isRight ? 2 : 1)
    }
    heap[index] = slot
  }
}
