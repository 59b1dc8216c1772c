/** Finds texts that promise an act before its outcome is known: Facebook may refuse the act, and the promise is false. */
import type { Path } from '../document.ts'
import type { StoryboardFile } from '../schema.ts'
import { branches, type PlacedAction, walkActions } from '../walk-actions.ts'
import type { Finding } from './finding.ts'

export function checkPromises(definition: StoryboardFile): Finding[] {
  const byRoot = Map.groupBy(walkActions(definition), ({ root }) => root)
  return [...byRoot].flatMap(([root, placed]) => [
    ...(mayReplyPrivately(definition, root) ? publicPromises(placed) : []),
    ...handOverPromises(placed),
  ])
}

function mayReplyPrivately({ scenes }: StoryboardFile, root: string): boolean {
  const triggers = Object.hasOwn(scenes, root) ? (scenes[root]?.on ?? []) : []
  return triggers.some(
    ({ comment, visitor_post: post, edited }) =>
      comment !== undefined || post !== undefined || (edited !== undefined && edited !== 'message'),
  )
}

/** A public text beside a private reply that nothing depends on. */
function publicPromises(placed: readonly PlacedAction[]): Finding[] {
  const privates = placed.filter(({ action }) => isPrivate(action))
  if (privates.some(({ action }) => 'reply_privately' in action && action.then_public !== undefined))
    return []
  return placed.flatMap(({ action, path }) => {
    const isPublic = 'reply_publicly' in action && !path.includes('on_failure')
    if (!isPublic || !privates.some((one) => isOneReply(path, one.path))) return []
    const message =
      'is said also if Facebook refuses the private reply: write it as then_public of reply_privately, and another text under on_failure'
    return [{ path: [...path, 'reply_publicly'], message, isWarning: true as const }]
  })
}

const privateVerbs = ['say', 'ask', 'verify', 'cards', 'reply_privately', 'video', 'audio', 'file']

function isPrivate(action: PlacedAction['action']): boolean {
  return privateVerbs.some((verb) => verb in action) || ('image' in action && !('reply_publicly' in action))
}

/** False for two branches of one action: only one of them is performed. */
function isOneReply(one: Path, other: Path): boolean {
  const at = one.findIndex((step, index) => step !== other[index])
  return !(isBranch(one[at]) && isBranch(other[at]))
}

function isBranch(step: Path[number] | undefined): boolean {
  return branches.some((branch) => branch === step)
}

function handOverPromises(placed: readonly PlacedAction[]): Finding[] {
  return placed.flatMap(({ action, path }) => {
    if (!('hand_over' in action) || action.on_failure !== undefined) return []
    const list = String(path.slice(0, -1))
    const isTold = placed.some(
      (other) =>
        'say' in other.action &&
        String(other.path.slice(0, -1)) === list &&
        Number(other.path.at(-1)) < Number(path.at(-1)),
    )
    const message =
      'has no on_failure: if Facebook refuses the hand-over, the customer was told of it and waits for nobody'
    return isTold ? [{ path: [...path, 'hand_over'], message, isWarning: true as const }] : []
  })
}
