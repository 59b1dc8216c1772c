import type { RespondJob } from '../queues/respond.ts'
import type { Look, Minds } from '../src/db/conversation/minds.ts'
import { answerNext, type AnswerDeps, type JustFound } from './respond/answer-next.ts'
import type { Progress } from './respond/progress.ts'
import { sendNext, type SendDeps } from './respond/send-next.ts'
import { done, type Outcome } from './step.ts'

export type RespondDeps = AnswerDeps & SendDeps & { readonly minds: Pick<Minds, 'look' | 'rest' | 'wakeAt'> }

/** The step; nlp, where it goes on in place, tells what it has just found. */
export type Respond = (job: RespondJob, just?: JustFound) => Promise<Outcome<never>>

/** A wake-up that is so much too soon costs less than another write. */
const soonEnoughMs = 1_000

/** Many who find somebody else at work on a busy conversation need not wait for its row one after the other. */
function wakesBy({ wakeTs }: Look, ts: number): boolean {
  return wakeTs !== null && Number(wakeTs) <= ts && ts - Number(wakeTs) < soonEnoughMs
}

/** Since when replies count for the loop guard. */
export function lately(now: number): number {
  return now - 60_000
}

/** A conversation that keeps one worker this busy is gone on with after the others. */
const mostSteps = 50

/**
 * The conversation's turns are answered, strictly in order, as far as that is possible now; if something has to wait, the
 * conversation is looked at again then.
 * Repeat-safe: what is due stands in MySQL alone, and every step of it moves by compare-and-set: a turn is decided once, a
 * message is claimed once, and nothing later leaves before it is settled.
 * Throws DatabaseBusyError (retry).
 */
export function createRespondStep(deps: RespondDeps): Respond {
  const { minds, now } = deps
  return async function respond({ conversationId }, just) {
    let seen = just?.look
    for (let step = 0; step < mostSteps; step += 1) {
      const look = seen ?? (await minds.look(conversationId, lately(now())))
      seen = undefined
      const progress = await goOn(look, just)
      if (progress === 'done') continue
      if (progress === 'nothing') await minds.rest(look)
      else if (!wakesBy(look, progress.waitUntil))
        await minds.wakeAt(conversationId, progress.waitUntil, look.wakeTs)
      return done
    }
    await minds.wakeAt(conversationId, now())
    return done
  }

  async function goOn(look: Look, just: JustFound | undefined): Promise<Progress> {
    if (look.outboundId !== undefined) return await sendNext(deps, look.outboundId, look)
    if (look.turn !== undefined) return await answerNext(deps, look.turn, look, just)
    return 'nothing'
  }
}
