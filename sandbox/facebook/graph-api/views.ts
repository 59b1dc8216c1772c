/** The world as JSON for a browser page: names of its own, no wire shapes. */
import type { Json, JsonBag } from './call.ts'
import type { Author, Comment, Message, Page, PersonState, Post } from '../world/state.ts'
import { visibleChoices } from '../people/visible-choices.ts'
import { describeAuthor, openThread, psidOf, requirePage } from '../world/world.ts'
import { controllerOf, isOurs } from './graph-world.ts'
import type { GraphWorld } from './graph-world.ts'

export function pageView(page: Page): Json {
  return {
    id: page.id,
    name: page.name,
    isSubscribed: page.subscribedFields !== undefined,
    isTokenDead: page.tokenDead !== undefined,
    posts: page.posts.size,
    threads: [...page.threads.values()].map(({ person, psid, lastAt }) => ({
      person: person.key,
      psid,
      lastAt,
    })),
    messengerProfile: plain(Object.fromEntries(page.messengerProfile)),
  }
}

export function personView(person: PersonState): Json {
  const { key, name, firstName, lastName, locale, timezone, gender, pictureUrl, phone } = person
  const psids = Object.fromEntries(person.psids)
  return { key, name, firstName, lastName, locale, timezone, gender, pictureUrl, phone, psids }
}

/** Newest post first, its comments oldest first, answers under the comment they answer. */
export function postsView(world: GraphWorld, pageId: string): Json {
  const page = requirePage(world, pageId)
  return [...page.posts.values()].toReversed().map((post) => postView(world, post))
}

/** The thread of a customer with a Page, begun if there is none. Throws RangeError for an unknown one. */
export function threadView(
  world: GraphWorld,
  { page: pageId, person: key }: { page: string; person: string },
): Json {
  const page = requirePage(world, pageId)
  const person = world.people.get(key)
  if (person === undefined) throw new RangeError(`no customer ${key}`)
  const thread = openThread(world, page, person)
  return {
    page: page.id,
    person: key,
    psid: thread.psid,
    messages: thread.messages.map((message) => messageView(message)),
    choices: visibleChoices(thread).map((choice) =>
      'quickReply' in choice ? { quickReply: choice.quickReply } : { postback: choice.postback },
    ),
    greeting: plain(page.messengerProfile.get('greeting') ?? null),
    isTyping: thread.typingUntil > world.now(),
    seenByPageUpTo: thread.seenByPageUpTo,
    deliveredUpTo: thread.delivered.upTo,
    readUpTo: thread.read.upTo,
    isBlocked: thread.blocked,
    windowOpenUntil: thread.openedAt === 0 ? null : thread.openedAt + 86_400_000,
    heldBy: controllerOf(world, thread) ?? null,
    isOurs: isOurs(world, thread),
  }
}

function messageView(message: Message): JsonBag {
  const { mid, from, at } = message
  return {
    mid,
    from,
    at,
    text: message.text === '' ? null : message.text,
    attachment: plain(attachmentOf(message)),
    quickReplies: plain(message.quickReplies ?? null),
    about: message.about ?? null,
    appId: message.appId ?? null,
    metadata: message.metadata ?? null,
    reaction: message.reaction ?? null,
    replyToMid: message.replyToMid ?? null,
  }
}

function postView(world: GraphWorld, post: Post): JsonBag {
  const { page } = post
  const live = post.comments.filter(({ removed }) => !removed)
  const top = live.filter(({ parentId }) => parentId === post.id)
  return {
    id: post.id,
    at: post.at,
    text: post.text,
    author: authorOf(world, page, post.author),
    reactions: reactionsView(world, page, post),
    isPrivatelyReplied: post.privatelyRepliedAt > 0,
    comments: top.map((comment) => ({
      ...commentView(world, comment),
      replies: live
        .filter(({ parentId }) => parentId === comment.id)
        .map((reply) => commentView(world, reply)),
    })),
  }
}

function commentView(world: GraphWorld, comment: Comment): JsonBag {
  const { page } = comment.post
  return {
    id: comment.id,
    parentId: comment.parentId,
    at: comment.at,
    text: comment.text,
    author: authorOf(world, page, comment.author),
    isHidden: comment.hidden,
    isLikedByPage: comment.reactions.has('page'),
    reactions: reactionsView(world, page, comment),
    attachmentUrl: comment.attachmentUrl ?? null,
    isPrivatelyReplied: comment.privatelyRepliedAt > 0,
  }
}

function authorOf(world: GraphWorld, page: Page, author: Author): JsonBag {
  return author === 'page'
    ? { is: 'page', id: page.id, name: page.name }
    : { is: 'person', id: author.key, name: author.name, psid: psidOf(world, author, page) }
}

/** Feed id → reaction. */
function reactionsView(world: GraphWorld, page: Page, { reactions }: Post | Comment): JsonBag {
  return Object.fromEntries(
    [...reactions].map(([author, reaction]) => [describeAuthor(world, author, page).id, reaction]),
  )
}

/** A customer's message may hold several, the Page's has one. */
function attachmentOf({ from, attachments }: Message): unknown {
  return (from === 'page' ? attachments?.[0] : attachments) ?? null
}

function plain(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json
}
