/** The scene that a tap leads to. */
import type { StoryboardFile } from '../schema.ts'

export interface Tap {
  readonly go?: string | undefined
  readonly payload?: string | undefined
}

/** Undefined when the tap opens a page, calls a number, or counts as a written text. */
export function targetOf({ go, payload }: Tap, { scenes }: StoryboardFile): string | undefined {
  if (go !== undefined || payload === undefined) return go
  const patterns = Object.entries(scenes).flatMap(([scene, { on = [] }]) =>
    on.flatMap((trigger) => [trigger.payload ?? []].flat().map((pattern) => ({ scene, pattern }))),
  )
  const exact = patterns.find(({ pattern }) => pattern === payload)
  return (exact ?? patterns.find(({ pattern }) => fits(pattern, payload)))?.scene
}

/** Compares only the part before the first star, which is enough for a picture. */
function fits(pattern: string, payload: string): boolean {
  const star = pattern.indexOf('*')
  return star >= 0 && payload.startsWith(pattern.slice(0, star))
}
