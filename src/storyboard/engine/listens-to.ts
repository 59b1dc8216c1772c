import { editedTurnKinds, type TurnKind } from '../../domain/turn.ts'
import { type Trigger, triggerKinds } from '../schema/triggers.ts'
import type { StoryboardFile } from '../schema.ts'

/** Messages and taps always have the fallback; other events need a trigger for them. */
export function listensTo(definition: StoryboardFile): (kind: TurnKind) => boolean {
  const kinds = new Set<TurnKind>(['message', 'postback'])
  for (const trigger of Object.values(definition.scenes).flatMap(({ on = [] }) => on)) {
    const kind = triggerKinds.find((name) => trigger[name] !== undefined) ?? 'message'
    if (kind === 'ref' || kind === 'ad') kinds.add('referral').add('lead')
    else if (kind === 'edited') for (const edited of editedKinds(trigger.edited)) kinds.add(edited)
    else if (kind === 'reaction') {
      if (trigger.of !== 'post') kinds.add('message_reaction')
      if (trigger.of !== 'message') kinds.add('post_reaction')
    } else if (kind !== 'payload' && kind !== 'attachment' && kind !== 'sticker' && kind !== 'unsupported')
      kinds.add(kind)
  }
  if (definition.moderation !== undefined) kinds.add('comment').add('edited_comment')
  return (kind) => kinds.has(kind)
}

function editedKinds(edited: Trigger['edited']): readonly TurnKind[] {
  return edited === undefined || edited === 'any' ? editedTurnKinds : [`edited_${edited}`]
}
