/** Which scene leads to which: every `go` in actions, quick replies, buttons, cards and the Messenger Profile. */
import type { Path } from '../document.ts'
import type { StoryboardFile } from '../schema.ts'
import { type PlacedAction, walkActions } from '../walk-actions.ts'

export interface Link {
  /** The scene that it starts in; `page:` for the Messenger Profile. */
  readonly from: string
  readonly to: string
  readonly path: Path
}

export const pageRoot = 'page:'

export function findLinks(definition: StoryboardFile): Link[] {
  return [...walkActions(definition).flatMap(linksOfAction), ...gosBelow(definition.page, ['page'], pageRoot)]
}

function linksOfAction({ action, path, root }: PlacedAction): Link[] {
  const own = 'go' in action ? [{ from: root, to: action.go, path: [...path, 'go'] }] : []
  const parts = ['quick_replies', 'buttons', 'cards'] as const
  const below = parts.flatMap((part) =>
    part in action ? gosBelow(Reflect.get(action, part), [...path, part], root) : [],
  )
  return [...own, ...below]
}

/** Every `go` inside quick replies, buttons and cards, which are plain data here. */
function gosBelow(value: unknown, path: Path, from: string): Link[] {
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value.flatMap((item, index) => gosBelow(item, [...path, index], from))
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'go' && typeof inner === 'string'
      ? [{ from, to: inner, path: [...path, key] }]
      : gosBelow(inner, [...path, key], from),
  )
}
