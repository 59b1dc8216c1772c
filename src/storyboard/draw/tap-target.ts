/** Where a tap leads. */
import type { StoryboardFile } from '../schema.ts'

export interface Tap {
  readonly go?: string | undefined
  readonly payload?: string | undefined
}

/** The scene; undefined for what opens a page, calls a number, or is as good as writing. */
export function targetOf({ go, payload }: Tap, { scenes }: StoryboardFile): string | undefined {
  if (go !== undefined || payload === undefined) return go
  const patterns = Object.entries(scenes).flatMap(([scene, { on = [] }]) =>
    on.flatMap((trigger) => [trigger.payload ?? []].flat().map((pattern) => ({ scene, pattern }))),
  )
  const exact = patterns.find(({ pattern }) => pattern === payload)
  return (exact ?? patterns.find(({ pattern }) => fits(pattern, payload)))?.scene
}

/** The part before the first star decides: enough for a picture. */
function fits(pattern: string, payload: string): boolean {
  const star = pattern.indexOf('*')
  return star >= 0 && payload.startsWith(pattern.slice(0, star))
}
