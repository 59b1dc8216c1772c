/** Finds scenes without a trigger that no tap and no reachable scene leads to. */
import type { StoryboardFile } from '../schema.ts'
import { fallbackRoot, walkActions } from '../walk-actions.ts'
import type { Finding } from './finding.ts'
import { findLinks, pageRoot } from './links.ts'

export function findUnreachable(definition: StoryboardFile): Finding[] {
  const asksHub = walkActions(definition).some(({ action }) => 'hub' in action)
  const unless = asksHub ? ' (unless the hub names it)' : ''
  const links = findLinks(definition)
  const started = Object.entries(definition.scenes).flatMap(([name, scene]) =>
    scene.on === undefined ? [] : [name],
  )
  const reached = new Set([pageRoot, fallbackRoot, ...started])
  for (const from of reached) for (const link of links) if (link.from === from) reached.add(link.to)
  return Object.keys(definition.scenes).flatMap((name) =>
    reached.has(name)
      ? []
      : [
          {
            path: ['scenes', name],
            message: `no trigger and no go leads to the scene ${name}${unless}: add one, or remove the scene`,
            isWarning: true as const,
          },
        ],
  )
}
