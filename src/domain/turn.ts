/**
 * An inbound interaction that may deserve an answer, as it waits in its conversation's mailbox: all that language
 * understanding and the storyboard need to know of it. JSON-shaped.
 */
import type { ConversationId, PageId, ProfileId, Psid, TurnId } from './ids.ts'

export type TurnKind =
  | 'message'
  | 'postback'
  | 'referral'
  | 'optin'
  | 'message_reaction'
  | 'comment'
  | 'visitor_post'
  | 'mention'
  | 'rating'
  | 'post_reaction'

/** Kinds that are answered in Messenger; the others are answered on the feed. */
export const messengerTurnKinds: readonly TurnKind[] = [
  'message',
  'postback',
  'referral',
  'optin',
  'message_reaction',
]

/** `turn.state`: `open` until its decision is committed. */
export type TurnState = 'open' | 'done'

export interface TurnFacts {
  readonly kind: TurnKind
  /** What the person wrote; absent for a sticker, a photo alone, a tap. */
  readonly text?: string
  /** Payload of a postback, quick reply or menu item: it was ours before the person tapped it. */
  readonly payload?: string
  /** `ref` of an m.me link, an ad or a referral inside a message or postback. */
  readonly ref?: string
  readonly mid?: string
  readonly postId?: string
  readonly commentId?: string
  readonly parentId?: string
  /** Messenger's or the feed's word: love, wow, angry … */
  readonly reaction?: string
  /** `positive` or `negative`: a recommendation. */
  readonly rating?: string
  /** Types of what was attached: image, audio, location … */
  readonly attachments?: readonly string[]
  /** The `nlp` block of the message as Facebook sent it, when the Page has built-in NLP on. */
  readonly nlp?: unknown
  /** Name in the feed's `from`. */
  readonly name?: string
}

export interface Turn extends TurnFacts {
  /** Row of `turn`. */
  readonly id: TurnId
  readonly conversationId: ConversationId
  readonly pageId: PageId
  /** The person on this Page; `comment:<id>` where Facebook did not say who commented. */
  readonly psid: Psid
  readonly pId: ProfileId
  /** When it happened, ms since the epoch. */
  readonly ts: number
}

/**
 * Whether there is something to understand. What was tapped is known by its payload, its title are our own words; but a payload that is
 * the title itself says no more than the words do: such a quick reply is as good as if the person had written it.
 */
export function hasMeaning({ text, payload }: TurnFacts): boolean {
  return text !== undefined && (payload === undefined || payload === text)
}
