import type { ConversationId } from '../../../domain/ids.ts'
import type { Pair } from './find-groups.ts'

/** What is derived again after a while, as rows change without a sign some time after their cause is committed. */
export interface Late {
  readonly conversationIds: ReadonlySet<ConversationId>
  readonly pairs: ReadonlyMap<string, Pair>
  readonly rewords: boolean
}

export interface Delayed {
  /** They come at once, and then after each of some waits. */
  add(late: Late, now: number): void
  take(now: number): readonly Late[]
}

const waitsMs = [0, 500, 2_000, 10_000, 75_000]

export function createDelayed(): Delayed {
  let waiting: { readonly late: Late; readonly dueTs: number }[] = []
  return {
    add(late, now) {
      if (late.conversationIds.size + late.pairs.size === 0) return
      waiting.push(...waitsMs.map((ms) => ({ late, dueTs: now + ms })))
    },
    take(now) {
      const due = waiting.filter(({ dueTs }) => dueTs <= now)
      if (due.length > 0) waiting = waiting.filter(({ dueTs }) => dueTs > now)
      return due.map(({ late }) => late)
    },
  }
}
