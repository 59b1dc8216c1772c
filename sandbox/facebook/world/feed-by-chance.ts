/** What happens next on a Page's feed, by chance: posts, comments and answers, reactions, second thoughts, moderation. */
import { secondOf } from './cast.ts'
import type { Comment, Page, Post } from './cast.ts'
import { comment, editComment, react, removeComment, toggleComment } from './comment-actions.ts'
import { editPost, publish, removePost, togglePost } from './post-actions.ts'
import { announceEvent, blockVideo, lead, likePage, mention, publishAlbum, rate } from './page-actions.ts'
import { answer, newsItem, personName, remark } from './phrases.ts'
import type { Stage } from './stage.ts'

const reactionTypes = ['like', 'love', 'haha', 'wow', 'care', 'sad', 'angry'] as const

type Act = (stage: Stage, page: Page, post: Post) => boolean

const acts: readonly (readonly [number, Act])[] = [
  [28, comments],
  [10, (stage, page, post) => comments(stage, page, post, newestComment(post))],
  [
    28,
    (stage, page, post) =>
      react(
        stage,
        stage.someone(page),
        stage.random.chance(0.3) ? (newestComment(post) ?? post) : post,
        stage.random.pick(reactionTypes),
      ),
  ],
  [5, changesReaction],
  [
    5,
    (stage, page, post) =>
      withComment(stage, post, (target) => editComment(stage, page, target, remark(stage.random))),
  ],
  [4, (stage, page, post) => withComment(stage, post, (target) => toggleComment(stage, page, target))],
  [2, (stage, page, post) => withComment(stage, post, (target) => removeComment(stage, page, target))],
  [2, (stage, page, post) => editPost(stage, page, post, newsItem(stage.random))],
  [1, (stage, page, post) => togglePost(stage, page, post)],
  [0.4, (stage, page, post) => page.posts.length > 3 && removePost(stage, page, post)],
  [3, publishes],
  [3, visitorPosts],
  [1, (stage, page) => mention(stage, page, `${page.name}: ${remark(stage.random)}`)],
  [1, (stage, page) => rate(stage, stage.someone(page), remark(stage.random), stage.random.chance(0.8))],
  [0.7, lead],
  [1, likePage],
  [0.3, (stage, page) => announceEvent(stage, page, `${page.name} added an event.`)],
  [0.3, publishAlbum],
  [0.2, blockVideo],
]
const weights = acts.map(([weight]) => weight)

export function somethingOnFeed(stage: Stage, page: Page): boolean {
  const post = page.posts.at(-1 - stage.random.below(Math.min(12, page.posts.length)))
  if (post === undefined) return publishes(stage, page)
  const act = acts[stage.random.weighted(weights)]
  return act === undefined ? false : act[1](stage, page, post)
}

function comments(stage: Stage, page: Page, post: Post, parent?: Comment): boolean {
  const { random, agenda } = stage
  if (post.gone || parent?.gone === true) return false
  const author = stage.someone(page)
  const second = secondOf(stage.now)
  // A new name holds from a second of its own, so that which name is the latest is never a matter of milliseconds.
  if (random.chance(0.01) && second > author.lastFeedSecond + 1) author.name = personName(random)
  const isPicture = random.chance(0.06)
  const made = comment(stage, page, post, author, {
    message: isPicture && random.chance(0.5) ? '' : remark(random),
    ...(parent === undefined ? {} : { parent }),
    ...(isPicture ? { photo: `https://scontent.xx.fbcdn.net/v/${random.below(1e9)}.jpg?oh=1&oe=2` } : {}),
  })
  if (random.chance(0.25)) {
    agenda.add(stage.now + 2000 + random.below(60_000), () => {
      if (post.gone || made.gone) return false
      comment(stage, page, post, undefined, { message: answer(random), parent: made })
      return true
    })
  }
  return true
}

function changesReaction(stage: Stage, page: Page, post: Post): boolean {
  const contact = [...post.reactions.keys()].at(-1)
  if (contact === undefined || contact.page !== page) return false
  return react(stage, contact, post, stage.random.chance(0.5) ? undefined : stage.random.pick(reactionTypes))
}

function publishes(stage: Stage, page: Page): boolean {
  const item = stage.random.pick(['status', 'status', 'photo', 'photo', 'video', 'share'] as const)
  const isGallery = item === 'status' && stage.random.chance(0.2)
  publish(stage, page, {
    item,
    message: item !== 'status' && stage.random.chance(0.2) ? '' : newsItem(stage.random),
    ...(isGallery
      ? {
          photos: [
            'https://scontent.xx.fbcdn.net/v/a.jpg?oh=1',
            'https://scontent.xx.fbcdn.net/v/b.jpg?oh=2',
          ],
        }
      : {}),
  })
  return true
}

function visitorPosts(stage: Stage, page: Page): boolean {
  const visitor = stage.someone(page)
  publish(stage, page, { item: 'post', message: remark(stage.random), visitor })
  return true
}

function withComment(stage: Stage, post: Post, act: (target: Comment) => boolean): boolean {
  if (post.comments.length === 0) return false
  return act(stage.random.pick(post.comments))
}

function newestComment(post: Post): Comment | undefined {
  return post.comments.at(-1)
}
