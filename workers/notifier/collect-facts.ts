/** Reads what has happened since the last round, and makes facts for people of it. */
import type { HandOverFact, HeldFact, PausedPage } from '../../src/db/notifier/find-facts.ts'
import type { PageId } from '../../src/domain/ids.ts'
import type { Fact } from '../../src/domain/notification.ts'
import { handOverFact, heldFact, pausedFact, type Words } from './describe-fact.ts'

export interface CollectDeps {
  readonly findHandOvers: (since: { since: number; limit: number }) => Promise<readonly HandOverFact[]>
  readonly findHeld: (since: { since: number; limit: number }) => Promise<readonly HeldFact[]>
  readonly findPaused: (now: number) => Promise<readonly PausedPage[]>
  /** Undefined: names and texts of customers are not told. */
  readonly findWords: ((handOver: HandOverFact) => Promise<Words>) | undefined
  /** Facts about a conversation then link to it. */
  readonly consoleUrl?: string | undefined
  /** How people call the Page. */
  readonly nameOf: (pageId: PageId) => Promise<string>
  /** The database's clock, ms. */
  readonly now: () => number
}

export interface Collected {
  /** Those that happened, and those that last. */
  readonly facts: readonly Fact[]
  readonly paused: readonly PausedPage[]
  /** The facts are stored: the next round begins after them. */
  stored(): void
}

/** After a start, facts of this time are looked for: those of workers that died are among them. */
const firstLookMs = 3_600_000
/** Facts may be committed in another order than their times tell. */
const overlapMs = 30_000
const atOnce = 5_000

/** Returns a function for each round. A fact of the last seconds is found again: its key makes it harmless. */
export function createCollectFacts(deps: CollectDeps): () => Promise<Collected> {
  const { findHandOvers, findHeld, findPaused, findWords, consoleUrl, nameOf, now } = deps
  let since = now() - firstLookMs - overlapMs
  /** Facts that this process has stored. */
  let known = new Set<string>()

  return async function collectFacts() {
    const startedAt = now()
    const look = { since, limit: atOnce }
    const [handOvers, held, paused] = await Promise.all([
      findHandOvers(look),
      findHeld(look),
      findPaused(startedAt),
    ])
    const found = new Set<string>()
    const isNew = (key: string): boolean => !found.has(key) && found.add(key) !== undefined && !known.has(key)
    const facts: Fact[] = []
    for (const handOver of handOvers)
      if (isNew(`hand-over ${handOver.conversationId} ${handOver.handOverTs}`))
        facts.push(
          handOverFact(handOver, {
            page: await nameOf(handOver.pageId),
            consoleUrl,
            words: await findWords?.(handOver),
          }),
        )
    for (const row of held)
      if (isNew(`held ${row.id}`)) facts.push(heldFact(row, { page: await nameOf(row.pageId), consoleUrl }))
    for (const page of paused) facts.push(pausedFact(page, await nameOf(page.pageId)))
    return {
      facts,
      paused,
      stored() {
        since = Math.min(
          startedAt - overlapMs,
          endOf(handOvers.map(({ handOverTs }) => handOverTs)),
          endOf(held.map(({ settledTs }) => settledTs)),
        )
        known = found
      },
    }
  }
}

/** Before the last row that was read, if there may be more: others may have the same time. */
function endOf(times: readonly number[]): number {
  return times.length < atOnce ? Infinity : (times.at(-1) ?? Infinity) - 1
}
