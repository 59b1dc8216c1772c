/** Waits for earlier messages of the customer that have reached the receiver and are not turns yet. */
import type { Psid } from '../../src/domain/ids.ts'
import { setTimeout as delay } from 'node:timers/promises'
import type { OpenTurn } from '../../src/db/conversation/turn-row.ts'
import { messengerTurnKinds } from '../../src/domain/turn.ts'
import type { Progress } from './progress.ts'

export interface EarlierMessagesDeps {
  /**
   * Whether an unfinished job carries a message of this customer from before `ts` (ms since the epoch). Jobs in
   * `except` do not count. See queues/under-way.ts.
   */
  readonly isUnderWay: (psid: Psid, ts: number, except?: readonly string[]) => Promise<boolean>
  readonly limits: { readonly replyMs: number }
  readonly now: () => number
}

export interface EarlierMessages {
  /** Whether the reply has to wait for an earlier message. */
  areExpected(): Promise<boolean>
  /** Checks again where the last check is too old. False: the reply may be committed. */
  cameMeanwhile(): Promise<boolean>
  /** When to check the next time. */
  wait(): Progress
}

/**
 * The worker of such a job may be dead. Another one takes the job over within ten seconds, or later in a storm of
 * crashes. After this share of the time for a reply, the reply no longer waits for the job.
 */
const waitingShare = 0.5
/** The pause between checks grows: many turns may wait for the jobs of one dead worker, and each check costs work. */
const retry = { leastMs: 50, mostMs: 3_000, shareOfAge: 0.25 }
/** A check tells nothing of later messages. It is repeated if choosing took longer than `ms`, as with a slow hub. */
const validity = { ms: 10, checks: 2 }
/** As a rule the job is done a few milliseconds later: some checks in a row save a wake-up. */
const closely = { checks: 4, apartMs: 8 }

export function watchEarlierMessages(
  { isUnderWay, limits, now }: EarlierMessagesDeps,
  turn: OpenTurn,
  recordedBy: readonly string[] | undefined,
): EarlierMessages {
  const ageMs = (): number => now() - turn.openedTs
  let checkedAt = 0

  async function areUnderWay(): Promise<boolean> {
    if (!messengerTurnKinds.includes(turn.kind)) return false // times of the feed are whole seconds: they tell no order
    for (let check = 0; check < closely.checks; check += 1) {
      if (!(await isUnderWay(turn.psid, turn.ts, recordedBy))) return false
      await delay(closely.apartMs)
    }
    return true
  }

  async function areExpected(): Promise<boolean> {
    checkedAt = now()
    return ageMs() < limits.replyMs * waitingShare && (await areUnderWay())
  }

  return {
    areExpected,
    async cameMeanwhile() {
      for (let check = 0; check < validity.checks; check += 1) {
        if (now() - checkedAt <= validity.ms) return false
        if (await areExpected()) return true
      }
      return false
    },
    wait() {
      const { leastMs, mostMs, shareOfAge } = retry
      return { waitUntil: now() + Math.min(mostMs, Math.max(leastMs, ageMs() * shareOfAge)) }
    },
  }
}
