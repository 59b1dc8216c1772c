import { setTimeout as pause } from 'node:timers/promises'

/** Throws an Error that says what was waited for when it has not come true after `ms`. */
export async function untilTrue(what: string, ask: () => Promise<boolean>, ms = 30_000): Promise<void> {
  const giveUpAt = Date.now() + ms
  while (!(await ask().catch(() => false))) {
    if (Date.now() > giveUpAt) throw new Error(`${what}: not within ${ms / 1_000} s`)
    await pause(50)
  }
}
