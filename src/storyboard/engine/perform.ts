/** Performs the actions of a scene one after the other, and continues after a question got its value. */
import { branches, type Branch, actionsOf, branchOf, fallbackRoot } from '../walk-actions.ts'
import { isAct } from '../schema/acts.ts'
import type { Action, AskAction, VerifyAction } from '../schema/actions.ts'
import { codeSlot } from '../schema/verify.ts'
import { readSpan } from '../transcript/span.ts'
import { performAct } from './act.ts'
import type { Waiting } from './context.ts'
import { findPrefill } from './find-slot-value.ts'
import { consultHub } from './consult-hub.ts'
import { emitText } from './emit.ts'
import { sendCode, toCodeQuestion } from './contact-code.ts'
import { putQuestion } from './question.ts'
import { fillSlot, holds, type Run, textOf } from './run.ts'
import { say, sendMedia, showCards } from './say.ts'
import { set } from './set.ts'

type ActionPath = readonly (string | number)[]

interface Place {
  readonly root: string
  readonly path: ActionPath
}

/**
 * `next`: continue with the next action. `over`: the turn ends here (a question waits, an agent takes over, another
 * scene was performed).
 */
type Outcome = 'next' | 'over'

/** Enough for any conversation; scenes in a loop stop here. */
const maxSteps = 100
const maxActions = 30

export async function performScene(run: Run, scene: string): Promise<void> {
  await performList(run, { actions: actionsOf(run.definition, scene) ?? [], root: scene, path: [] })
}

export async function performFallback(run: Run): Promise<void> {
  await performScene(run, fallbackRoot)
}

/** Performs a branch of the question at this place; the scene ends with it. */
export async function performBranch(run: Run, place: Place & { readonly branch: Branch }): Promise<void> {
  const action = actionAt(run, place)
  const actions = action === undefined ? [] : (branchOf(action, place.branch) ?? [])
  await performList(run, { actions, root: place.root, path: [...place.path, place.branch] })
}

/** Performs the actions after this place, also those after the branches around it. */
export async function performAfter(run: Run, { root, path }: Place): Promise<void> {
  for (let rest = path; rest.length > 0; rest = rest.slice(0, -2)) {
    const list = rest.slice(0, -1)
    const actions = listAt(run, { root, path: list })
    const from = Number(rest.at(-1)) + 1
    if (actions === undefined || (await performList(run, { actions, root, path: list, from })) === 'over')
      return
    const branch = list.at(-1)
    if (branch === 'on_failure' || branch === 'on_cancel') return
  }
}

/** The question at this place, also for a code; undefined when the storyboard has changed since. */
export function askAt(run: Run, place: Place & { readonly slot: string }): AskAction | undefined {
  const action = actionAt(run, place)
  if (action === undefined) return undefined
  if ('verify' in action && place.slot === codeSlot) return toCodeQuestion(action)
  return 'ask' in action && action.ask === place.slot ? action : undefined
}

export function verifyAt(run: Run, place: Place): VerifyAction | undefined {
  const action = actionAt(run, place)
  return action !== undefined && 'verify' in action ? action : undefined
}

function actionAt(run: Run, { root, path }: Place): Action | undefined {
  const index = path.at(-1)
  return typeof index === 'number' ? listAt(run, { root, path: path.slice(0, -1) })?.[index] : undefined
}

function listAt(run: Run, { root, path }: Place): readonly Action[] | undefined {
  let list = actionsOf(run.definition, root)
  for (let at = 0; at < path.length; at += 2) {
    const action = list?.[Number(path[at])]
    const branch = branches.find((name) => name === path[at + 1])
    list = action === undefined || branch === undefined ? undefined : branchOf(action, branch)
  }
  return list
}

interface ListPlace extends Place {
  readonly actions: readonly Action[]
  readonly from?: number
}

