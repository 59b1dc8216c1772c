/** What is published on a Page's feed, and what becomes of it. Every action emits one event. */
import type { FeedValues } from '../ledger/identity.ts'
import { WireNumber } from '../webhooks/wire.ts'
import type { Wire } from '../webhooks/wire.ts'
import type { Action } from './action.ts'
import { applyChange, noteChange } from './content-change.ts'
import type { ContentChange } from './content-change.ts'
import { emitFeedEvent } from './feed-event.ts'
import type { Author, Page, Post } from './state.ts'
import { secondOf } from './world.ts'
import type { World } from './world.ts'

/** `post` is a visitor's. */
export type PostItem = 'status' | 'photo' | 'video' | 'share' | 'post'

export interface NewPost {
  readonly page: Page
  readonly item: PostItem
  readonly author: Author
  readonly text: string
  readonly photos?: readonly string[] | undefined
}

const mostPosts = 60

/** The post is in the world, and no webhook tells of it yet. */
export function storePost(
  world: World,
  { page, item, author, text, id }: NewPost & { readonly id?: string },
  media: Post['media'] = {},
): Post {
  const number = media.id !== undefined && item === 'photo' ? media.id : world.ids.object()
  const at = Math.floor(world.now())
  const post: Post = {
    event: -1,
    id: id ?? `${page.id}_${number}`,
    page,
    item,
    author,
    text,
    at,
    changedSecond: secondOf(at),
    removed: false,
    hidden: false,
    edits: 0,
    comments: [],
    reactions: new Map(),
    media,
    privatelyRepliedAt: 0,
  }
  page.posts.set(post.id, post)
  const [oldest] = page.posts.values()
  if (world.memory === 'newest' && page.posts.size > mostPosts && oldest !== undefined) {
    page.posts.delete(oldest.id)
    for (const comment of oldest.comments) page.comments.delete(comment.id)
  }
  return post
}

/** The Page publishes (status, photo, video, share), or a visitor writes on its wall (post). */
export function publish(world: World, made: NewPost): Action & { readonly post: Post } {
  const { page, item, author, text, photos } = made
  const media = mediaOf(world, item)
  const post = storePost(world, made, media)
  const isVisitor = author !== 'page'
  const { event, delivered } = emitFeedEvent(world, {
    page,
    actor: author,
    item,
    verb: 'add',
    created: secondOf(post.at),
    message: text === '' ? undefined : text,
    value: {
      post_id: post.id,
      published: isVisitor ? undefined : 1,
      is_hidden: isVisitor ? false : undefined,
      ...mediaWire(world, media),
      photos,
    },
    values: {
      post_id: post.id,
      published: isVisitor ? '' : '1',
      ...mediaValues(media),
      photos: photos?.join(',') ?? '',
    },
  })
  post.event = event
  return { id: post.id, at: post.at, delivered, post }
}

/** The platform repeats the post's created_time on an edit, so only texts tell two edits apart: a caller never repeats one. */
export function changePost(world: World, post: Post, change: ContentChange): Action {
  const at = Math.floor(world.now())
  const isVisitor = post.author !== 'page'
  const applied = applyChange(world, post, change)
  const about = { page: post.page, actor: post.author, item: post.item }
  const media = [mediaWire(world, post.media), mediaValues(post.media)] as const
  const emitted = emitFeedEvent(world, {
    ...about,
    ...(change.verb === 'remove'
      ? {
          verb: 'remove',
          created: secondOf(at),
          value: { recipient_id: new WireNumber(post.page.id), post_id: post.id },
          values: { post_id: post.id },
        }
      : change.verb === 'edited'
        ? {
            verb: isVisitor ? 'edit' : 'edited',
            created: isVisitor ? undefined : secondOf(post.at),
            message: post.text,
            value: { post_id: post.id, published: isVisitor ? undefined : 1, ...media[0] },
            values: { post_id: post.id, published: isVisitor ? '' : '1', ...media[1] },
          }
        : {
            // A hidden post is told without a time.
            verb: change.verb,
            message: post.text === '' ? undefined : post.text,
            value: { post_id: post.id, ...media[0] },
            values: { post_id: post.id, ...media[1] },
          }),
  })
  noteChange(world, post, { ...emitted, ...applied })
  return { id: post.id, at, delivered: emitted.delivered }
}

function mediaOf({ random, ids }: World, item: PostItem): Post['media'] {
  if (item === 'status' || item === 'post') return {}
  const id = ids.object()
  const link =
    item === 'share'
      ? `https://example.org/story/${id}?a=1&b=50%`
      : `https://scontent.xx.fbcdn.net/${item}/${id}.bin`
  return { key: `${item}_id`, id, ...(random.chance(0.9) ? { link } : {}) }
}

function mediaWire({ random, faults }: World, media: Post['media']): Record<string, Wire | undefined> {
  if (media.key === undefined || media.id === undefined) return {}
  const isNumber = random.chance(0.5) || faults.happens('numeric-ids')
  return { [media.key]: isNumber ? new WireNumber(media.id) : media.id, link: media.link }
}

function mediaValues(media: Post['media']): FeedValues {
  return media.key === undefined ? {} : { [media.key]: media.id, link: media.link ?? '' }
}
