/** The rarer events of a Page. Only its Page, kind and second tell one from another. */
import { WireNumber } from '../webhooks/wire.ts'
import { emitFeedEvent } from './feed-event.ts'
import type { Page, PersonState } from './state.ts'
import { feedIdOf, type World, type Action } from './world.ts'

/** A customer mentions the Page in a post of their own: the webhook does not say who. */
export function mention(
  world: World,
  told: { page: Page; text: string; postId: string; commentId?: string },
): Action {
  const { page, text: message, postId, commentId } = told
  const item = commentId === undefined ? 'post' : 'comment'
  const columns = { post_id: postId, comment_id: commentId }
  const event = { field: 'mention', page, item, verb: 'add', message, columns }
  return { id: postId, at: Math.floor(world.now()), delivered: emitFeedEvent(world, event).delivered }
}

/** A customer reviews the Page. The contract does not say whether `message` holds the review. */
export function recommend(
  world: World,
  person: PersonState,
  review: { page: Page; text: string; isPositive: boolean; storyId: string },
): Action {
  const { page, text, isPositive, storyId } = review
  const { delivered } = emitFeedEvent(world, {
    field: 'ratings',
    page,
    actor: person,
    item: 'rating',
    verb: 'add',
    ownActorKeys: true,
    storyId,
    value: {
      open_graph_story_id: new WireNumber(storyId),
      reviewer_id: new WireNumber(feedIdOf(world, person, page)),
      reviewer_name: person.name,
      rating: isPositive ? 5 : 2,
      review_text: text,
      recommendation_type: isPositive ? 'POSITIVE' : 'NEGATIVE',
      comment_id: null,
    },
    looseText: true,
  })
  return { id: storyId, at: Math.floor(world.now()), delivered }
}

/** Events that are about the Page itself; the reader may say whose they are. */
const aboutPage = { open: ['pId', 'direction'], anyActor: true }

export function lead(world: World, page: Page): void {
  const numeric = world.faults.happens('numeric-ids')
  const id = (digits: string) => (numeric ? new WireNumber(digits) : digits)
  const [leadgen, form, ad] = [world.ids.object(), world.ids.object(), world.ids.object()]
  const value = { leadgen_id: id(leadgen), form_id: id(form), page_id: id(page.id), ad_id: id(ad) }
  emitFeedEvent(world, { field: 'leadgen', page, value })
}

/** A customer likes the Page itself: no `from`, at most a user id. */
export function likePage(world: World, page: Page): void {
  const user_id = world.random.chance(0.5) ? new WireNumber(world.ids.person()) : undefined
  const open = [...aboutPage.open, 'sender_id']
  emitFeedEvent(world, {
    ...aboutPage,
    open,
    page,
    item: 'like',
    verb: 'add',
    created: 'none',
    value: { user_id },
  })
}

export function announceEvent(world: World, page: Page): void {
  const id = world.ids.object()
  emitFeedEvent(world, {
    ...aboutPage,
    page,
    item: 'event',
    verb: 'add',
    looseText: true,
    value: { story: `${page.name} added an event.` },
    columns: { event_id: id, post_id: `${page.id}_${id}` },
  })
}

export function publishAlbum(world: World, page: Page): void {
  const photo_ids = Array.from(
    { length: 2 + world.random.below(4) },
    () => new WireNumber(world.ids.object()),
  )
  const value = { album_id: new WireNumber(world.ids.object()) }
  const columns = { published: 1, photo_ids }
  emitFeedEvent(world, { page, actor: 'page', item: 'album', verb: 'add', value, columns })
}

/** The platform blocks a video for its music: neither actor nor post nor time. */
export function blockVideo(world: World, page: Page): void {
  emitFeedEvent(world, {
    ...aboutPage,
    page,
    item: 'video',
    columns: { video_id: world.ids.object(), link: 'https://www.example.org/clip.mp4' },
    verb: world.random.pick(['block', 'mute', 'unblock']),
    created: 'none',
    message: 'Clip',
    value: { video_flag_reason: 1 },
  })
}

/** A field or an item that no document names. */
export function strangeFeedEvent(world: World, page: Page): void {
  const hologram = {
    actor: 'page',
    item: 'hologram',
    verb: 'beam',
    value: { lens: ['a', { b: null }] },
  } as const
  const parking = { field: 'parking', looseText: true, value: { lot: true, valet: 0 } }
  emitFeedEvent(world, { page, ...(world.random.chance(0.5) ? parking : hologram) })
}
