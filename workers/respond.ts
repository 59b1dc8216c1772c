import type { respondQueue } from '../queues/respond.ts'
import { answerNext, type AnswerDeps } from './respond/answer-next.ts'
import { recordSent, type RecordDeps } from './respond/record-sent.ts'
import { sendNext, type SendDeps } from './respond/send-next.ts'
import { done, type Step } from './step.ts'

export type RespondDeps = AnswerDeps & SendDeps & RecordDeps

/** A conversation that keeps one worker this busy is gone on with after the others. */
const mostSteps = 50

/**
 * The conversation's turns are answered, strictly in order, as far as that is possible now; if something has to wait, the
 * conversation is looked at again then.
 * Repeat-safe: what is due stands in MySQL alone, and every step of it moves by compare-and-set: a turn is decided once, a
 * message is claimed once, and nothing later leaves before it is settled.
 * Throws DatabaseBusyError (retry).
 */
export function createRespondStep(deps: RespondDeps): Step<typeof respondQueue> {
  return async function respond({ conversationId }) {
    for (let step = 0; step < mostSteps; step += 1) {
      const sent = await sendNext(deps, conversationId)
      if (sent === 'done') continue
      const next = sent === 'nothing' ? await answerNext(deps, conversationId) : sent
      if (next === 'done') continue
      await recordSent(deps, conversationId)
      await deps.minds.wakeAt(conversationId, next === 'nothing' ? undefined : next.waitUntil)
      return done
    }
    await deps.minds.wakeAt(conversationId, deps.now())
    return done
  }
}
