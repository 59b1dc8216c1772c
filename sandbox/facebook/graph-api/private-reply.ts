/** A private reply to a comment or a visitor's post: once, within 7 days, not to another Page. */
import { badParameter, GraphError, noSuchObject } from './graph-error.ts'
import type { Comment, Page, PersonState, Post } from '../world/state.ts'
import type { GraphWorld } from './graph-world.ts'

export interface PrivateTarget {
  readonly about: string
  readonly author: PersonState
  readonly on: Comment | Post
}

const week = 7 * 24 * 60 * 60_000

/** Throws GraphError 100/33 (no such thing here), 100 (the Page's own), 10900 (done before), 10903 (too old). */
export function findPrivateTarget(
  world: GraphWorld,
  page: Page,
  { key, id }: { key: 'comment_id' | 'post_id'; id: string },
): PrivateTarget {
  const on = key === 'comment_id' ? page.comments.get(id) : page.posts.get(id)
  if (on === undefined || on.removed) throw noSuchObject(id)
  if (on.author === 'page') throw badParameter('A Page cannot reply privately to itself')
  if (on.privatelyRepliedAt > 0)
    throw new GraphError({ code: 10900, message: '(#10900) Activity already replied to' })
  // No document gives the code for a reply that comes too late; this one is widely reported.
  if (world.now() - on.at > week)
    throw new GraphError({ code: 10903, message: '(#10903) This user cannot reply to this activity' })
  return { about: id, author: on.author, on }
}

export function takePrivateTarget(world: GraphWorld, { on }: PrivateTarget): void {
  on.privatelyRepliedAt = world.now()
}
