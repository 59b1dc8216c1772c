/** What is published on a Page's feed and becomes of it. Every act puts one event on its way and knows what must be found of it. */
import { claimChange, remember, secondOf } from './cast.ts'
import type { Contact, Page, Post, Studio } from './cast.ts'
import { change } from './feed-event.ts'
import type { FeedValues } from '../ledger/identity.ts'
import { WireNumber } from '../webhooks/wire.ts'
import type { Wire } from '../webhooks/wire.ts'

export type PostItem = 'status' | 'photo' | 'video' | 'share' | 'post'

/** The Page publishes (status, photo, video, share), or a visitor writes on its wall (post). */
export function publish(
  studio: Studio,
  page: Page,
  {
    item,
    message,
    visitor,
    photos,
  }: { item: PostItem; message: string; visitor?: Contact; photos?: readonly string[] },
): Post {
  const media = mediaOf(studio, item)
  const id = `${page.id}_${media.id !== undefined && item === 'photo' ? media.id : studio.ids.object()}`
  const created = secondOf(studio.now)
  const isVisitor = visitor !== undefined
  const recorded = change(studio, {
    field: 'feed',
    page,
    actor: visitor ?? 'page',
    item,
    verb: 'add',
    created,
    message: message === '' ? undefined : message,
    value: {
      post_id: id,
      published: isVisitor ? undefined : 1,
      is_hidden: isVisitor ? false : undefined,
      ...mediaWire(studio, media),
      photos,
    },
    values: {
      post_id: id,
      published: isVisitor ? '' : '1',
      ...mediaValues(media),
      photos: photos === undefined ? '' : photos.join(','),
    },
  })
  const post: Post = {
    event: recorded.event,
    id,
    item,
    author: visitor,
    text: message,
    createdSecond: created,
    changedSecond: created,
    gone: false,
    hidden: false,
    edits: 0,
    comments: [],
    reactions: new Map(),
    media,
  }
  remember(page.posts, post, 60)
  return post
}

/** The new text ends in the number of the edit: the platform repeats the post's created_time, so only texts tell edits apart. */
export function editPost(studio: Studio, page: Page, post: Post, text: string): boolean {
  if (post.item === 'share' || !claimChange(studio, post)) return false
  post.edits += 1
  const message = `${text} (edit ${post.edits})`
  post.text = message
  const isVisitor = post.author !== undefined
  const { event, ts } = change(studio, {
    ...aboutPost(page, post),
    verb: isVisitor ? 'edit' : 'edited',
    created: isVisitor ? undefined : post.createdSecond,
    message,
    value: { post_id: post.id, published: isVisitor ? undefined : 1, ...mediaWire(studio, post.media) },
    values: { post_id: post.id, published: isVisitor ? '' : '1', ...mediaValues(post.media) },
  })
  studio.ledger.recordChange(post.event, { by: event, kind: 'text', order: ts, value: message })
  return true
}

/** Hides the post, or shows it again. The event has no time of its own. */
export function togglePost(studio: Studio, page: Page, post: Post): boolean {
  if (!claimChange(studio, post)) return false
  post.hidden = !post.hidden
  const { event, ts } = change(studio, {
    ...aboutPost(page, post),
    verb: post.hidden ? 'hide' : 'unhide',
    message: post.text === '' ? undefined : post.text,
    value: { post_id: post.id, ...mediaWire(studio, post.media) },
    values: { post_id: post.id, ...mediaValues(post.media) },
  })
  studio.ledger.recordChange(post.event, {
    by: event,
    kind: 'hidden',
    order: ts,
    value: post.hidden ? '1' : '0',
  })
  return true
}

export function removePost(studio: Studio, page: Page, post: Post): boolean {
  if (!claimChange(studio, post)) return false
  post.gone = true
  const { event, ts } = change(studio, {
    ...aboutPost(page, post),
    verb: 'remove',
    created: secondOf(studio.now),
    value: { recipient_id: new WireNumber(page.id), post_id: post.id },
    values: { post_id: post.id },
  })
  studio.ledger.recordChange(post.event, { by: event, kind: 'removed', order: ts, value: '1' })
  return true
}

function aboutPost(
  page: Page,
  post: Post,
): { field: 'feed'; page: Page; actor: Contact | 'page'; item: string } {
  return { field: 'feed', page, actor: post.author ?? 'page', item: post.item }
}

function mediaOf({ random, ids }: Studio, item: PostItem): Post['media'] {
  if (item === 'status' || item === 'post') return {}
  const id = ids.object()
  const link =
    item === 'share'
      ? `https://example.org/story/${id}?a=1&b=50%`
      : `https://scontent.xx.fbcdn.net/${item}/${id}.bin`
  return { key: `${item}_id`, id, ...(random.chance(0.9) ? { link } : {}) }
}

function mediaWire({ random, faults }: Studio, media: Post['media']): Record<string, Wire | undefined> {
  if (media.key === undefined || media.id === undefined) return {}
  return {
    [media.key]: random.chance(0.5 + faults['numeric-ids'] / 2) ? new WireNumber(media.id) : media.id,
    link: media.link,
  }
}

function mediaValues(media: Post['media']): FeedValues {
  if (media.key === undefined) return {}
  return { [media.key]: media.id, link: media.link ?? '' }
}
