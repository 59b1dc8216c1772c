/**
 * Many small writes become few large ones: what arrives while a commit is under way waits and goes together in the next. An
 * idle system adds no delay; a busy one commits as much at once as the bounds allow.
 */
export interface GroupCommit<T> {
  /** Resolves when the item is committed; rejects with the error of the commit it was in. */
  add(item: T): Promise<void>
  /** Resolves when nothing is pending or under way. */
  idle(): Promise<void>
  /** Items that wait or are under way. */
  readonly pending: number
}

export interface GroupCommitOptions<T> {
  readonly commit: (items: readonly T[]) => Promise<void>
  readonly maxItems: number
  /** Bound of the sum of `sizeOf` in one commit; a single larger item goes alone. */
  readonly maxSize: number
  readonly sizeOf: (item: T) => number
  /** A failed commit also fails what waits behind it: for a caller that must answer soon rather than try on. */
  readonly failWaiting?: boolean
  /**
   * A commit takes along what the whole turn of the event loop brings, not only what came before its first item: larger
   * groups under load, and no waiting when idle, as the turn then ends at once.
   */
  readonly byTurn?: boolean
  /**
   * A commit starts this long after the one before it started, at the earliest. Costs nothing after a pause, and under load
   * makes few large commits of many small ones.
   */
  readonly paceMs?: number
  /** With so many items waiting, a commit does not wait for its pace. */
  readonly enoughItems?: number
}

/** For items that nobody waits for but the job they come from, which takes the place of others meanwhile. */
export const patience = { paceMs: 60, enoughItems: 8 } as const

interface Waiting<T> {
  readonly item: T
  readonly size: number
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

export function createGroupCommit<T>(options: GroupCommitOptions<T>): GroupCommit<T> {
  const { commit, maxItems, maxSize, sizeOf, failWaiting = false, byTurn = false } = options
  const { paceMs = 0, enoughItems = Infinity } = options
  let lastStart = -Infinity
  let waiting: Waiting<T>[] = []
  let isRunning = false
  let inFlight = 0
  let endPause: (() => void) | undefined
  const idlers: (() => void)[] = []

  function takeGroup(): Waiting<T>[] {
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
        await commit(group.map(({ item }) => item))
        for (const { resolve } of group) resolve()
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
      const done = new Promise<void>((resolve, reject) => waiting.push({ item, size, resolve, reject }))
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

/** After all that the network brought in this turn, before the next look at it. */
function endOfTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
