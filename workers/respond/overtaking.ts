/** Earlier words that are still on their way into the mailbox: nobody is answered before they are there. */
import type { OpenTurn } from '../../src/db/conversation/turns.ts'
import type { Progress } from './progress.ts'

/** Whether words of this person from before this turn reached us and are not in the mailbox yet, but for the jobs `recordedBy`. */
export type IsOvertaking = (turn: OpenTurn, recordedBy: readonly string[] | undefined) => Promise<boolean>

export interface OvertakingDeps {
  readonly isOvertaking: IsOvertaking
  readonly limits: { readonly answerMs: number }
  readonly now: () => number
}

export interface Others {
  areBefore(): Promise<boolean>
  /** The same, where it is long since the last look; else false. */
  cameMeanwhile(): Promise<boolean>
  waitForThem(): Progress
}

/**
 * The worker that had them may be dead: another takes them over within ten seconds; in a storm of crashes it takes longer. A job that
 * is not done after this share of the time for an answer is no reason to wait.
 */
const overtakenShare = 0.5
/** Soon at first, then ever more seldom: behind a dead worker many may wait for seconds, and each look is work. */
const lookAgain = { leastMs: 50, mostMs: 3_000, shareOfAge: 0.25 }
/** A look says nothing of later: where the answer took longer to choose, as with a slow hub, there is another. */
const lookHolds = { ms: 10, looks: 2 }

export function watchOthers(
  { isOvertaking, limits, now }: OvertakingDeps,
  turn: OpenTurn,
  recordedBy: readonly string[] | undefined,
): Others {
  const ageMs = (): number => now() - turn.openedTs
  let lookedAt = 0

  async function areBefore(): Promise<boolean> {
    lookedAt = now()
    return ageMs() < limits.answerMs * overtakenShare && (await isOvertaking(turn, recordedBy))
  }

  return {
    areBefore,
    async cameMeanwhile() {
      for (let look = 0; look < lookHolds.looks; look += 1) {
        if (now() - lookedAt <= lookHolds.ms) return false
        if (await areBefore()) return true
      }
      return false
    },
    waitForThem() {
      const { leastMs, mostMs, shareOfAge } = lookAgain
      return { waitUntil: now() + Math.min(mostMs, Math.max(leastMs, ageMs() * shareOfAge)) }
    },
  }
}
