/**
 * How the platform goes on when a delivery is not answered with 200. Two regimes: Messenger fields are tried again at once
 * and a few more times, and after an hour of failure the app is unsubscribed from the Page; fields of the Page are tried
 * with falling frequency over 36 hours and then dropped. Real durations in ms; the sender divides them by its time scale.
 */
const second = 1000
const minute = 60 * second
const hour = 60 * minute

export const retryDelaysMs: Readonly<Record<'messenger' | 'page', readonly number[]>> = {
  messenger: [0, 15 * second, minute, 5 * minute, 15 * minute, 30 * minute],
  page: [0, minute, 5 * minute, 15 * minute, hour, 2 * hour, 4 * hour, 8 * hour, 20 * hour],
}

/** Messenger: a response must come within 5 s. The Page fields' documents give no number; the same is used. */
export const answerTimeoutMs = 5 * second
const alertAfterMs = 15 * minute
const unsubscribeAfterMs = hour

/** The Pages of which the receiver has not answered, by how long. */
export function createSubscriptions(timeScale: number) {
  const failingSince = new Map<string, number>()
  const unsubscribed = new Set<string>()
  const alerted = new Set<string>()
  return {
    /** Pages that the app is no longer subscribed to: nothing of their Messenger is sent any more. */
    unsubscribed: unsubscribed as ReadonlySet<string>,
    /** Pages whose developers got a warning after 15 minutes. */
    alerted: alerted as ReadonlySet<string>,
    note(pages: readonly string[], outcome: 'answered' | 'failed', nowMs: number): void {
      for (const page of pages) {
        if (outcome === 'answered') {
          failingSince.delete(page)
          continue
        }
        const since = failingSince.get(page) ?? nowMs
        failingSince.set(page, since)
        const failingMs = (nowMs - since) * timeScale
        if (failingMs >= alertAfterMs) alerted.add(page)
        if (failingMs >= unsubscribeAfterMs) unsubscribed.add(page)
      }
    },
  }
}
