import type { TurnKind } from '../../domain/turn.ts'
import { triggerKinds } from '../schema/triggers.ts'
import type { StoryboardFile } from '../schema.ts'

/** Messages and taps always have the fallback; other events need a trigger for them. */
export function listensTo(definition: StoryboardFile): (kind: TurnKind) => boolean {
  const kinds = new Set<TurnKind>(['message', 'postback'])
  for (const trigger of Object.values(definition.scenes).flatMap(({ on = [] }) => on)) {
    const kind = triggerKinds.find((name) => trigger[name] !== undefined) ?? 'message'
    if (kind === 'ref') kinds.add('referral')
    else if (kind === 'reaction') {
      if (trigger.of !== 'post') kinds.add('message_reaction')
      if (trigger.of !== 'message') kinds.add('post_reaction')
    } else if (kind !== 'payload' && kind !== 'attachment') kinds.add(kind)
  }
  return (kind) => kinds.has(kind)
}
