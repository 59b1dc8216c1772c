/**
 * Gives each piece of work the same time, with one timer for all. Thousands of requests a second need not start a
 * timer each.
 */
export interface Deadlines {
  /** True when the work is done in time; false when it failed or may still be under way. Never rejects. */
  isMet(work: Promise<void>): Promise<boolean>
}

interface Waiting {
  readonly until: number
  /** Removed once it is called: the queue must not keep a whole request in memory until the next check. */
  resolve: ((isDone: boolean) => void) | undefined
}

export function createDeadlines(ms: number): Deadlines {
  let queue: Waiting[] = [] // the oldest first, with those that were settled since the last check
  let underWay = 0
  let timer: NodeJS.Timeout | undefined

  function settle(waiting: Waiting, isDone: boolean): void {
    if (waiting.resolve === undefined) return
    waiting.resolve(isDone)
    waiting.resolve = undefined
    underWay -= 1
    if (underWay > 0) return
    queue = []
    clearTimeout(timer) // an idle process needs no timer, and may end
    timer = undefined
  }

  function look(): void {
    timer = undefined
    const now = performance.now()
    for (const waiting of queue) if (waiting.until <= now) settle(waiting, false)
    queue = queue.filter(({ resolve }) => resolve !== undefined)
    const [first] = queue
    if (first !== undefined) timer = setTimeout(look, first.until - now)
  }

  return {
    isMet: (work) =>
      new Promise((resolve) => {
        const waiting: Waiting = { until: performance.now() + ms, resolve }
        queue.push(waiting)
        underWay += 1
        timer ??= setTimeout(look, ms)
        work.then(
          () => settle(waiting, true),
          () => settle(waiting, false),
        )
      }),
  }
}
