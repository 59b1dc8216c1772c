/** Replies to the second intent of a message, after the reply to the first: at most one, and only without a question. */
import { findSceneOfIntent } from './likely-intents.ts'
import { performScene } from './perform.ts'
import type { Run } from './run.ts'

export interface SaidAlso {
  readonly run: Run
  readonly alsoScene?: string
}

/** The run with the actions of both. Where the second cannot follow, it is the run as it was. */
export async function sayAlso(run: Run, scene: string): Promise<SaidAlso> {
  const second = secondSceneOf(run, scene)
  if (second === undefined || isEnded(run)) return { run }
  // The second scene is tried on a copy: whether it asks depends on what the customer has said.
  const both = {
    ...run,
    slots: { ...run.slots },
    variables: { ...run.variables },
    actions: [...run.actions],
  }
  await performScene(both, second)
  const isSaid = both.actions.length > run.actions.length && both.outcome === run.outcome
  return isSaid && !isEnded(both) ? { run: both, alsoScene: second } : { run }
}

function secondSceneOf(run: Run, first: string): string | undefined {
  const { definition, input, isThread } = run
  const { alternatives = [] } = input.understanding
  const atLeast = definition.understanding?.at_least ?? 0.4
  const intent = alternatives.find(({ isAlso, confidence }) => isAlso === true && confidence >= atLeast)
  if (intent === undefined || !isThread) return undefined
  const second = findSceneOfIntent(run, intent.name)?.scene
  if (second === undefined || second === first || definition.scenes[second]?.also !== true) return undefined
  return second
}

/** A question waits, or an agent takes over: nothing may follow. */
function isEnded({ context, actions }: Run): boolean {
  return context.waiting !== undefined || actions.some((action) => action.do === 'hand_over')
}
