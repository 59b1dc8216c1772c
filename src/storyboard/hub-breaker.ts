export interface BreakerOptions {
  /** Failures in a row before a hub is left alone; 5. */
  readonly failures?: number
  /** For how long, ms; 10,000. Then one call tries again. */
  readonly pauseMs?: number
}

export interface Breaker {
  isOpen(name: string): boolean
  succeeded(name: string): void
  failed(name: string): void
}

interface State {
  failures: number
  openUntil: number
}

/** Keeps count for each name. After the pause one call is let through; the others wait for what becomes of it. */
export function breaker({
  clock,
  failures = 5,
  pauseMs = 10_000,
}: BreakerOptions & { readonly clock: () => number }): Breaker {
  const states = new Map<string, State>()
  return {
    isOpen(name) {
      const state = states.get(name)
      if (state === undefined || state.failures < failures) return false
      if (clock() < state.openUntil) return true
      state.openUntil = clock() + pauseMs
      return false
    },
    succeeded: (name) => void states.delete(name),
    failed(name) {
      const count = (states.get(name)?.failures ?? 0) + 1
      states.set(name, { failures: count, openUntil: clock() + pauseMs })
    },
  }
}
