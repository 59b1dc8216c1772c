/** Tells what happened to an event, step by step, from its delivery to the end of its reply. */
import { phrase, type Step, step } from './sentences.ts'
import type { StoredEvent, StoredTurn } from './stored-event.ts'
import { tellSending } from './tell-sending.ts'

/** `now` in ms. Texts of people are told only `withTexts`. */
export function tellSteps(event: StoredEvent, now: number, withTexts: boolean): Step[] {
  return [
    received(event),
    ...recorded(event),
    ...understood(event.turn),
    ...decided(event.turn),
    ...tellSending(event.outbound, { now, withTexts }),
    ...afterwards(event),
    ...threadNow(event, now),
  ]
}

function received({ ledger }: StoredEvent): Step {
  if (ledger.is === 'not_kept') return step(undefined, phrase('not_kept'))
  if (ledger.is === 'not_found') return step(undefined, phrase('not_received'))
  const { receivedTs, copies } = ledger
  return step(receivedTs, phrase('received'), ...(copies > 1 ? [phrase('copies', { copies })] : []))
}

function recorded({ ts, customer, editedTs, removedTs, isHidden, moderation }: StoredEvent): Step[] {
  const { pId, originPId, evidence } = customer
  return [
    step(
      ts,
      phrase('recorded', { pId }),
      ...(originPId === undefined ? [] : [phrase('origin', { pId: originPId })]),
    ),
    ...evidence.map((link) => step(undefined, phrase('evidence', { link }))),
    ...(editedTs === undefined ? [] : [step(editedTs, phrase('edited'))]),
    ...(removedTs === undefined ? [] : [step(removedTs, phrase('removed'))]),
    ...moderation.map(({ rule, act, ts: at }) => step(at, phrase('moderation', { act, rule }))),
    ...(isHidden ? [step(undefined, phrase('hidden'))] : []),
  ]
}

function understood(turn: StoredTurn | undefined): Step[] {
  if (turn === undefined) return []
  const { id, kind, hasText, openedTs, understanding, askedIntents, meantIntent } = turn
  const opened = step(openedTs, phrase('opened', { id, kind }))
  if (!hasText) return [opened]
  if (understanding === undefined) return [opened, step(undefined, phrase('not_understood'))]
  const { provider, intent, alternatives = [], entities, language, passedOver = [] } = understanding
  const names = [...new Set(entities.map(({ name }) => name))].join(', ')
  return [
    opened,
    step(
      undefined,
      intent === undefined
        ? phrase('no_intent', { provider })
        : phrase('understood', { provider, intent: rated(intent) }),
      ...alternatives.map((one) => phrase(one.isAlso === true ? 'also' : 'next', { intent: rated(one) })),
      ...(names === '' ? [] : [phrase('entities', { names })]),
      ...(language === undefined ? [] : [phrase('language', { language })]),
    ),
    ...passedOver.map((why) => step(undefined, phrase('passed_over', { why }))),
    ...askedBack(askedIntents),
    ...(meantIntent === undefined ? [] : [step(undefined, phrase('chose', { intent: meantIntent }))]),
  ]
}

function askedBack([first, ...others]: readonly string[]): Step[] {
  if (first === undefined) return []
  const more = others.map((intent) => phrase('or', { intent }))
  return [step(undefined, phrase('asked_back', { intent: first }), ...more)]
}

function rated({ name, confidence }: { readonly name: string; readonly confidence: number }): string {
  return `${name} ${confidence.toFixed(2)}`
}

function decided(turn: StoredTurn | undefined): Step[] {
  if (turn === undefined || turn.isOpen) return []
  const { scene, alsoScene, outcome, handledTs } = turn
  return [
    step(
      handledTs,
      scene === undefined ? phrase('no_scene_chosen') : phrase('scene', { scene }),
      ...(scene === undefined || alsoScene === undefined ? [] : [phrase('also_scene', { scene: alsoScene })]),
      outcome === undefined ? phrase('no_outcome') : phrase('outcome_is', { outcome }),
    ),
  ]
}

function afterwards({ turn, outbound }: StoredEvent): Step[] {
  if (turn === undefined || turn.isOpen || outbound.length > 0) return []
  return [step(undefined, phrase('nothing_to_send'))]
}

function threadNow({ thread }: StoredEvent, now: number): Step[] {
  if (thread === undefined) return []
  const { silentUntil, silentReason: reason = 'unknown', waitingTs, page } = thread
  return [
    ...(silentUntil > now ? [step(undefined, phrase('silent_now', { untilTs: silentUntil, reason }))] : []),
    ...(waitingTs === undefined ? [] : [step(waitingTs, phrase('waits_for_agent'))]),
    ...(page === undefined || page.heldUntil <= now
      ? []
      : [
          step(
            undefined,
            phrase('paused_now', { untilTs: page.heldUntil, reason: page.reason ?? 'unknown' }),
          ),
        ]),
  ]
}
