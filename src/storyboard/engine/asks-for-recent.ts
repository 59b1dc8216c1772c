import type { StoryboardFile } from '../schema.ts'

/**
 * Whether the storyboard may use `recent`: in a hub's request, a text or a condition. A wrong true costs one statement
 * a turn.
 */
export function asksForRecent({ hubs = {}, ...others }: StoryboardFile): boolean {
  return Object.keys(hubs).length > 0 || JSON.stringify(others).includes('recent')
}
