/** People who use Messenger and the feed. Each action takes effect at once; its webhook is on its way when the call returns. */
import type { GraphWorld } from '../graph-api/graph-world.ts'
import type { Action } from '../world/action.ts'
import type { PersonState } from '../world/state.ts'
import { createPersonState, feedIdOf, findComment, findPost, psidOf, requirePage } from '../world/world.ts'
import type { PersonOptions } from '../world/world.ts'
import { commentOn, editComment, mention, postOnPage, reactTo, recommend, removeComment } from './feed.ts'
import type { CommentOptions } from './feed.ts'
import { block, optIn, react, read, refer, tap, write } from './messenger.ts'
import type { Tapped, WriteOptions } from './messenger.ts'

export interface Person {
  /** The simulator's name for them: `person-1`. */
  readonly key: string
  readonly name: string
  readonly state: PersonState
  psid(page: string): string
  feedId(page: string): string
  write(page: string, text: string, options?: WriteOptions): Action
  /** A quick reply or button that they see, by its title or payload; or one that is described. */
  tap(page: string, what: Tapped): Action
  getStarted(page: string): Action
  /** Comes by an m.me link, `ref` behind it. */
  refer(page: string, ref: string): Action
  optIn(page: string, ref: string): Action
  /** Comments on a post, or answers the comment with this id. */
  comment(target: string, text: string, options?: CommentOptions): Action
  replyTo(commentId: string, text: string, options?: CommentOptions): Action
  postOnPage(page: string, text: string): Action
  /** Names the Page in a post of their own; the webhook does not say who it was. */
  mention(page: string, text: string): Action
  recommend(page: string, text: string, rating: 'positive' | 'negative'): Action
  editComment(commentId: string, text: string): Action
  removeComment(commentId: string): Action
  /** To a message (mid), post or comment; undefined takes it back. */
  react(target: string, reaction: string | undefined): Action
  /** Opens the thread: all of it is read. */
  read(page: string): boolean
  block(page: string): void
  unblock(page: string): void
}

export function createPerson(world: GraphWorld, options: PersonOptions): Person {
  return personOf(world, createPersonState(world, options))
}

export function personOf(world: GraphWorld, state: PersonState): Person {
  const page = (id: string) => requirePage(world, id)
  return {
    key: state.key,
    name: state.name,
    state,
    psid: (id) => psidOf(world, state, page(id)),
    feedId: (id) => feedIdOf(world, state, page(id)),
    write: (id, text, writing = {}) => write(world, state, { page: page(id), text, ...writing }),
    tap: (id, what) => tap(world, state, { page: page(id), what }),
    getStarted: (id) => tap(world, state, { page: page(id), what: getStartedOf(page(id).messengerProfile) }),
    refer: (id, ref) => refer(world, state, { page: page(id), ref }),
    optIn: (id, ref) => optIn(world, state, { page: page(id), ref }),
    comment: (target, text, more = {}) => commentOn(world, state, { target, text, ...more }),
    replyTo: (target, text, more = {}) => commentOn(world, state, { target, text, ...more }),
    postOnPage: (id, text) => postOnPage(world, state, { page: page(id), text }),
    mention: (id, text) => mention(world, state, { page: page(id), text }),
    recommend: (id, text, rating) =>
      recommend(world, state, { page: page(id), text, isPositive: rating === 'positive' }),
    editComment: (id, text) => editComment(world, state, { id, text }),
    removeComment: (id) => removeComment(world, state, id),
    react(target, reaction) {
      const isFeed = findPost(world, target) !== undefined || findComment(world, target) !== undefined
      return isFeed
        ? reactTo(world, state, { target, reaction })
        : react(world, state, { mid: target, reaction })
    },
    read: (id) => read(world, state, page(id)),
    block: (id) => block(world, state, { page: page(id), isBlocked: true }),
    unblock: (id) => block(world, state, { page: page(id), isBlocked: false }),
  }
}

function getStartedOf(profile: ReadonlyMap<string, unknown>): Tapped {
  const given = profile.get('get_started')
  const payload =
    typeof given === 'object' && given !== null && 'payload' in given && typeof given.payload === 'string'
      ? given.payload
      : 'GET_STARTED'
  return { postback: { title: 'Get Started', payload } }
}
