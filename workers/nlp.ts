import { hop } from '../queues/define-queue.ts'
import type { nlpQueue } from '../queues/nlp.ts'
import { type RespondJob, respondQueue } from '../queues/respond.ts'
import type { Look } from '../src/db/conversation/minds.ts'
import type { OpenTurn, Turns, UnreadTurn } from '../src/db/conversation/turns.ts'
import { hasMeaning } from '../src/domain/turn.ts'
import type { Understand, Utterance } from '../src/domain/understanding.ts'
import type { Respond } from './respond.ts'
import { done, forward, type Step } from './step.ts'

export interface NlpDeps {
  readonly turns: Pick<Turns, 'find' | 'recordUnderstanding'>
  readonly understand: Understand
  /** The next stage, where this process runs it too: one job less for each turn. */
  readonly inPlace?: InPlace | undefined
}

export interface InPlace {
  readonly look: (conversationId: string) => Promise<Look>
  readonly respond: Respond
}

/** What was seen before an understanding that took longer may have changed: silence, for one. */
const freshMs = 50

/**
 * The turn has its understanding, and its conversation is woken: answered right here, where that is possible. Then the understanding is
 * recorded with the decision.
 * Repeat-safe: the first understanding stays, and a second wake-up is harmless.
 * Throws DatabaseBusyError (retry).
 */
export function createNlpStep({ turns, understand, inPlace }: NlpDeps): Step<typeof nlpQueue> {
  return async function nlp({ turnId, conversationId, recordedBy }) {
    const look = await inPlace?.look(conversationId)
    const started = performance.now()
    const turn = look?.turn?.id === turnId ? placed(look.turn, look) : await turns.find(turnId)
    const isUnread = turn !== undefined && turn.understanding === undefined && hasMeaning(turn)
    const understanding = isUnread ? await understand(toUtterance(turn)) : undefined
    const wakeUp: RespondJob = { v: 1, conversationId }
    let isRecorded = understanding === undefined
    if (inPlace !== undefined) {
      await inPlace.respond(wakeUp, {
        turnId,
        understanding,
        recordedBy,
        look: performance.now() - started < freshMs ? look : undefined,
        onRecorded: () => {
          isRecorded = true
        },
      })
      if (isRecorded) return done
    }
    if (understanding !== undefined) await turns.recordUnderstanding(turnId, understanding)
    return forward(hop(respondQueue, wakeUp))
  }
}

function placed(turn: OpenTurn, { customer }: Look): UnreadTurn {
  const { locale, timezone } = customer ?? {}
  return {
    ...turn,
    ...(locale === undefined ? {} : { locale }),
    ...(timezone === undefined ? {} : { timezone }),
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
