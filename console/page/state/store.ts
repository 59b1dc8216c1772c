/** The state of the page in one place. Components read parts of it and are drawn again when their part changes. */
export interface Store<T extends object> {
  readonly get: () => T
  readonly set: (change: Partial<T>) => void
  /** The listener is called after each change. Returns how to stop it. */
  readonly subscribe: (listener: () => void) => () => void
}

export function createStore<T extends object>(initial: T): Store<T> {
  let value = initial
  const listeners = new Set<() => void>()
  return {
    get: () => value,
    set(change) {
      value = { ...value, ...change }
      for (const listener of listeners) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
