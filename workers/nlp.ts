import { channelOf } from '../queues/decode-job.ts'
import { hop } from '../queues/define-queue.ts'
import type { nlpQueue } from '../queues/nlp.ts'
import { respondQueue } from '../queues/respond.ts'
import type { Turns, TurnToUnderstand } from '../src/db/conversation/turns.ts'
import { hasMeaning } from '../src/domain/turn.ts'
import type { Understand, Utterance } from '../src/domain/understanding.ts'
import { done, forward, type Step } from './step.ts'

export interface NlpDeps {
  readonly turns: Pick<Turns, 'find' | 'recordUnderstanding'>
  readonly understand: Understand
}

/**
 * The understanding of the turn's text is stored with it, and its conversation is woken. A turn that is closed, as it
 * is too late, needs neither.
 * Repeat-safe: the first understanding is kept, and one wake-up too many changes nothing.
 * Throws DatabaseBusyError (retry).
 */
export function createNlpStep({ turns, understand }: NlpDeps): Step<typeof nlpQueue> {
  return async function nlp({ turnId, conversationId, recordedBy, ts }) {
    const turn = await turns.find(turnId)
    if (turn === undefined) return done
    if (turn.understanding === undefined && hasMeaning(turn))
      await turns.recordUnderstanding(turn, await understand(toUtterance(turn)))
    return forward(
      hop(respondQueue, {
        v: 1,
        conversationId,
        ...channelOf(turn.channel),
        ...(ts === undefined ? {} : { ts }),
        ...(recordedBy === undefined ? {} : { recordedBy }),
      }),
    )
  }
}

function toUtterance({ text = '', ts, locale, timezone, nlp }: TurnToUnderstand): Utterance {
  return {
    text,
    referenceTime: ts,
    ...(locale === undefined ? {} : { locale }),
    ...(timezone === undefined ? {} : { timezone }),
    ...(nlp === undefined ? {} : { nlp }),
  }
}
