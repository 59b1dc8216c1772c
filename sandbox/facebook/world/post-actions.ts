/** What is published on a Page's feed, and what becomes of it. Every action emits one event. */
import { WireNumber, type Wire } from '../webhooks/wire.ts'
import { changeContent, contentTime, type ContentChange } from './content-change.ts'
import { emitFeedEvent } from './feed-event.ts'
import type { Author, Page, Post } from './state.ts'
import { freshOnFeed, secondOf, type World, type Action } from './world.ts'

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
    edits: 0,
    comments: [],
    media,
    ...freshOnFeed(at),
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
    message: text === '' ? undefined : text,
    value: { is_hidden: isVisitor ? false : undefined },
    columns: { post_id: post.id, published: isVisitor ? undefined : 1, ...mediaWire(world, media), photos },
  })
  post.event = event
  return { id: post.id, at: post.at, delivered, post }
}

/** The platform repeats the post's created_time on an edit, so only texts tell two edits apart: a caller never repeats one. */
export function changePost(world: World, post: Post, change: ContentChange): Action {
  const about = { page: post.page, actor: post.author, item: post.item, verb: change.verb }
  const media = mediaWire(world, post.media)
  const isVisitor = post.author !== 'page'
  const tell = () => {
    if (change.verb === 'remove')
      return emitFeedEvent(world, {
        ...about,
        value: { recipient_id: new WireNumber(post.page.id) },
        columns: { post_id: post.id },
      })
    if (change.verb === 'edited')
      return emitFeedEvent(world, {
        ...about,
        verb: isVisitor ? 'edit' : 'edited',
        created: isVisitor ? 'none' : secondOf(post.at),
        message: post.text,
        columns: { post_id: post.id, published: isVisitor ? undefined : 1, ...media },
      })
    // A hidden post is told without a time.
    const message = post.text === '' ? undefined : post.text
    return emitFeedEvent(world, {
      ...about,
      created: 'none',
      message,
      columns: { post_id: post.id, ...media },
      ...contentTime(world, post, change),
    })
  }
  return changeContent(world, post, { change, tell })
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

function mediaWire(
  { random, faults }: World,
  { key, id, link }: Post['media'],
): Record<string, Wire | undefined> {
  if (key === undefined || id === undefined) return {}
  const isNumber = random.chance(0.5) || faults.happens('numeric-ids')
  return { [key]: isNumber ? new WireNumber(id) : id, link }
}
