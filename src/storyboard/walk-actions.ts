/** Every action of a storyboard with its place, and the actions at a place. */
import type { Path } from './document.ts'
import type { Action } from './schema/actions.ts'
import type { StoryboardFile } from './schema.ts'

export interface PlacedAction {
  readonly action: Action
  /** Its place in the file. */
  readonly path: Path
  /** The scene, or `fallback:`, which no scene can be called. */
  readonly root: string
  /** It is in a branch (`then`, `else`, `on_…`), so some turns skip it. */
  readonly isConditional: boolean
  readonly isLast: boolean
}

export const fallbackRoot = 'fallback:'

/** Keys of an action that hold actions. */
export const branches = ['then', 'else', 'on_failure', 'on_cancel', 'do'] as const
export type Branch = (typeof branches)[number]

export function actionsOf(definition: StoryboardFile, root: string): readonly Action[] | undefined {
  if (root === fallbackRoot) return definition.fallback.then
  return Object.hasOwn(definition.scenes, root) ? definition.scenes[root]?.do : undefined
}

export function branchOf(action: Action, branch: Branch): readonly Action[] | undefined {
  if ('if' in action) return branch === 'then' ? action.then : branch === 'else' ? action.else : undefined
  if (branch === 'do') return 'after' in action ? action.do : undefined
  if (branch === 'on_cancel') return 'on_cancel' in action ? action.on_cancel : undefined
  return branch === 'on_failure' && 'on_failure' in action ? action.on_failure : undefined
}

export function walkActions(definition: StoryboardFile): PlacedAction[] {
  return [...Object.keys(definition.scenes), fallbackRoot].flatMap((root) => {
    const path = root === fallbackRoot ? ['fallback', 'then'] : ['scenes', root, 'do']
    return walkList(actionsOf(definition, root) ?? [], { root, path, isConditional: false })
  })
}

interface ListPlace {
  readonly root: string
  readonly path: Path
  readonly isConditional: boolean
}

function walkList(list: readonly Action[], place: ListPlace): PlacedAction[] {
  return list.flatMap((action, index) => {
    const path = [...place.path, index]
    const own = {
      action,
      path,
      root: place.root,
      isConditional: place.isConditional,
      isLast: index === list.length - 1,
    }
    const inner = branches.flatMap((branch) =>
      walkList(branchOf(action, branch) ?? [], {
        root: place.root,
        path: [...path, branch],
        isConditional: true,
      }),
    )
    return [own, ...inner]
  })
}
