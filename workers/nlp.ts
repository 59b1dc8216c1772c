import { hop } from '../queues/define-queue.ts'
import type { nlpQueue } from '../queues/nlp.ts'
import { type RespondJob, respondQueue } from '../queues/respond.ts'
import type { Turns, UnreadTurn } from '../src/db/turns.ts'
import { hasMeaning } from '../src/domain/turn.ts'
import type { Understand, Utterance } from '../src/domain/understanding.ts'
import type { Respond } from './respond.ts'
import { done, forward, type Step } from './step.ts'

export interface NlpDeps {
  readonly turns: Pick<Turns, 'find' | 'recordUnderstanding'>
  readonly understand: Understand
  /** The next stage, where this process runs it too: one job less for each turn. */
  readonly respondInPlace?: Respond | undefined
}

/**
 * The turn has its understanding, and its conversation is woken: answered right here, where that is possible. Then the understanding is
 * recorded with the decision.
 * Repeat-safe: the first understanding stays, and a second wake-up is harmless.
 * Throws DatabaseBusyError (retry).
 */
export function createNlpStep({ turns, understand, respondInPlace }: NlpDeps): Step<typeof nlpQueue> {
  return async function nlp({ turnId, conversationId, recordedBy }) {
    const turn = await turns.find(turnId)
    const isUnread = turn !== undefined && turn.understanding === undefined && hasMeaning(turn)
    const understanding = isUnread ? await understand(toUtterance(turn)) : undefined
    const wakeUp: RespondJob = { v: 1, conversationId }
    let isRecorded = understanding === undefined
    if (respondInPlace !== undefined) {
      const onRecorded = (): void => void (isRecorded = true)
      await respondInPlace(wakeUp, { turnId, understanding, recordedBy, onRecorded })
      if (isRecorded) return done
    }
    if (understanding !== undefined) await turns.recordUnderstanding(turnId, understanding)
    return forward(hop(respondQueue, wakeUp))
  }
}

function toUtterance({ text = '', ts, locale, timezone, nlp }: UnreadTurn): Utterance {
  return {
    text,
    referenceTime: ts,
    ...(locale === undefined ? {} : { locale }),
    ...(timezone === undefined ? {} : { timezone }),
    ...(nlp === undefined ? {} : { nlp }),
  }
}
