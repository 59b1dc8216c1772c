import { hop } from '../queues/define-queue.ts'
import type { nlpQueue } from '../queues/nlp.ts'
import { type RespondJob, respondQueue } from '../queues/respond.ts'
import type { Turns } from '../src/db/turns.ts'
import { hasMeaning } from '../src/domain/turn.ts'
import type { Understand, Utterance } from '../src/domain/understanding.ts'
import type { Respond } from './respond.ts'
import { forward, type Step } from './step.ts'

export interface NlpDeps {
  readonly turns: Pick<Turns, 'find' | 'recordUnderstanding'>
  readonly understand: Understand
  /** The next stage, where this process runs it too: one job less for each turn. */
  readonly respondInPlace?: Respond | undefined
}

/**
 * The turn has its understanding, and its conversation is woken: answered right here, where that is possible.
 * Repeat-safe: the first understanding stays, and a second wake-up is harmless.
 * Throws DatabaseBusyError (retry).
 */
export function createNlpStep({ turns, understand, respondInPlace }: NlpDeps): Step<typeof nlpQueue> {
  return async function nlp({ turnId, conversationId, recordedBy }) {
    const turn = await turns.find(turnId)
    if (turn !== undefined && turn.understanding === undefined && hasMeaning(turn)) {
      const { locale, timezone } = turn
      const utterance: Utterance = {
        text: turn.text ?? '',
        referenceTime: turn.ts,
        ...(locale === undefined ? {} : { locale }),
        ...(timezone === undefined ? {} : { timezone }),
        ...(turn.nlp === undefined ? {} : { nlp: turn.nlp }),
      }
      await turns.recordUnderstanding(turnId, await understand(utterance))
    }
    const wakeUp: RespondJob = { v: 1, conversationId }
    return respondInPlace === undefined
      ? forward(hop(respondQueue, wakeUp))
      : await respondInPlace(wakeUp, recordedBy)
  }
}
