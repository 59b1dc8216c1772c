/** Who and what lives in the simulated world: Pages, people as one Page knows them, posts, comments, messages. */
import type { Faults } from '../faults.ts'
import type { Identifiers } from './identifiers.ts'
import type { Ledger } from '../ledger/event-ledger.ts'
import type { Random } from './random.ts'

export interface Page {
  readonly id: string
  readonly name: string
  readonly posts: Post[]
  readonly contacts: Contact[]
  /** The last second in which something of a kind happened that is known only by its time. */
  readonly lastSecond: Map<string, number>
}

/** A person as one Page sees them: another Page knows the same person by other ids. */
export interface Contact {
  readonly page: Page
  readonly psid: string
  /** `from.id` in the feed: mostly the PSID, sometimes another id, as the platform does not promise either. */
  readonly feedId: string
  readonly conversation: number
  /** What the person is called; changes when they rename themselves. */
  name: string
  lastFeedSecond: number
  readonly inbound: Message[]
  readonly outbound: Message[]
  readonly delivered: Watermark
  readonly read: Watermark
  linked: boolean
}

/** The highest watermark sent, and the one before it: a low one is drawn from between, once. */
export interface Watermark {
  highest: number
  below: number
}

/** Something that can be edited, hidden or removed; two changes of it are at least two seconds apart. */
export interface Content {
  /** Its number in the ledger. */
  readonly event: number
  text: string
  changedSecond: number
  gone: boolean
}

export interface Message extends Content {
  readonly mid: string
  readonly ts: number
  edits: number
  reaction: string | undefined
}

export interface Post extends Content {
  readonly id: string
  readonly item: string
  readonly createdSecond: number
  readonly author: Contact | undefined
  readonly comments: Comment[]
  readonly reactions: Map<Contact, string>
  /** photo_id, video_id, share_id and link, which later events about the post repeat. */
  readonly media: { readonly key?: string; readonly id?: string; readonly link?: string }
  hidden: boolean
  edits: number
}

export interface Comment extends Content {
  readonly id: string
  readonly parentId: string
  readonly post: Post
  readonly author: Contact | undefined
  /** `from` was withheld when it was written, so it stays withheld. */
  readonly anonymous: boolean
  readonly reactions: Map<Contact, string>
  hidden: boolean
}

/** One item on its way into a POST: its JSON is final, its place among the others is not. */
export interface Item {
  /** Its number in the ledger; the complement of it for a copy under standby[]. */
  readonly event: number
  readonly page: string
  readonly list: 'changes' | 'messaging' | 'standby'
  /** entry.time: seconds for changes, milliseconds for messaging and standby. */
  readonly time: number
  readonly json: string
  /** Items are sent by rising order; a fault may put one before its cause. */
  readonly order: number
  /** The event has no time of its own, so a new entry.time would make it another event. */
  readonly timeless: boolean
}

/** What an act needs: chance, the ledger, the clock, and somewhere to put its item. */
export interface Studio {
  readonly random: Random
  readonly faults: Faults
  readonly ids: Identifiers
  readonly ledger: Ledger
  /** Simulated time in ms. */
  now: number
  /** The order of the next item. */
  order: number
  emit(item: Item): void
}

export function secondOf(ms: number): number {
  return Math.floor(ms / 1000)
}

/** False if something of this kind already happened on the Page in this second: then the act is left out. */
export function claimSecond(studio: Studio, page: Page, kind: string): boolean {
  const second = secondOf(studio.now)
  if (page.lastSecond.get(kind) === second) return false
  page.lastSecond.set(kind, second)
  return true
}

/** True if the content may change now, and then it has. */
export function claimChange(studio: Studio, content: Content): boolean {
  const second = secondOf(studio.now)
  if (content.gone || second < content.changedSecond + 2) return false
  content.changedSecond = second
  return true
}

/** Keeps the newest items of a list. */
export function remember<T>(list: T[], item: T, most: number): void {
  list.push(item)
  if (list.length > most) list.shift()
}
