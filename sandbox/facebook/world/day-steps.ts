/** What the day script is written in: each function lets things happen after some seconds, and describes them in a line. */
import { addComment, reactOnFeed } from './comment-actions.ts'
import { editMessage, reactToMessage, sendReceipt, unsendMessage } from './message-changes.ts'
import { writeMessage, writePageMessage, type MessageParts } from './messenger-actions.ts'
import { botApp } from './messenger-by-chance.ts'
import { publish, type PostItem } from './post-actions.ts'
import { pageInboxApp, type Author, type Comment, type Message, type Page } from './state.ts'
import type { PersonState, Post } from './state.ts'
import { createPersonState, openThread, type World } from './world.ts'

export interface DayTeller {
  readonly world: World
  readonly page: Page
  /** Moves the clock on and lets one thing happen. */
  step<T>(line: string, seconds: number, happen: () => T): T
  /** Facebook delivers the last event once more. */
  again(line: string): void
  /** The last two events arrive in the wrong order. */
  swapLast(): void
}

export type DaySteps = ReturnType<typeof createDaySteps>
type ChatLine = readonly ['in' | 'out', string, MessageParts?]

export function createDaySteps(teller: DayTeller) {
  const { world, page, step } = teller
  const seconds = (least: number, most: number) => least + world.random.below(most - least)
  const nameOf = (author: Author) => (author === 'page' ? page.name : author.name)
  const threadOf = (person: PersonState) => openThread(world, page, person)

  function publishes(
    line: string,
    after: number,
    made: { item: PostItem; author: Author; text: string },
  ): Post {
    return step(`${line}: "${made.text}"`, after, () => publish(world, { page, ...made }).post)
  }
  function posts(item: Exclude<PostItem, 'post'>, text: string, after: number): Post {
    const what = item === 'share' ? 'shares a link' : item === 'status' ? 'posts' : `posts a ${item}`
    return publishes(`${page.name} ${what}`, after, { item, author: 'page', text })
  }
  function comments(author: Author, post: Post, text: string, after: number): Comment {
    const line = `${nameOf(author)} comments: "${text}"`
    return step(line, after, () => addComment(world, { post, author, text }).comment)
  }
  function replies(author: Author, parent: Comment, text: string, after: number): Comment {
    const line = `${nameOf(author)} answers ${nameOf(parent.author)}: "${text}"`
    return step(line, after, () => addComment(world, { post: parent.post, parent, author, text }).comment)
  }
  function reacts(person: PersonState, target: Post | Comment, reaction: string): void {
    const what = 'post' in target ? 'a comment' : 'the post'
    step(`${person.name} reacts to ${what} with ${reaction}`, seconds(5, 60), () =>
      reactOnFeed(world, person, { target, reaction }),
    )
  }
  function writes(person: PersonState, text: string, after: number, parts: MessageParts = {}): Message {
    const line = `${person.name} in Messenger: "${text}"`
    return step(line, after, () => writeMessage(world, threadOf(person), { text, ...parts }).message)
  }
  /** What the Page writes is delivered and read. */
  function pageWrites(person: PersonState, text: string, appId: string): Message {
    const thread = threadOf(person)
    const metadata = appId === botApp ? `day-${world.order}` : undefined
    const reply = step(`${page.name} to ${person.name}: "${text}"`, seconds(2, 20), () =>
      writePageMessage(world, thread, { text, appId, metadata }),
    )
    const upTo = reply.at
    step(`… delivered to ${person.name}`, 1, () => {
      void sendReceipt(world, thread, { kind: 'delivery', upTo, mids: [reply.mid] })
    })
    step(`… read by ${person.name}`, seconds(2, 30), () => {
      void sendReceipt(world, thread, { kind: 'read', upTo })
    })
    return reply
  }
  /** A conversation; the Page's last message gets a heart. */
  function chat(person: PersonState, lines: readonly ChatLine[], appId = botApp): void {
    let last: Message | undefined
    for (const [direction, text, parts] of lines) {
      if (direction === 'in') writes(person, text, seconds(10, 90), parts)
      else last = pageWrites(person, text, appId)
    }
    const message = last
    if (message === undefined) return
    step(`${person.name} puts a ❤ on the reply`, 5, () => {
      void reactToMessage(world, threadOf(person), { message, reaction: 'love', emoji: '❤' })
    })
  }

  return {
    ...teller,
    person: (name: string) => createPersonState(world, { name }),
    posts,
    comments,
    replies,
    reacts,
    writes,
    chat,
    chatWithAgent: (person: PersonState, lines: readonly ChatLine[]) => chat(person, lines, pageInboxApp),
    postsOnPage: (author: PersonState, text: string, after: number) =>
      publishes(`${author.name} writes on the Page`, after, { item: 'post', author, text }),
    allReact(people: readonly PersonState[], post: Post, reactions: readonly string[]): void {
      for (const [index, person] of people.entries()) reacts(person, post, reactions[index] ?? 'like')
    },
    edits: (person: PersonState, message: Message, text: string, after: number) =>
      step(`${person.name} edits it: "${text}"`, after, () =>
        editMessage(world, threadOf(person), message, text),
      ),
    unsends: (person: PersonState, message: Message, after: number) =>
      step(`${person.name} unsends it`, after, () => unsendMessage(world, threadOf(person), message)),
  }
}
