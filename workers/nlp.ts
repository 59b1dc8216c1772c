import { hop } from '../queues/define-queue.ts'
import type { nlpQueue } from '../queues/nlp.ts'
import { respondQueue } from '../queues/respond.ts'
import type { Customers } from '../src/db/customers.ts'
import type { Turns } from '../src/db/turns.ts'
import { hasMeaning } from '../src/domain/turn.ts'
import type { Understand, Utterance } from '../src/domain/understanding.ts'
import { forward, type Step } from './step.ts'

export interface NlpDeps {
  readonly turns: Pick<Turns, 'find' | 'recordUnderstanding'>
  readonly customers: Pick<Customers, 'find'>
  readonly understand: Understand
}

/**
 * The turn has its understanding, and its conversation is woken.
 * Repeat-safe: the first understanding stays, and a second wake-up is harmless.
 * Throws DatabaseBusyError (retry).
 */
export function createNlpStep({ turns, customers, understand }: NlpDeps): Step<typeof nlpQueue> {
  return async function nlp({ turnId, conversationId }) {
    const turn = await turns.find(turnId)
    if (turn !== undefined && turn.understanding === undefined && hasMeaning(turn)) {
      const { locale, timezone } = await customers.find(turn.pId)
      const utterance: Utterance = {
        text: turn.text ?? '',
        referenceTime: turn.ts,
        ...(locale === undefined ? {} : { locale }),
        ...(timezone === undefined ? {} : { timezone }),
        ...(turn.nlp === undefined ? {} : { nlp: turn.nlp }),
      }
      await turns.recordUnderstanding(turnId, await understand(utterance))
    }
    return forward(hop(respondQueue, { v: 1, conversationId }))
  }
}
