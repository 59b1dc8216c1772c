/** What happens next on a Page's feed, by chance: posts, comments and replies, reactions, edits, moderation. */
import { cdn } from './attachments.ts'
import { claimSecond, mayChange, type ChanceWorld } from './chance-world.ts'
import { addComment, changeComment, reactOnFeed } from './comment-actions.ts'
import type { ContentChange } from './content-change.ts'
import {
  announceEvent,
  blockVideo,
  lead,
  likePage,
  mention,
  publishAlbum,
  recommend,
  strangeFeedEvent,
} from './page-actions.ts'
import { newsItem, pageReply, personName, remark } from './phrases.ts'
import { changePost, publish } from './post-actions.ts'
import type { Comment, Page, PersonState, Post } from './state.ts'
import { feedIdOf, secondOf } from './world.ts'

const reactionTypes = ['like', 'love', 'haha', 'wow', 'care', 'sad', 'angry'] as const

type Happening = (world: ChanceWorld, page: Page, post: Post) => void

/** Each as likely as its weight. */
const happenings: readonly (readonly [weight: number, Happening])[] = [
  [28, (world, _, post) => comments(world, post)],
  [10, (world, _, post) => comments(world, post, post.comments.at(-1))],
  [28, reacts],
  [5, changesReaction],
  [5, changesComment((_, { random }) => ({ verb: 'edited', text: remark(random) }))],
  [4, changesComment(({ hidden }) => ({ verb: hidden ? 'unhide' : 'hide' }))],
  [2, changesComment(() => ({ verb: 'remove' }))],
  [2, (world, _, post) => editsPost(world, post)],
  [1, (world, _, post) => togglesPost(world, post)],
  [0.4, removesPost],
  [3, publishes],
  [3, visitorPosts],
  [1, once('mention', mentions)],
  [1, once('ratings', rates)],
  [0.7, once('leadgen', lead)],
  [1, once('page like', likePage)],
  [0.3, once('event', announceEvent)],
  [0.3, once('album', publishAlbum)],
  [0.2, once('video block', blockVideo)],
]

export function somethingOnFeed(world: ChanceWorld, page: Page): void {
  const posts = [...page.posts.values()]
  const post = posts.at(-1 - world.random.below(Math.min(12, posts.length)))
  if (post === undefined) publishes(world, page)
  else world.random.weighted(happenings)(world, page, post)
}

export const strangeOnFeed = once('strange', strangeFeedEvent)

/** At most one of this kind on a Page in a second: nothing else tells two of them apart. */
function once(kind: string, happen: (world: ChanceWorld, page: Page) => unknown) {
  return (world: ChanceWorld, page: Page): void => {
    if (claimSecond(world, page, kind)) happen(world, page)
  }
}

function comments(world: ChanceWorld, post: Post, parent?: Comment): void {
  const { random, agenda } = world
  if (post.removed || parent?.removed === true) return
  const { person } = world.anyCustomer(post.page)
  // A new name holds from a second of its own, so that which name is the latest is never a matter of milliseconds.
  if (random.chance(0.01) && secondOf(world.now()) > person.lastFeedSecond + 1)
    person.name = personName(random)
  const isPicture = random.chance(0.06)
  const withPost = random.chance(0.4)
  const { comment } = addComment(world, {
    post,
    parent,
    author: person,
    text: isPicture && random.chance(0.5) ? '' : remark(random),
    attachmentUrl: isPicture ? `${cdn}/v/${random.below(1e9)}.jpg?oh=1&oe=2` : undefined,
    withPost,
  })
  if (!random.chance(0.25)) return
  agenda.add(world.now() + 2000 + random.below(60_000), () => {
    if (!post.removed && !comment.removed)
      addComment(world, { post, parent: comment, author: 'page', text: pageReply(random), withPost })
  })
}

function reacts(world: ChanceWorld, page: Page, post: Post): void {
  const { random } = world
  const { person } = world.anyCustomer(page)
  const target = random.chance(0.3) ? (post.comments.at(-1) ?? post) : post
  const reaction = random.pick(reactionTypes)
  const isLike = target === post && reaction === 'like' && !post.reactions.has(person) && random.chance(0.1)
  reactOnce(world, person, { target, reaction, item: isLike ? 'like' : 'reaction' })
}

function changesReaction(world: ChanceWorld, _: Page, post: Post): void {
  const { random } = world
  const person = [...post.reactions.keys()].at(-1)
  if (person === undefined || person === 'page') return
  const reaction = random.chance(0.5) ? undefined : random.pick(reactionTypes)
  reactOnce(world, person, { target: post, reaction })
}

/** One reaction of a customer to a thing in a second: two are told apart by nothing else. */
function reactOnce(world: ChanceWorld, person: PersonState, given: Parameters<typeof reactOnFeed>[2]): void {
  const { target, reaction } = given
  if (target.removed || target.reactions.get(person) === reaction) return
  const page = 'post' in target ? target.post.page : target.page
  if (claimSecond(world, page, `reaction ${feedIdOf(world, person, page)} ${target.id}`))
    reactOnFeed(world, person, given)
}

function changesComment(changeOf: (comment: Comment, world: ChanceWorld) => ContentChange): Happening {
  return (world, _, { comments: made }) => {
    const comment = made.length === 0 ? undefined : world.random.pick(made)
    if (comment !== undefined && mayChange(world, comment))
      changeComment(world, comment, changeOf(comment, world))
  }
}

/** The text ends in the number of the edit, so that no two edits say the same. */
function editsPost(world: ChanceWorld, post: Post): void {
  if (post.item === 'share' || !mayChange(world, post)) return
  post.edits += 1
  changePost(world, post, { verb: 'edited', text: `${newsItem(world.random)} (edit ${post.edits})` })
}

function togglesPost(world: ChanceWorld, post: Post): void {
  if (mayChange(world, post)) changePost(world, post, { verb: post.hidden ? 'unhide' : 'hide' })
}

function removesPost(world: ChanceWorld, page: Page, post: Post): void {
  if (page.posts.size > 3 && mayChange(world, post)) changePost(world, post, { verb: 'remove' })
}

const gallery = [`${cdn}/v/a.jpg?oh=1`, `${cdn}/v/b.jpg?oh=2`]

function publishes(world: ChanceWorld, page: Page): void {
  const { random } = world
  const item = random.pick(['status', 'status', 'photo', 'photo', 'video', 'share'] as const)
  const photos = item === 'status' && random.chance(0.2) ? gallery : undefined
  const text = item !== 'status' && random.chance(0.2) ? '' : newsItem(random)
  publish(world, { page, item, author: 'page', text, photos })
}

function visitorPosts(world: ChanceWorld, page: Page): void {
  publish(world, { page, item: 'post', author: world.anyCustomer(page).person, text: remark(world.random) })
}

function mentions(world: ChanceWorld, page: Page): void {
  const postId = `${world.ids.object()}_${world.ids.object()}`
  mention(world, { page, text: `${page.name}: ${remark(world.random)}`, postId })
}

function rates(world: ChanceWorld, page: Page): void {
  const { random, ids } = world
  const review = { page, text: remark(random), isPositive: random.chance(0.8), storyId: ids.object() }
  recommend(world, world.anyCustomer(page).person, review)
}
