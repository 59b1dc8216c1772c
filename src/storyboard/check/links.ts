/** Where one can go from where: `go` as an action, in quick replies, buttons, cards, and on the Page before the first message. */
import type { Path } from '../document.ts'
import type { StoryboardFile } from '../schema.ts'
import { type PlacedAction, walkActions } from '../walk-actions.ts'

export interface Link {
  /** Scene it starts in; `page:` for what is tapped before a scene. */
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

/** Every `go` inside titles-and-payloads: they are plain data. */
function gosBelow(value: unknown, path: Path, from: string): Link[] {
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value.flatMap((item, index) => gosBelow(item, [...path, index], from))
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'go' && typeof inner === 'string'
      ? [{ from, to: inner, path: [...path, key] }]
      : gosBelow(inner, [...path, key], from),
  )
}
