/** What people do a moment after a message or comment: it is unsent, edited, removed or hidden, often before its reply. */
import type { AfterthoughtName } from '../faults.ts'
import type { GraphWorld } from '../graph-api/graph-world.ts'
import type { ActionKind } from '../ledger/seen-ledger.ts'
import { changeComment } from '../world/comment-actions.ts'
import { editMessage, unsendMessage } from '../world/message-changes.ts'
import type { Comment, Message, Thread } from '../world/state.ts'
import { psidOf, type Action } from '../world/world.ts'

/** The end of every edited text. */
export const editedEnd = ' (edited)'

export function thinkAgainOfMessage(world: GraphWorld, thread: Thread, message: Message): void {
  const facts = { page: thread.page.id, psid: thread.psid }
  const name = chosen(world, ['unsent-soon', 'edited-soon'], thread.page.id)
  if (name === undefined) return
  void soon(world, name, () => {
    const text = message.text + editedEnd
    const isUnsent = name === 'unsent-soon'
    const changed = isUnsent
      ? unsendMessage(world, thread, message)
      : editMessage(world, thread, message, text)
    const noted = isUnsent ? { action: 'unsend' as const } : { action: 'edit_message' as const, text }
    world.ledger.recordAction({ ...facts, at: changed.at, id: changed.id, ...noted }, thread.person)
    return { changed, action: noted.action }
  })
}

export function thinkAgainOfComment(world: GraphWorld, comment: Comment): void {
  const { author } = comment
  const { page } = comment.post
  const name = chosen(world, ['removed-soon', 'hidden-soon'], page.id)
  if (name === undefined || author === 'page') return
  void soon(world, name, () => {
    const changed = changeComment(world, comment, { verb: name === 'removed-soon' ? 'remove' : 'hide' })
    const facts = { at: changed.at, page: page.id, psid: psidOf(world, author, page), id: changed.id }
    if (name === 'hidden-soon') {
      world.ledger.signal({ ...facts, action: 'hide' }, author)
      return { changed, action: 'hide' }
    }
    world.ledger.recordAction({ ...facts, action: 'remove_comment' }, author)
    return { changed, action: 'remove_comment' }
  })
}

function chosen<Name extends AfterthoughtName>(
  { faults }: GraphWorld,
  names: readonly Name[],
  page: string,
): Name | undefined {
  return names.find((name) => faults.happens(name, page))
}

interface Done {
  readonly changed: Action
  readonly action: ActionKind | 'hide'
}

async function soon(world: GraphWorld, name: AfterthoughtName, act: () => Done): Promise<void> {
  await world.sleep(world.random.below(world.faults.ms(name) + 1))
  const { changed, action } = act()
  if ((await changed.delivered) === 'acked')
    world.ledger.afterthoughts.set(changed.id, { action, ackedAt: Date.now() })
}
