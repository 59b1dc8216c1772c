/**
 * Turns many small writes into few large ones. Items that arrive while a commit is under way go into the next commit.
 * An idle system adds no delay. A busy one commits as much at once as the bounds allow.
 */
export interface GroupCommit<T, R = void> {
  /** The result of the commit with the item. Rejects with the error of that commit. */
  add(item: T): Promise<R>
  /** Resolves when nothing is pending or under way. */
  idle(): Promise<void>
  /** Items that wait or are in the commit that is under way. */
  readonly pending: number
}

export interface GroupCommitOptions<T, R = void> {
  readonly commit: (items: readonly T[]) => Promise<R>
  readonly maxItems: number
  /** The largest sum of `sizeOf` in one commit. A larger item goes alone. */
  readonly maxSize: number
  readonly sizeOf: (item: T) => number
  /** A failed commit also fails the items that wait: for a caller that must respond soon and cannot try again. */
  readonly failWaiting?: boolean
  /**
   * A commit includes all items of this turn of the event loop, not only those before its first item. Groups are
   * larger under load, and an idle system does not wait, as its turn then ends at once.
   */
  readonly byTurn?: boolean
  /**
   * The least time between the starts of two commits, ms. It costs nothing after a pause. Under load it makes few
   * large commits of many small ones.
   */
  readonly paceMs?: number
  /** With this many items waiting, a commit starts at once. */
  readonly enoughItems?: number
}

interface Waiting<T, R> {
  readonly item: T
  readonly size: number
  readonly resolve: (result: R) => void
  readonly reject: (error: unknown) => void
}

export function createGroupCommit<T, R = void>(options: GroupCommitOptions<T, R>): GroupCommit<T, R> {
  const { commit, maxItems, maxSize, sizeOf, failWaiting = false, byTurn = false } = options
  const { paceMs = 0, enoughItems = Infinity } = options
  let lastStart = -Infinity
  let waiting: Waiting<T, R>[] = []
  let isRunning = false
  let inFlight = 0
  let endPause: (() => void) | undefined
  const idlers: (() => void)[] = []

  function takeGroup(): Waiting<T, R>[] {
    let size = 0
    let count = 0
    for (const { size: next } of waiting) {
      if (count > 0 && (count >= maxItems || size + next > maxSize)) break
      size += next
      count += 1
    }
    const group = waiting.slice(0, count)
    waiting = waiting.slice(count)
    return group
  }

  async function run(): Promise<void> {
    isRunning = true
    while (waiting.length > 0) {
      const restMs = lastStart + paceMs - performance.now()
      if (restMs > 0 && waiting.length < enoughItems) await pauseUntilEnough(restMs)
      else if (byTurn) await endOfTurn()
      lastStart = performance.now()
      const group = takeGroup()
      if (group.length === 0) continue
      inFlight += group.length
      try {
        const result = await commit(group.map(({ item }) => item))
        for (const { resolve } of group) resolve(result)
      } catch (error) {
        const failed = failWaiting ? [...group, ...waiting.splice(0)] : group
        for (const { reject } of failed) reject(error)
      }
      inFlight -= group.length
    }
    isRunning = false
    for (const wake of idlers.splice(0)) wake()
  }

  function pauseUntilEnough(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      endPause = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  return {
    add(item) {
      const size = sizeOf(item)
      const done = new Promise<R>((resolve, reject) => waiting.push({ item, size, resolve, reject }))
      if (!isRunning) void run()
      else if (waiting.length >= enoughItems) endPause?.()
      return done
    },
    async idle() {
      if (isRunning) await new Promise<void>((resolve) => idlers.push(resolve))
    },
    get pending() {
      return waiting.length + inFlight
    },
  }
}

/** Resolves after everything that the network brought in this turn of the event loop. */
function endOfTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
