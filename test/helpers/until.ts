import { setTimeout as pause } from 'node:timers/promises'

/** Asks until the answer is yes; throws after a minute, which no machine needs. */
export async function until(what: string, answer: () => Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + 60_000
  while (!(await answer())) {
    if (Date.now() > giveUpAt) throw new Error(`still not: ${what}`)
    await pause(20)
  }
}
