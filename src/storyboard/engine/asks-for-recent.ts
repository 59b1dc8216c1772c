import type { StoryboardFile } from '../schema.ts'

/** A hub is told of them; texts and conditions may name them. A word too many here costs a statement for each turn, no more. */
export function asksForRecent({ hubs = {}, ...others }: StoryboardFile): boolean {
  return Object.keys(hubs).length > 0 || JSON.stringify(others).includes('recent')
}
