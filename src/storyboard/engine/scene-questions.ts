/** The questions that a scene can ask, also through the scenes that it goes to. */
import type { AskAction } from '../schema/actions.ts'
import type { StoryboardFile } from '../schema.ts'
import { walkActions } from '../walk-actions.ts'

interface Questions {
  /** Of all scenes. */
  readonly all: readonly AskAction[]
  readonly kinds: ReadonlySet<string>
  readonly from: (root: string) => readonly AskAction[]
}

const known = new WeakMap<StoryboardFile, Questions>()

export function questionsOf(definition: StoryboardFile): Questions {
  const made = known.get(definition) ?? collect(definition)
  known.set(definition, made)
  return made
}

function collect(definition: StoryboardFile): Questions {
  const placed = walkActions(definition)
  const asks = placed.flatMap(({ root, action }) => ('ask' in action ? [{ root, ask: action }] : []))
  const leads = placed.flatMap(({ root, action }) => ('go' in action ? [{ root, to: action.go }] : []))
  return {
    all: asks.map(({ ask }) => ask),
    kinds: new Set(asks.flatMap(({ ask }) => kindsOf(ask))),
    from(root) {
      const reached = new Set([root])
      for (const one of reached) for (const { root: from, to } of leads) if (from === one) reached.add(to)
      return asks.filter((one) => reached.has(one.root)).map(({ ask }) => ask)
    },
  }
}

const builtIn: readonly string[] = ['number', 'email', 'phone', 'date', 'time', 'money']

/**
 * What can give the question its value without being asked: entities by their name, choices as `choice:` and the slot. A
 * yes or no is never meant for a question that was not asked yet.
 */
export function kindsOf({ ask, entity, type, choices = [] }: AskAction): readonly string[] {
  if (type === 'yes_no') return []
  const named = entity ?? (type !== undefined && builtIn.includes(type) ? type : undefined)
  const isYesNo = choices.some((choice) => typeof choice !== 'string' && typeof choice.value === 'boolean')
  return [
    ...(named === undefined ? [] : [named]),
    ...(choices.length === 0 || isYesNo ? [] : [`choice:${ask}`]),
  ]
}
