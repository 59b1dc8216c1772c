/** The world as JSON for a browser page: names of its own, no wire shapes. */
import { visibleChoices } from '../people/visible-choices.ts'
import type { Author, Comment, Message, Page, PersonState, Post } from '../world/state.ts'
import { describeAuthor, openThread, psidOf, requirePage, requirePerson } from '../world/world.ts'
import { isOurs, type GraphWorld } from './graph-world.ts'

export function pageView(page: Page) {
  const { id, name } = page
  return {
    id,
    name,
    isSubscribed: page.subscribedFields !== undefined,
    posts: page.posts.size,
    threads: [...page.threads.values()].map(({ person: { key: person }, psid, lastAt }) => ({
      person,
      psid,
      lastAt,
    })),
    messengerProfile: Object.fromEntries(page.messengerProfile),
  }
}

export function personView(person: PersonState) {
  const { key, name, firstName, lastName, locale, timezone, gender, pictureUrl, phone, isScripted } = person
  const psids = Object.fromEntries(person.psids)
  return { key, name, firstName, lastName, locale, timezone, gender, pictureUrl, phone, isScripted, psids }
}

/** Newest post first, its comments oldest first, answers under the comment they answer. */
export function postsView(world: GraphWorld, pageId: string) {
  const page = requirePage(world, pageId)
  return [...page.posts.values()].toReversed().map((post) => postView(world, post))
}

/** The thread of a customer with a Page, begun if there is none. Throws RangeError for an unknown one. */
export function threadView(world: GraphWorld, asked: { page: string; person: string }) {
  const page = requirePage(world, asked.page)
  const thread = openThread(world, page, requirePerson(world, asked.person))
  return {
    ...asked,
    psid: thread.psid,
    messages: thread.messages.map((message) => messageView(message)),
    choices: visibleChoices(thread),
    greeting: page.messengerProfile.get('greeting') ?? null,
    isTyping: thread.typingUntil > world.now(),
    seenByPageUpTo: thread.seenByPageUpTo,
    deliveredUpTo: thread.delivered.upTo,
    readUpTo: thread.read.upTo,
    isBlocked: thread.blocked,
    isOurs: isOurs(world, thread),
  }
}

/** A customer's message may hold several attachments, the Page's has one. */
function messageView(message: Message) {
  const { mid, from, at, text, attachments } = message
  return {
    mid,
    from,
    at,
    text: text === '' ? null : text,
    attachment: (from === 'page' ? attachments?.[0] : attachments) ?? null,
    quickReplies: message.quickReplies ?? null,
    about: message.about ?? null,
    appId: message.appId ?? null,
    reaction: message.reaction ?? null,
  }
}

function postView(world: GraphWorld, post: Post) {
  const { page } = post
  const live = post.comments.filter(({ removed }) => !removed)
  const top = live.filter(({ parentId }) => parentId === post.id)
  return {
    id: post.id,
    at: post.at,
    text: post.text,
    author: authorView(world, page, post.author),
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

function commentView(world: GraphWorld, comment: Comment) {
  const { page } = comment.post
  return {
    id: comment.id,
    parentId: comment.parentId,
    at: comment.at,
    text: comment.text,
    author: authorView(world, page, comment.author),
    isHidden: comment.hidden,
    isLikedByPage: comment.reactions.has('page'),
    reactions: reactionsView(world, page, comment),
    isPrivatelyReplied: comment.privatelyRepliedAt > 0,
  }
}

function authorView(world: GraphWorld, page: Page, author: Author) {
  return author === 'page'
    ? { is: 'page', id: page.id, name: page.name }
    : { is: 'person', id: author.key, name: author.name, psid: psidOf(world, author, page) }
}

/** Feed id → reaction. */
function reactionsView(world: GraphWorld, page: Page, { reactions }: Post | Comment) {
  return Object.fromEntries(
    [...reactions].map(([author, reaction]) => [describeAuthor(world, author, page).id, reaction]),
  )
}
