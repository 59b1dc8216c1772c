import type { ChangeKind } from '../ledger/event-ledger.ts'
import type { Comment, Post } from './state.ts'
import { secondOf } from './world.ts'
import type { World } from './world.ts'

/** What happens to a post or comment after it was published. */
export type ContentChange =
  | { readonly verb: 'edited'; readonly text: string }
  | { readonly verb: 'hide' | 'unhide' | 'remove' }

/** The content is as the change leaves it. Returns what `noteChange` needs. */
export function applyChange(
  world: World,
  content: Post | Comment,
  change: ContentChange,
): { readonly kind: ChangeKind; readonly value: string } {
  content.changedSecond = secondOf(world.now())
  if (change.verb === 'edited') {
    content.text = change.text
    return { kind: 'text', value: change.text }
  }
  if (change.verb === 'remove') {
    content.removed = true
    return { kind: 'removed', value: '1' }
  }
  content.hidden = change.verb === 'hide'
  return { kind: 'hidden', value: content.hidden ? '1' : '0' }
}

/** The ledger expects the change on the row of the content. */
export function noteChange(
  { ledger }: World,
  content: Post | Comment,
  { event, ts, ...change }: { event: number; ts: number; kind: ChangeKind; value: string },
): void {
  ledger.events.recordChange(content.event, { by: event, order: ts, ...change })
}
