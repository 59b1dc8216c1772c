/** The rarer events of a Page, each known by its Page, kind and second, so at most one of a kind on a Page in a second. */
import { claimSecond, secondOf } from './cast.ts'
import type { Contact, Page, Studio } from './cast.ts'
import { change } from './feed-event.ts'
import { WireNumber } from '../webhooks/wire.ts'

/** Somebody mentions the Page in a post of their own: the platform does not say who. */
export function mention(studio: Studio, page: Page, message: string): boolean {
  if (!claimSecond(studio, page, 'mention')) return false
  const post = `${studio.ids.object()}_${studio.ids.object()}`
  change(studio, {
    field: 'mention',
    page,
    actor: undefined,
    item: 'post',
    verb: 'add',
    message,
    created: secondOf(studio.now),
    value: { post_id: post },
    values: { post_id: post },
  })
  return true
}

/** A person reviews the Page. The contract does not say whether `message` holds the review. */
export function rate(studio: Studio, contact: Contact, review: string, positive: boolean): boolean {
  const { page } = contact
  if (!claimSecond(studio, page, 'ratings')) return false
  change(studio, {
    field: 'ratings',
    page,
    actor: contact,
    item: 'rating',
    verb: 'add',
    created: secondOf(studio.now),
    ownActorKeys: true,
    value: {
      open_graph_story_id: new WireNumber(studio.ids.object()),
      reviewer_id: new WireNumber(contact.feedId),
      reviewer_name: contact.name,
      rating: positive ? 5 : 2,
      review_text: review,
      recommendation_type: positive ? 'POSITIVE' : 'NEGATIVE',
      comment_id: null,
    },
    looseText: true,
  })
  return true
}

export function lead(studio: Studio, page: Page): boolean {
  if (!claimSecond(studio, page, 'leadgen')) return false
  const numeric = studio.random.chance(studio.faults['numeric-ids'])
  const id = () => (numeric ? new WireNumber(studio.ids.object()) : studio.ids.object())
  change(studio, {
    field: 'leadgen',
    page,
    actor: undefined,
    created: secondOf(studio.now),
    value: {
      leadgen_id: id(),
      form_id: id(),
      page_id: numeric ? new WireNumber(page.id) : page.id,
      ad_id: id(),
    },
  })
  return true
}

/** Somebody likes the Page itself: no `from`, at most a user id. */
export function likePage(studio: Studio, page: Page): boolean {
  if (!claimSecond(studio, page, 'page like')) return false
  const user = studio.random.chance(0.5) ? new WireNumber(studio.ids.person()) : undefined
  change(studio, {
    field: 'feed',
    page,
    actor: undefined,
    item: 'like',
    verb: 'add',
    value: { user_id: user },
    open: ['pId', 'sender_id', 'direction'],
    anyActor: true,
  })
  return true
}

export function announceEvent(studio: Studio, page: Page, story: string): boolean {
  if (!claimSecond(studio, page, 'event')) return false
  const id = studio.ids.object()
  change(studio, {
    field: 'feed',
    page,
    actor: undefined,
    item: 'event',
    verb: 'add',
    created: secondOf(studio.now),
    looseText: true,
    value: { story, event_id: id, post_id: `${page.id}_${id}` },
    values: { event_id: id, post_id: `${page.id}_${id}` },
    open: ['pId', 'direction'],
    anyActor: true,
  })
  return true
}

export function publishAlbum(studio: Studio, page: Page): boolean {
  if (!claimSecond(studio, page, 'album')) return false
  const photos = Array.from({ length: 2 + studio.random.below(4) }, () => studio.ids.object())
  change(studio, {
    field: 'feed',
    page,
    actor: 'page',
    item: 'album',
    verb: 'add',
    created: secondOf(studio.now),
    value: {
      album_id: new WireNumber(studio.ids.object()),
      published: 1,
      photo_ids: photos.map((id) => new WireNumber(id)),
    },
    values: { photo_ids: photos.join(','), published: '1' },
  })
  return true
}

/** The platform blocks a video for its music: neither actor nor post nor time. */
export function blockVideo(studio: Studio, page: Page): boolean {
  if (!claimSecond(studio, page, 'video block')) return false
  const id = studio.ids.object()
  change(studio, {
    field: 'feed',
    page,
    actor: undefined,
    item: 'video',
    verb: studio.random.pick(['block', 'mute', 'unblock']),
    message: 'Clip',
    value: { video_id: id, video_flag_reason: 1, link: 'https://www.example.org/clip.mp4' },
    values: { video_id: id, link: 'https://www.example.org/clip.mp4' },
    open: ['pId', 'direction'],
    anyActor: true,
  })
  return true
}

/** A field or an item that no document names. */
export function strangeChange(studio: Studio, page: Page): boolean {
  if (!claimSecond(studio, page, 'strange')) return false
  const created = secondOf(studio.now)
  if (studio.random.chance(0.5)) {
    change(studio, {
      field: 'parking',
      page,
      actor: undefined,
      created,
      looseText: true,
      value: { lot: true, valet: 0 },
    })
  } else {
    change(studio, {
      field: 'feed',
      page,
      actor: 'page',
      item: 'hologram',
      verb: 'beam',
      created,
      value: { lens: ['a', { b: null }] },
    })
  }
  return true
}
