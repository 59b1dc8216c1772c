/** When this process last replied: the sweeper beside it looks less often while nobody writes. */
export interface Activity {
  /** A conversation is worked on now. */
  note(): void
  /** Nothing was worked on for some seconds. */
  isQuiet(): boolean
  /** Is called when work begins after a quiet time. */
  onBegin(listener: () => void): void
}

/** Within this time after its work, a conversation may be scheduled again for a moment later. */
const quietAfterMs = 10_000

export function createActivity(now: () => number = () => performance.now()): Activity {
  const listeners: (() => void)[] = []
  let notedAt = now()
  const isQuiet = (): boolean => now() - notedAt > quietAfterMs
  return {
    note() {
      const begins = isQuiet()
      notedAt = now()
      if (begins) for (const listener of listeners) listener()
    },
    isQuiet,
    onBegin: (listener) => void listeners.push(listener),
  }
}
