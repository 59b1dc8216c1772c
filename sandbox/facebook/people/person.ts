/** People who use Messenger and the feed. Every act is done at once in the world; its webhook is on its way when the call returns. */
import type { Act } from '../world/action.ts'
import { commentOn, editComment, postOnPage, reactOnFeed, removeComment } from './feed.ts'
import type { CommentOptions } from './feed.ts'
import { mention, recommend } from './mention.ts'
import { block, optIn, reactToMessage, read, refer, tap, write } from './messenger.ts'
import type { Tapped, WriteOptions } from './messenger.ts'
import type { PersonState } from '../world/state.ts'
import { feedIdOf, findComment, findPost, psidOf, requirePage } from '../world/world.ts'
import type { World } from '../world/world.ts'

export interface PersonOptions {
  readonly name: string
  readonly locale?: string
  /** Hours from UTC. */
  readonly timezone?: number
  readonly gender?: string
  readonly pictureUrl?: string
  /** `none`: made with a phone number, without a profile. */
  readonly profile?: 'full' | 'none'
  /** What their phone does with a message; `reads` when left out. */
  readonly phone?: 'reads' | 'delivers' | 'off'
  /** The feed knows them by another id than Messenger. */
  readonly feedIdDiffers?: boolean
}

export interface Person {
  /** The simulator's name for them: `person-1`. */
  readonly key: string
  readonly name: string
  readonly state: PersonState
  psid(page: string): string
  feedId(page: string): string
  write(page: string, text: string, options?: WriteOptions): Act
  /** A quick reply or button that they see, by its title or payload; or one that is described. */
  tap(page: string, what: Tapped): Act
  getStarted(page: string): Act
  /** Comes by an m.me link, `ref` behind it. */
  refer(page: string, ref: string): Act
  optIn(page: string, ref: string): Act
  /** Comments on a post, or answers the comment with this id. */
  comment(target: string, text: string, options?: CommentOptions): Act
  replyTo(commentId: string, text: string, options?: CommentOptions): Act
  postOnPage(page: string, text: string): Act
  /** Names the Page in a post of their own; the webhook does not say who it was. */
  mention(page: string, text: string): Act
  recommend(page: string, text: string, rating: 'positive' | 'negative'): Act
  editComment(commentId: string, text: string): Act
  removeComment(commentId: string): Act
  /** To a message (mid), post or comment; undefined takes it back. */
  react(target: string, reaction: string | undefined): Act
  /** Opens the thread: all of it is read. */
  read(page: string): boolean
  block(page: string): void
  unblock(page: string): void
}

export function createPerson(world: World, options: PersonOptions): Person {
  const [firstName = options.name, ...rest] = options.name.split(' ')
  const key = `person-${world.people.size + 1}`
  const state: PersonState = {
    key,
    name: options.name,
    firstName,
    lastName: rest.join(' '),
    locale: options.locale ?? 'en_US',
    timezone: options.timezone ?? 1,
    gender: options.gender ?? 'female',
    pictureUrl: options.pictureUrl ?? `https://platform-lookaside.fbsbx.com/platform/profilepic/?id=${key}`,
    profile: options.profile ?? 'full',
    phone: options.phone ?? 'reads',
    feedIdDiffers: options.feedIdDiffers ?? false,
    psids: new Map(),
    feedIds: new Map(),
  }
  world.people.set(key, state)
  return personOf(world, state)
}

export function personOf(world: World, state: PersonState): Person {
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
        ? reactOnFeed(world, state, { target, reaction })
        : reactToMessage(world, state, { mid: target, reaction })
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