async function performList(run: Run, { actions, root, path, from = 0 }: ListPlace): Promise<Outcome> {
  for (const [index, action] of actions.entries()) {
    if (index < from) continue
    if (++run.steps > maxSteps || run.actions.length > maxActions) return 'over'
    if ((await perform(run, { action, root, path: [...path, index] })) === 'over') return 'over'
  }
  return 'next'
}

async function perform(
  run: Run,
  { action, ...place }: Place & { readonly action: Action },
): Promise<Outcome> {
  if (isAct(action)) {
    await performAct(run, { action, remedy: (actions) => performList(run, { actions, ...place }) })
    return 'hand_over' in action ? 'over' : 'next'
  }
  if ('after' in action) {
    await performLater(run, readSpan(action.after), () => performList(run, { actions: action.do, ...place }))
    return 'next'
  }
  if ('say' in action) say(run, action)
  else if ('image' in action || 'video' in action || 'audio' in action || 'file' in action)
    sendMedia(run, action)
  else if ('cards' in action) showCards(run, action)
  else if ('set' in action) set(run, action)
  else if ('ask' in action) return ask(run, { action, ...place })
  else if ('verify' in action) return verify(run, { action, ...place })
  else if ('if' in action) {
    const branch = holds(run, action.if) ? 'then' : 'else'
    const list = { actions: action[branch] ?? [], root: place.root, path: [...place.path, branch] }
    return performList(run, list)
  } else if ('go' in action) {
    await performScene(run, action.go)
    return 'over'
  } else {
    const scene = await consultHub(run, action)
    if (scene === undefined) return 'next'
    await performScene(run, scene)
    return 'over'
  }
  return 'next'
}

/** In Messenger only: there alone the window is known to be open. The customer may not see it: it discloses nothing. */
async function performLater(
  run: Run,
  afterMs: number | undefined,
  work: () => Promise<unknown>,
): Promise<void> {
  if (!run.isThread || afterMs === undefined) return
  const { told } = run.context
  run.afterMs = afterMs
  await work()
  run.afterMs = undefined
  if (told === undefined) run.context = { ...run.context, told: undefined }
}

/** Sends a code and asks for it, else gives up. */
async function verify(
  run: Run,
  { action, ...place }: Place & { readonly action: VerifyAction },
): Promise<Outcome> {
  const contact = await sendCode(run, action)
  if (contact === undefined) {
    if (action.on_failure !== undefined) await performBranch(run, { ...place, branch: 'on_failure' })
    else await giveUp(run)
    return 'over'
  }
  const { question } = action
  if (!putQuestion(run, { ask: toCodeQuestion(action), text: question })) return 'over'
  const waiting = { root: place.root, path: [...place.path], slot: codeSlot, misses: 0, since: run.input.now }
  awaitValue(run, { ...waiting, contact })
  return 'over'
}

/** The last step of the fallback, as after a question without a value. */
export async function giveUp(run: Run): Promise<void> {
  const { then, texts } = run.definition.fallback
  if (then !== undefined) await performFallback(run)
  else emitText(run, textOf(run, texts.at(-1) ?? ''))
}

/** Fills the slot with a known value, else asks and waits. */
function ask(run: Run, { action, root, path }: Place & { readonly action: AskAction }): Outcome {
  const isKnown = (run.slots[action.ask] ?? null) !== null
  if (action.keep && isKnown) return 'next'
  const known = findPrefill(run, { ask: action, root })
  if (known !== undefined) {
    fillSlot(run, { slot: action.ask, value: known })
    return 'next'
  }
  // The customer does not see the question (after a mention there is no private reply), so it must not wait.
  if (!putQuestion(run, { ask: action, text: action.question })) return 'over'
  awaitValue(run, { root, path: [...path], slot: action.ask, misses: 0, since: run.input.now })
  return 'over'
}

/** One question waits at a time: an earlier one is left. */
function awaitValue(run: Run, waiting: Waiting): void {
  if (run.context.waiting !== undefined) run.questionEnd = 'left'
  run.context = { ...run.context, waiting }
}
