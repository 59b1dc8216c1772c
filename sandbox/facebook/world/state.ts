/** The state of the simulated Facebook: Pages, people, their threads, posts and comments. */
import type { Wire } from '../webhooks/wire.ts'

export interface Page {
  readonly id: string
  name: string
  readonly username: string
  token: string
  /** Set when the token is dead: the subcode of the 190 that every call gets. */
  tokenDead: number | undefined
  readonly permissions: Set<string>
  /** Fields that our app is subscribed to at page level; undefined when it is not subscribed. */
  subscribedFields: Set<string> | undefined
  /** Conversation routing: the app that may answer when nobody controls the thread; undefined = every app may. */
  defaultApp: string | undefined
  /** As given to messenger_profile, one property a key. */
  readonly messengerProfile: Map<string, Wire>
  /** By PSID. */
  readonly threads: Map<string, Thread>
  readonly posts: Map<string, Post>
  readonly comments: Map<string, Comment>
  readonly leadForms: Map<string, LeadForm>
  readonly leads: Map<string, Lead>
  /** Customers whom the Page blocks, by the simulator's own name. */
  readonly blocked: Set<string>
  /** Sends are refused until then, ms. */
  throttledUntil: number
  /** Kind of event → the last second with one, for kinds that only their time tells apart. */
  readonly lastSecond: Map<string, number>
}

export interface PersonState {
  /** The simulator's own name for the customer, the same on all Pages. */
  readonly key: string
  name: string
  readonly firstName: string
  readonly lastName: string
  readonly locale: string
  readonly timezone: number
  readonly gender: string
  readonly pictureUrl: string
  /** `none`: an account made with a phone number, which has no profile. */
  readonly profile: 'full' | 'none'
  /** What the phone does with a message: shows it and tells so, only takes it, or is switched off. */
  phone: 'reads' | 'delivers' | 'off'
  readonly feedIdDiffers: boolean
  /** Made to play a transcript: the page in the browser does not offer to be this customer. */
  readonly isScripted: boolean
  /** Page id → id of this customer on that Page in Messenger. */
  readonly psids: Map<string, string>
  /** Page id → `from.id` in the feed. */
  readonly feedIds: Map<string, string>
  /** The second of their last feed event: a new name starts after it. */
  lastFeedSecond: number
  /** Acts on this customer, or on what they wrote, that Facebook refuses: verbs of a storyboard. */
  refused: readonly string[]
}

/** The highest watermark sent, and the one before it: a low one is drawn from between, once. */
export interface Watermark {
  upTo: number
  below: number
}

export interface Thread {
  /** `t_…` */
  readonly id: string
  readonly page: Page
  readonly person: PersonState
  readonly psid: string
  /** Its number in the ledger. */
  readonly conversation: number
  readonly messages: Message[]
  /** Time of the newest event, ms: the next is later, so that a thread has one order. */
  lastAt: number
  /** When the customer last did something that opens the 24-hour window, ms; 0 = never. */
  openedAt: number
  blocked: boolean
  /** The app that controls the thread. */
  owner: string | undefined
  readonly delivered: Watermark
  readonly read: Watermark
  /** Until when the customer sees the three dots, ms. */
  typingUntil: number
  /** Up to where the Page has marked the customer's messages as seen, ms. */
  seenByPageUpTo: number
  /** The account is linked with one of the brand. */
  linked: boolean
}

/** Something that can be edited, hidden or removed. */
interface Content {
  /** Its number in the ledger; -1 while no webhook tells of it. */
  event: number
  /** '' when it has none. */
  text: string
  /** ms */
  at: number
  /** In whole seconds: two changes of one thing need different times. */
  changedSecond: number
  removed: boolean
}

export interface Message extends Content {
  readonly mid: string
  readonly from: 'person' | 'page'
  readonly attachments?: readonly Wire[]
  readonly quickReplies?: Wire
  readonly metadata?: string
  readonly appId?: string
  /** As the Conversations API tells them. */
  readonly tags?: readonly string[]
  readonly replyToMid?: string
  /** A comment or post that this privately replies to. */
  readonly about?: string
  edits: number
  reaction: string | undefined
}

export type Author = PersonState | 'page'

interface FeedContent extends Content {
  readonly author: Author
  readonly reactions: Map<Author, string>
  hidden: boolean
  privatelyRepliedAt: number
}

export interface Post extends FeedContent {
  /** `{page}_{number}` */
  readonly id: string
  readonly page: Page
  readonly item: string
  readonly comments: Comment[]
  /** photo_id, video_id or share_id, and link: later events about the post repeat them. */
  readonly media: { readonly key?: string; readonly id?: string; readonly link?: string }
  edits: number
}

export interface Comment extends FeedContent {
  /** `{number of the post}_{number}` */
  readonly id: string
  readonly post: Post
  /** The post's id, or that of the comment which this one replies to. */
  readonly parentId: string
  readonly attachmentUrl: string | undefined
  /** `from` was withheld when it was written, so it stays withheld. */
  readonly anonymous: boolean
}

/** A lead form of the Page. */
export interface LeadForm {
  readonly id: string
  readonly name: string
  status: 'ACTIVE' | 'ARCHIVED'
  /** Oldest first. */
  readonly leads: Lead[]
}

export interface Ad {
  readonly id: string
  readonly name: string
  readonly campaignId: string
  readonly campaignName: string
}

export interface Lead {
  readonly id: string
  readonly form: LeadForm
  /** Seconds. */
  readonly created: number
  /** Undefined: organic. */
  readonly ad: Ad | undefined
  /** By the name of the question. */
  readonly values: Readonly<Record<string, readonly string[]>>
  /** The Leads Access Manager hides it. */
  isHidden: boolean
  /** Its webhook was never sent. */
  readonly isLost: boolean
}

/** Every permission that a Page token of ours can have. */
export const allPermissions: readonly string[] = `
  pages_messaging pages_manage_metadata pages_manage_engagement pages_read_engagement
  pages_read_user_content pages_show_list pages_user_locale pages_user_timezone pages_user_gender
  business_asset_user_profile_access leads_retrieval pages_manage_ads ads_management`
  .trim()
  .split(/\s+/)

/** The Page Inbox, where agents write by hand, has an app id of its own. */
export const pageInboxApp = '263902037430900'
