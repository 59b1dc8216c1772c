/** One item of `changes[]` with field `feed`, sent. */
import type { Outcome } from '../webhooks/sender.ts'
import type { Wire } from '../webhooks/wire.ts'
import type { Comment, Page, PersonState, Post } from '../world/state.ts'
import { feedIdOf } from '../world/world.ts'
import type { World } from '../world/world.ts'

export interface FeedChange {
  readonly page: Page
  readonly actor: PersonState | 'page'
  readonly item: string
  readonly verb: string
  readonly value: { readonly [key: string]: Wire | undefined }
  /** `from` is withheld. */
  readonly isNameless?: boolean
  readonly afterMs?: number | undefined
  readonly copies?: number | undefined
}

export function postFeedChange(world: World, change: FeedChange): Promise<Outcome> {
  const { page, actor } = change
  const from =
    change.isNameless === true
      ? undefined
      : actor === 'page'
        ? { id: page.id, name: page.name }
        : { id: feedIdOf(world, actor, page), name: actor.name }
  return world.outbox.post({
    page,
    field: 'feed',
    list: 'changes',
    item: { field: 'feed', value: { from, item: change.item, verb: change.verb, ...change.value } },
    ...(change.afterMs === undefined ? {} : { afterMs: change.afterMs }),
    ...(change.copies === undefined ? {} : { copies: change.copies }),
  })
}

export function commentIds(comment: Comment) {
  return { comment_id: comment.id, post_id: comment.post.id, parent_id: comment.parentId }
}

export function postFacts(post: Post): Wire {
  return {
    status_type: 'mobile_status_update',
    is_published: true,
    updated_time: isoTime(post.at),
    permalink_url: `https://www.facebook.com/${post.id.replace('_', '/posts/')}`,
    promotion_status: 'inactive',
    id: post.id,
  }
}

/** As the Graph API writes a time: `2024-02-06T09:31:16+0000`. */
export function isoTime(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, '+0000')
}

export function secondsOf(at: number): number {
  return Math.floor(at / 1000)
}
