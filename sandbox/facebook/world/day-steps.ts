/** What the day script is written in: each function lets things happen, and describes them in a line. */
import { addComment, reactOnFeed } from './comment-actions.ts'
import { reactToMessage, sendReceipt } from './message-changes.ts'
import { writeMessage, writePageMessage } from './messenger-actions.ts'
import type { MessageParts } from './messenger-actions.ts'
import { botApp } from './messenger-by-chance.ts'
import { publish } from './post-actions.ts'
import type { PostItem } from './post-actions.ts'
import type { Comment, Message, Page, PersonState, Post } from './state.ts'
import { openThread } from './world.ts'
import type { World } from './world.ts'

export interface DayScript {
  readonly world: World
  readonly page: Page
  person(name: string): PersonState
  /** Moves the clock on and lets one thing happen. */
  step<T>(line: string, seconds: number, happen: () => T): T
  /** Facebook delivers the last event once more. */
  again(line: string): void
  /** The last two events arrive in the wrong order. */
  swapLast(): void
}

export function createDaySteps({ world, page, step }: DayScript) {
  const seconds = (least: number, most: number) => least + world.random.below(most - least)

  function posts(item: Exclude<PostItem, 'post'>, text: string, after: number): Post {
    const what = item === 'share' ? 'shares a link' : item === 'status' ? 'posts' : `posts a ${item}`
    return step(
      `${page.name} ${what}: "${text}"`,
      after,
      () => publish(world, { page, item, author: 'page', text }).post,
    )
  }
  function comments(person: PersonState, post: Post, text: string, after: number): Comment {
    return step(
      `${person.name} comments: "${text}"`,
      after,
      () => addComment(world, { post, author: person, text }).comment,
    )
  }
  function replies(parent: Comment, text: string, after: number): Comment {
    const to = parent.author === 'page' ? page.name : parent.author.name
    return step(
      `${page.name} answers ${to}: "${text}"`,
      after,
      () => addComment(world, { post: parent.post, parent, author: 'page', text }).comment,
    )
  }
  function reacts(person: PersonState, target: Post | Comment, reaction: string): void {
    const what = 'post' in target ? 'a comment' : 'the post'
    step(`${person.name} reacts to ${what} with ${reaction}`, seconds(5, 60), () =>
      reactOnFeed(world, person, { target, reaction }),
    )
  }
  function allReact(people: readonly PersonState[], post: Post, reactions: readonly string[]): void {
    for (const [index, person] of people.entries()) reacts(person, post, reactions[index] ?? 'like')
  }
  /** A conversation; what the Page writes is delivered and read, and the last message gets a heart. */
  function chat(
    person: PersonState,
    lines: readonly (readonly ['in' | 'out', string, MessageParts?])[],
    appId = botApp,
  ): void {
    const thread = openThread(world, page, person)
    let last: Message | undefined
    for (const [direction, text, parts = {}] of lines) {
      if (direction === 'in') {
        step(`${person.name} in Messenger: "${text}"`, seconds(10, 90), () =>
          writeMessage(world, thread, { text, ...parts }),
        )
        continue
      }
      const metadata = appId === botApp ? `day-${world.order}` : undefined
      const reply = step(`${page.name} to ${person.name}: "${text}"`, seconds(2, 20), () =>
        writePageMessage(world, thread, { text, appId, metadata }),
      )
      last = reply
      step(
        `… delivered to ${person.name}`,
        1,
        () => void sendReceipt(world, thread, { kind: 'delivery', upTo: reply.at, mids: [reply.mid] }),
      )
      step(
        `… read by ${person.name}`,
        seconds(2, 30),
        () => void sendReceipt(world, thread, { kind: 'read', upTo: reply.at }),
      )
    }
    const message = last
    if (message !== undefined)
      step(
        `${person.name} puts a ❤ on the reply`,
        5,
        () => void reactToMessage(world, thread, { message, reaction: 'love', emoji: '❤' }),
      )
  }
  return { posts, comments, replies, chat, reacts, allReact }
}
