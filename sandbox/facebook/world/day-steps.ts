/** The verbs that the story of the day is told in: each lets things happen and says so in a line. */
import type { Comment, Contact, Message, Page, Post, Studio } from './cast.ts'
import { comment, react } from './comment-actions.ts'
import { reactToMessage, sendReceipt, writeAnswer, writeMessage } from './messenger-actions.ts'
import type { MessageParts } from './messenger-actions.ts'
import { botApp } from './messenger-by-chance.ts'
import { publish } from './post-actions.ts'

export interface Teller {
  readonly studio: Studio
  readonly page: Page
  person(name: string): Contact
  /** Moves the clock on and lets one thing happen. */
  beat<T>(line: string, seconds: number, act: () => T): T
  /** Facebook delivers the last event once more. */
  again(line: string): void
  /** The last two events arrive in the wrong order. */
  swapLast(): void
}

export function createTelling({ studio, page, beat }: Teller) {
  const seconds = (least: number, most: number) => least + studio.random.below(most - least)

  function posts(item: 'status' | 'photo' | 'video' | 'share', message: string, after: number): Post {
    const what = item === 'share' ? 'shares a link' : item === 'status' ? 'posts' : `posts a ${item}`
    return beat(`${page.name} ${what}: "${message}"`, after, () => publish(studio, page, { item, message }))
  }
  function says(contact: Contact, post: Post, message: string, after: number): Comment {
    return beat(`${contact.name} comments: "${message}"`, after, () =>
      comment(studio, page, post, contact, { message }),
    )
  }
  function answers(parent: Comment, message: string, after: number): Comment {
    const to = parent.author?.name ?? 'somebody'
    return beat(`${page.name} answers ${to}: "${message}"`, after, () =>
      comment(studio, page, parent.post, undefined, { message, parent }),
    )
  }
  function reacts(contact: Contact, target: Post | Comment, reaction: string): void {
    const what = 'post' in target ? 'a comment' : 'the post'
    beat(`${contact.name} reacts to ${what} with ${reaction}`, seconds(5, 60), () =>
      react(studio, contact, target, reaction),
    )
  }
  function crowd(contacts: readonly Contact[], post: Post, reactions: readonly string[]): void {
    for (const [index, contact] of contacts.entries()) reacts(contact, post, reactions[index] ?? 'like')
  }
  /** A conversation; what the Page says is delivered and read, and the last word sometimes gets a heart. */
  function chat(
    contact: Contact,
    lines: readonly (readonly ['in' | 'out', string, MessageParts?])[],
    appId = botApp,
  ): void {
    let last: Message | undefined
    for (const [direction, text, parts = {}] of lines) {
      if (direction === 'in') {
        beat(`${contact.name} in Messenger: "${text}"`, seconds(10, 90), () =>
          writeMessage(studio, contact, { text, ...parts }),
        )
        continue
      }
      const metadata = appId === botApp ? { metadata: `day-${studio.order}` } : {}
      const answer = beat(`${page.name} to ${contact.name}: "${text}"`, seconds(2, 20), () =>
        writeAnswer(studio, contact, { text, appId, ...metadata }),
      )
      last = answer
      beat(`… delivered to ${contact.name}`, 1, () =>
        sendReceipt(studio, contact, { kind: 'delivery', upTo: answer.ts, mids: [answer.mid] }),
      )
      beat(`… read by ${contact.name}`, seconds(2, 30), () =>
        sendReceipt(studio, contact, { kind: 'read', upTo: answer.ts }),
      )
    }
    const target = last
    if (target !== undefined)
      beat(`${contact.name} puts a ❤ on the answer`, 5, () =>
        reactToMessage(studio, contact, { message: target, reaction: 'love', emoji: '❤' }),
      )
  }
  return { posts, says, answers, chat, reacts, crowd }
}
