/** What the simulated Facebook knows: Pages, people, their threads, posts and comments. Changed only by the files beside it. */
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
  /** Conversation routing: the app that may answer when nobody holds the thread; undefined = every app may. */
  defaultApp: string | undefined
  /** As given to messenger_profile, one property a key. */
  readonly messengerProfile: Map<string, Wire>
  readonly threads: Map<string, Thread>
  readonly posts: Map<string, Post>
  readonly comments: Map<string, Comment>
  /** Sends are refused until then, ms. */
  throttledUntil: number
}

export interface PersonState {
  /** The simulator's own name for the person, the same on all Pages. */
  readonly key: string
  readonly name: string
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
  /** Page id → id of this person on that Page in Messenger. */
  readonly psids: Map<string, string>
  /** Page id → `from.id` in the feed. */
  readonly feedIds: Map<string, string>
}

export interface Thread {
  /** `t_…` */
  readonly id: string
  readonly page: Page
  readonly person: PersonState
  readonly psid: string
  readonly messages: ThreadMessage[]
  /** Time of the newest event, ms: the next is later, so that a thread has one order. */
  lastAt: number
  /** When the person last did something that opens the 24-hour window, ms; 0 = never. */
  openedAt: number
  blocked: boolean
  /** The app that holds the thread. */
  owner: string | undefined
  /** Watermarks of the receipts the phone has sent. */
  deliveredUpTo: number
  readUpTo: number
  /** Until when the person sees the three dots, ms. */
  typingUntil: number
  /** Up to where the Page has marked the person's messages as seen, ms. */
  seenByPageUpTo: number
}

export interface ThreadMessage {
  readonly mid: string
  readonly from: 'person' | 'page'
  /** ms, increasing in a thread. */
  readonly at: number
  readonly text?: string
  readonly attachment?: Wire
  readonly quickReplies?: Wire
  readonly metadata?: string
  readonly appId?: string
  readonly replyToMid?: string
  /** A comment or post that this privately answers. */
  readonly about?: string
  reaction: string | undefined
}

export interface Post {
  /** `{page}_{number}` */
  readonly id: string
  readonly page: Page
  readonly author: PersonState | 'page'
  readonly text: string
  readonly at: number
  readonly comments: Comment[]
  readonly reactions: Map<string, string>
  hidden: boolean
  privatelyRepliedAt: number
}

export interface Comment {
  /** `{number of the post}_{number}` */
  readonly id: string
  readonly post: Post
  /** The post's id, or that of the comment which this one answers. */
  readonly parentId: string
  readonly author: PersonState | 'page'
  text: string
  readonly at: number
  readonly attachmentUrl: string | undefined
  readonly reactions: Map<string, string>
  hidden: boolean
  removed: boolean
  privatelyRepliedAt: number
}

/** Every permission that a Page token of ours can have. */
export const allPermissions: readonly string[] = [
  'pages_messaging',
  'pages_manage_metadata',
  'pages_manage_engagement',
  'pages_read_engagement',
  'pages_read_user_content',
  'pages_show_list',
  'pages_user_locale',
  'pages_user_timezone',
  'pages_user_gender',
  'business_asset_user_profile_access',
]

/** The Page Inbox, where people of the Page write themselves. */
export const pageInboxApp = '263902037430900'
