import type { ContentChange as Recorded } from '../ledger/event-ledger.ts'
import type { EmittedFeedEvent } from './feed-event.ts'
import type { Comment, Post } from './state.ts'
import { secondOf, type World, type Action } from './world.ts'

/** What happens to a post or comment after it was published. */
export type ContentChange =
  | { readonly verb: 'edited'; readonly text: string }
  | { readonly verb: 'hide' | 'unhide' | 'remove' }

/** The content is as the change leaves it, then `tell` emits its event; the ledger expects the change on the content's row. */
export function changeContent(
  world: World,
  content: Post | Comment,
  { change, tell }: { change: ContentChange; tell: () => EmittedFeedEvent },
): Action {
  const at = Math.floor(world.now())
  const recorded = apply(content, change)
  content.changedSecond = secondOf(at)
  const { event: by, ts: order, delivered } = tell()
  world.ledger.events.recordChange(content.event, { by, order, ...recorded })
  return { id: content.id, at, delivered }
}

/** Hides repeat the time of their content, as Facebook does at least for videos. */
export function contentTime(
  world: World,
  { at }: Post | Comment,
  { verb }: ContentChange,
): { readonly created?: number } {
  const isHide = verb === 'hide' || verb === 'unhide'
  return isHide && world.faults.happens('content-times') ? { created: secondOf(at) } : {}
}

function apply(content: Post | Comment, change: ContentChange): Pick<Recorded, 'kind' | 'value'> {
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
