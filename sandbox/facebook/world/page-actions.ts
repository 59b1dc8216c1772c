/** The rarer events of a Page. Only its Page, kind and second tell one from another. */
import { WireNumber } from '../webhooks/wire.ts'
import { emitFeedEvent, type FeedEvent } from './feed-event.ts'
import type { Page, PersonState } from './state.ts'
import { feedIdOf, secondOf, type World, type Action } from './world.ts'

/** A customer mentions the Page in a post of their own: the webhook does not say who. */
export function mention(
  world: World,
  { page, text, postId }: { page: Page; text: string; postId: string },
): Action {
  return emit(world, postId, {
    field: 'mention',
    page,
    item: 'post',
    verb: 'add',
    message: text,
    created: secondOf(world.now()),
    columns: { post_id: postId },
  })
}

/** A customer reviews the Page. The contract does not say whether `message` holds the review. */
export function recommend(
  world: World,
  person: PersonState,
  review: { page: Page; text: string; isPositive: boolean; storyId: string },
): Action {
  const { page, text, isPositive, storyId } = review
  return emit(world, storyId, {
    field: 'ratings',
    page,
    actor: person,
    item: 'rating',
    verb: 'add',
    created: secondOf(world.now()),
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
}

export function lead(world: World, page: Page): Action {
  const numeric = world.faults.happens('numeric-ids')
  const wireId = (id: string) => (numeric ? new WireNumber(id) : id)
  const leadId = world.ids.object()
  const [form, ad] = [world.ids.object(), world.ids.object()]
  return emit(world, leadId, {
    field: 'leadgen',
    page,
    created: secondOf(world.now()),
    value: {
      leadgen_id: wireId(leadId),
      form_id: wireId(form),
      page_id: wireId(page.id),
      ad_id: wireId(ad),
    },
  })
}

/** A customer likes the Page itself: no `from`, at most a user id. */
export function likePage(world: World, page: Page): Action {
  const user = world.random.chance(0.5) ? new WireNumber(world.ids.person()) : undefined
  return emit(world, page.id, {
    page,
    item: 'like',
    verb: 'add',
    value: { user_id: user },
    open: ['pId', 'sender_id', 'direction'],
    anyActor: true,
  })
}

export function announceEvent(world: World, page: Page): Action {
  const id = world.ids.object()
  return emit(world, id, {
    page,
    item: 'event',
    verb: 'add',
    created: secondOf(world.now()),
    looseText: true,
    value: { story: `${page.name} added an event.` },
    columns: { event_id: id, post_id: `${page.id}_${id}` },
    open: ['pId', 'direction'],
    anyActor: true,
  })
}

export function publishAlbum(world: World, page: Page): Action {
  const photos = Array.from({ length: 2 + world.random.below(4) }, () => world.ids.object())
  const album = world.ids.object()
  return emit(world, album, {
    page,
    actor: 'page',
    item: 'album',
    verb: 'add',
    created: secondOf(world.now()),
    value: { album_id: new WireNumber(album) },
    columns: { published: 1, photo_ids: photos.map((id) => new WireNumber(id)) },
  })
}

/** The platform blocks a video for its music: neither actor nor post nor time. */
export function blockVideo(world: World, page: Page): Action {
  const id = world.ids.object()
  const link = 'https://www.example.org/clip.mp4'
  return emit(world, id, {
    page,
    item: 'video',
    verb: world.random.pick(['block', 'mute', 'unblock']),
    message: 'Clip',
    value: { video_flag_reason: 1 },
    columns: { video_id: id, link },
    open: ['pId', 'direction'],
    anyActor: true,
  })
}

/** A field or an item that no document names. */
export function strangeFeedEvent(world: World, page: Page): Action {
  const created = secondOf(world.now())
  return world.random.chance(0.5)
    ? emit(world, '', { field: 'parking', page, created, looseText: true, value: { lot: true, valet: 0 } })
    : emit(world, '', {
        page,
        actor: 'page',
        item: 'hologram',
        verb: 'beam',
        created,
        value: { lens: ['a', { b: null }] },
      })
}

function emit(world: World, id: string, event: FeedEvent): Action {
  const at = Math.floor(world.now())
  return { id, at, delivered: emitFeedEvent(world, event).delivered }
}
