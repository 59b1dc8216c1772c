/** Waiting that ends when the server stops, so that nothing holds the process. */
export interface Timers {
  /** Resolves after `ms`, or when stopped. */
  readonly sleep: (ms: number) => Promise<void>
  stop(): void
}

export function createTimers(): Timers {
  const waiting = new Map<NodeJS.Timeout, () => void>()
  let stopped = false
  return {
    sleep(ms) {
      if (stopped || ms <= 0) return Promise.resolve()
      return new Promise((resolve) => {
        const timer = setTimeout(() => {
          waiting.delete(timer)
          resolve()
        }, ms)
        waiting.set(timer, resolve)
      })
    },
    stop() {
      stopped = true
      for (const [timer, resolve] of waiting) {
        clearTimeout(timer)
        resolve()
      }
      waiting.clear()
    },
  }
}
