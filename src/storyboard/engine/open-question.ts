/** What the bot asked before and has no response to yet. */
import { fallbackRoot } from '../walk-actions.ts'
import type { AskedBack, Waiting } from './context.ts'
import { listen } from './hear.ts'
import type { Run } from './run.ts'

const minuteMs = 60_000
const defaultPatienceMinutes = 1_440

/** A comment or a reaction gives no value for a question in Messenger. */
export function isAnswering({ input }: Run): boolean {
  return input.turn.kind === 'message' || input.turn.kind === 'postback'
}

/** The open question of a scene, unless it is forgotten. */
export function waitingOf(run: Run): Waiting | undefined {
  const { waiting } = run.context
  if (waiting === undefined || run.input.now - waiting.since <= patienceMs(run)) return waiting
  run.context = { ...run.context, waiting: undefined }
  return undefined
}

function patienceMs({ definition }: Run): number {
  return (definition.questions?.forget_after_minutes ?? defaultPatienceMinutes) * minuteMs
}

/**
 * What the bot asked in its last reply. It is asked once: whatever the customer writes now, it is over. An agent who
 * wrote since has answered it.
 */
export function takeAskedBack(run: Run): AskedBack | undefined {
  const { askedBack } = run.context
  if (askedBack === undefined) return undefined
  run.context = { ...run.context, askedBack: undefined }
  const { now, controlChangedTs = 0 } = run.input
  const isOver = controlChangedTs > askedBack.since || now - askedBack.since > patienceMs(run)
  return isOver ? undefined : askedBack
}

/** The scene whose question waits, for the reply; the fallback is none. */
export function sceneOf({ root }: Waiting): { readonly scene?: string } {
  return root === fallbackRoot ? {} : { scene: root }
}

/** What was said before belonged to another scene. */
export function begin(run: Run, scene: string): void {
  run.heard = []
  run.filled = []
  run.began = scene
  listen(run)
}
