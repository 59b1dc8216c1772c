/** A person speaks of the Page: in a post of their own, or in a recommendation. Both can be commented on by the Page. */
import { WireNumber } from '../webhooks/wire.ts'
import type { Act } from '../world/action.ts'
import { addPost } from './feed.ts'
import { secondsOf } from '../graph-api/feed-change.ts'
import type { Page, PersonState } from '../world/state.ts'
import { feedIdOf, psidOf } from '../world/world.ts'
import type { World } from '../world/world.ts'

/** The webhook does not say who it was, as live ones don't; `isNamed` adds the older keys that do. */
export function mention(
  world: World,
  person: PersonState,
  { page, text, isNamed = false }: { page: Page; text: string; isNamed?: boolean },
): Act {
  const post = addPost(world, { page, author: person, text })
  record(world, person, { page, act: 'mention', id: post.id, text })
  const who = isNamed ? { sender_id: feedIdOf(world, person, page), sender_name: person.name } : {}
  const delivered = world.outbox.post({
    page,
    field: 'mention',
    list: 'changes',
    item: {
      field: 'mention',
      value: {
        ...who,
        message: text,
        post_id: post.id,
        created_time: secondsOf(post.at),
        item: 'post',
        verb: 'add',
      },
    },
  })
  return { id: post.id, at: post.at, delivered }
}

/** The act's id is the story's: `POST /{id}/comments` answers it. */
export function recommend(
  world: World,
  person: PersonState,
  { page, text, isPositive }: { page: Page; text: string; isPositive: boolean },
): Act {
  const storyId = world.ids.object()
  const post = addPost(world, { page, author: person, text, id: storyId })
  record(world, person, { page, act: 'recommend', id: post.id, text })
  const delivered = world.outbox.post({
    page,
    field: 'ratings',
    list: 'changes',
    item: {
      field: 'ratings',
      value: {
        item: 'rating',
        verb: 'add',
        open_graph_story_id: new WireNumber(storyId),
        reviewer_id: new WireNumber(feedIdOf(world, person, page)),
        reviewer_name: person.name,
        rating: isPositive ? 5 : 2,
        review_text: text,
        recommendation_type: isPositive ? 'POSITIVE' : 'NEGATIVE',
        comment_id: null,
        created_time: secondsOf(post.at),
      },
    },
  })
  return { id: post.id, at: post.at, delivered }
}

function record(
  world: World,
  person: PersonState,
  { page, ...act }: { page: Page; act: 'mention' | 'recommend'; id: string; text: string },
): void {
  const psid = psidOf(world, person, page)
  world.ledger.recordAct({ at: Math.floor(world.now()), page: page.id, psid, ...act }, person)
}
