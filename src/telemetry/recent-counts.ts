/** What counters that only grow have counted in the last minutes. They are read now and then, and count from a start. */

export type Counts = Readonly<Record<string, number>>

export interface Recent {
  /** From then on, ms. */
  readonly sinceTs: number
  readonly counts: Counts
}

const windowMs = 10 * 60_000
/** Between two samples that are kept. */
const apartMs = 20_000

/**
 * Returns a function to call with each reading of a counter. It says what was counted since the oldest reading of the
 * last ten minutes; before there is one, since the counter began.
 */
export function createRecentCounts(): (
  name: string,
  reading: { readonly nowMs: number; readonly startedTs: number; readonly counts: Counts },
) => Recent {
  const samples = new Map<string, { readonly ts: number; readonly counts: Counts }[]>()
  return function countRecent(name, { nowMs, startedTs, counts }) {
    for (const [known, kept] of samples)
      if ((kept.at(-1)?.ts ?? 0) < nowMs - 2 * windowMs) samples.delete(known)
    const kept = (samples.get(name) ?? []).filter(({ ts }) => ts >= nowMs - windowMs)
    if (nowMs - (kept.at(-1)?.ts ?? -Infinity) >= apartMs) kept.push({ ts: nowMs, counts })
    samples.set(name, kept)
    const [oldest] = kept
    const isFresh = startedTs >= nowMs - windowMs || oldest === undefined || oldest.ts === nowMs
    const from = isFresh ? { ts: startedTs, counts: {} } : oldest
    return { sinceTs: from.ts, counts: minus(counts, from.counts) }
  }
}

function minus(counts: Counts, earlier: Counts): Counts {
  return Object.fromEntries(
    Object.entries(counts).map(([name, value]) => [name, value - (earlier[name] ?? 0)]),
  )
}
