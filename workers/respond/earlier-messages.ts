/** Earlier messages of the customer that reached the receiver and are no turns yet: the reply waits for them. */
import type { Psid } from '../../src/domain/ids.ts'
import { setTimeout as delay } from 'node:timers/promises'
import type { OpenTurn } from '../../src/db/conversation/turns.ts'
import { messengerTurnKinds } from '../../src/domain/turn.ts'
import type { Progress } from './progress.ts'

export interface EarlierMessagesDeps {
  /**
   * Whether an unfinished job carries a message of this customer from before `ts` (ms since the epoch), other than the jobs `except`.
   * Source: queues/under-way.ts.
   */
  readonly isUnderWay: (psid: Psid, ts: number, except?: readonly string[]) => Promise<boolean>
  readonly limits: { readonly replyMs: number }
  readonly now: () => number
}

export interface EarlierMessages {
  areExpected(): Promise<boolean>
  /** The same check, where the last one is too old to rely on; else false. */
  cameMeanwhile(): Promise<boolean>
  wait(): Progress
}

/**
 * The worker that has such a job may be dead; another one takes the job over within ten seconds, in a storm of crashes later. After
 * this share of the time for a reply, a job that is not done is no reason to wait.
 */
const patientShare = 0.5
/** Checks are close together at first, then further apart: behind a dead worker many turns wait, and each check costs work. */
const retry = { leastMs: 50, mostMs: 3_000, shareOfAge: 0.25 }
/** A check says nothing of later messages: where choosing took longer, as with a slow hub, there is another check. */
const validity = { ms: 10, checks: 2 }
/** As a rule the job is done a few ms later. */
const closely = { checks: 4, apartMs: 8 }

export function watchEarlierMessages(
  { isUnderWay, limits, now }: EarlierMessagesDeps,
  turn: OpenTurn,
  recordedBy: readonly string[] | undefined,
): EarlierMessages {
  const ageMs = (): number => now() - turn.openedTs
  let checkedAt = 0

  async function areUnderWay(): Promise<boolean> {
    if (!messengerTurnKinds.includes(turn.kind)) return false // the feed's times are in seconds: they tell no order
    for (let check = 0; check < closely.checks; check += 1) {
      if (!(await isUnderWay(turn.psid, turn.ts, recordedBy))) return false
      await delay(closely.apartMs)
    }
    return true
  }

  async function areExpected(): Promise<boolean> {
    checkedAt = now()
    return ageMs() < limits.replyMs * patientShare && (await areUnderWay())
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
