/** Scenes that nothing leads to: neither a trigger, nor a tap, nor another scene that is reached. */
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
            message: `nothing leads to the scene ${name}${unless}: give it a trigger (on) or a go, or remove it`,
            isWarning: true as const,
          },
        ],
  )
}
