/** Finds scenes that always continue with each other: one message would be answered until the engine stops. */
import type { Action } from '../schema/actions.ts'
import type { StoryboardFile } from '../schema.ts'
import { actionsOf, branches, branchOf } from '../walk-actions.ts'
import type { Finding } from './finding.ts'

export function findLoops(definition: StoryboardFile): Finding[] {
  const told = new Set<string>()
  return Object.keys(definition.scenes).flatMap((start) => {
    const loop = loopFrom(definition, start)
    if (loop === undefined || loop.some((scene) => told.has(scene))) return []
    for (const scene of loop) told.add(scene)
    const index = (actionsOf(definition, start) ?? []).findIndex((action) => 'go' in action)
    const message = `loops for ever (${[...loop, start].join(', ')}): put an ask or an if between them, or remove a go`
    return [{ path: ['scenes', start, 'do', index, 'go'], message }]
  })
}

/** The scenes of the loop that starts with this one; undefined when something may end it. */
function loopFrom(definition: StoryboardFile, start: string): readonly string[] | undefined {
  const seen = new Set<string>()
  let scene: string | undefined = start
  while (scene !== undefined && !seen.has(scene)) {
    seen.add(scene)
    scene = surelyNext(actionsOf(definition, scene) ?? [])
  }
  return scene === start ? [...seen] : undefined
}

/** The scene that always comes next: no action before it may wait, end the turn or lead elsewhere. */
function surelyNext(actions: readonly Action[]): string | undefined {
  const leaving = actions.find(mayLeave)
  return leaving !== undefined && 'go' in leaving ? leaving.go : undefined
}

function mayLeave(action: Action): boolean {
  return (
    'go' in action ||
    'ask' in action ||
    'verify' in action ||
    'hub' in action ||
    'hand_over' in action ||
    branches.some((branch) => (branchOf(action, branch) ?? []).some(mayLeave))
  )
}
