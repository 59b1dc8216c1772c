/** People who use Messenger and the feed. Each action takes effect at once; its webhook is on its way when the call returns. */
import type { GraphWorld } from '../graph-api/graph-world.ts'
import type { PersonState } from '../world/state.ts'
import {
  createPersonState,
  feedIdOf,
  findComment,
  findPost,
  psidOf,
  requirePage,
  type Action,
} from '../world/world.ts'
import type { PersonOptions } from '../world/world.ts'
import { feedOf } from './feed.ts'
import { messengerOf } from './messenger.ts'

export type Person = ReturnType<typeof personOf>

export function createPerson(world: GraphWorld, options: PersonOptions): Person {
  return personOf(world, createPersonState(world, options))
}

export function personOf(world: GraphWorld, state: PersonState) {
  const messenger = messengerOf(world, state)
  const feed = feedOf(world, state)
  return {
    ...messenger,
    ...feed,
    /** The simulator's name for them: `person-1`. */
    key: state.key,
    name: state.name,
    state,
    psid: (page: string) => psidOf(world, state, requirePage(world, page)),
    feedId: (page: string) => feedIdOf(world, state, requirePage(world, page)),
    /** To a message (mid), post or comment; undefined takes it back. */
    react(target: string, reaction: string | undefined): Action {
      const isFeed = findPost(world, target) !== undefined || findComment(world, target) !== undefined
      return isFeed ? feed.reactOnFeed(target, reaction) : messenger.reactToMessage(target, reaction)
    },
  }
}
