/**
 * An inbound interaction that may get a reply, as it waits in its conversation. It holds all that language
 * understanding and the storyboard need to know. JSON-shaped.
 */
import { feedChannel, messengerChannel } from './event.ts'
import type { ConversationId, PageId, ProfileId, Psid, TurnId } from './ids.ts'
import type { LeadAnswers } from './lead.ts'

export type TurnKind =
  | 'message'
  | 'postback'
  | 'referral'
  | 'optin'
  /** The customer completed a lead form in the thread, or has a thread and completed one elsewhere. */
  | 'lead'
  /** The customer stopped, or took up again, the marketing messages of a topic. Neither is an opt-in. */
  | 'optin_stopped'
  | 'optin_resumed'
  | 'message_reaction'
  /** The customer changed what they wrote. `text` is the new text. */
  | 'edited_message'
  | 'comment'
  | 'edited_comment'
  | 'visitor_post'
  | 'edited_post'
  | 'mention'
  | 'rating'
  | 'post_reaction'

/** Turns of these kinds are about a changed text of a message, comment or post. */
export const editedTurnKinds: readonly TurnKind[] = ['edited_message', 'edited_comment', 'edited_post']

/**
 * Where a reply is given, as `interaction.channel` names it. Each channel of a conversation has an order of its own, so
 * that neither waits for the other.
 */
export const replyChannels = [messengerChannel, feedChannel] as const
export type ReplyChannel = (typeof replyChannels)[number]

/** Work on the feed gives way to Messenger. No job of it is put off for longer, ms. */
export const longestYieldMs = 15_000

export function replyChannelOf(kind: TurnKind): ReplyChannel {
  return messengerTurnKinds.includes(kind) ? messengerChannel : feedChannel
}

/** Turns of these kinds get their reply in Messenger, all others on the feed. */
export const messengerTurnKinds: readonly TurnKind[] = [
  'message',
  'postback',
  'referral',
  'optin',
  'lead',
  'optin_stopped',
  'optin_resumed',
  'message_reaction',
  'edited_message',
]

/** `turn.state`: `open` until its decision is committed. */
export type TurnState = 'open' | 'done'

export interface TurnFacts {
  readonly kind: TurnKind
  /** The customer's text; absent for a sticker, a photo alone, a tap. */
  readonly text?: string
  /** The payload of a postback, quick reply or menu item. The Page set it before the customer tapped. */
  readonly payload?: string
  /** `ref` of an m.me link or an ad, or of a referral inside a message or postback. */
  readonly ref?: string
  readonly mid?: string
  readonly postId?: string
  readonly commentId?: string
  readonly parentId?: string
  /** Facebook's word: love, wow, angry … */
  readonly reaction?: string
  /** `positive` or `negative`, for a recommendation. */
  readonly rating?: string
  /**
   * Types of the attachments: image, audio, location … A sticker is one `sticker`, in whichever of its forms Facebook
   * sent it.
   */
  readonly attachments?: readonly string[]
  /** Facebook's id of the sticker, if it gave one. `isLikeButton` (`sticker.ts`) knows the thumb beside the input. */
  readonly sticker?: string
  /** Facebook does not say what the customer sent: neither a text nor an attachment that it passes on. */
  readonly isUnsupported?: true
  /** The ad that the customer came from, or whose thread it is. Most ads have no `ref`. */
  readonly adId?: string
  /** `ads_context_data.ad_title` */
  readonly adTitle?: string
  /** Facebook's word for where a referral came from: ADS, SHORTLINK, CUSTOMER_CHAT_PLUGIN … */
  readonly source?: string
  /** The lead form that the customer completed. A lead ad of Messenger names none. */
  readonly formId?: string
  /** What they filled in, by the name of the question. */
  readonly lead?: LeadAnswers
  /** The opt-in renews one that was about to end. */
  readonly isRenewal?: true
  /** The `nlp` block of the message as Facebook sent it, when the Page has built-in NLP on. */
  readonly nlp?: unknown
  /** The name in the feed's `from`. */
  readonly name?: string
  /** It says all of a burst: these are the texts of the earlier messages. `text` has them and its own, one a line. */
  readonly earlierTexts?: readonly string[]
}

export interface Turn extends TurnFacts {
  /** Row of `turn`. */
  readonly id: TurnId
  readonly conversationId: ConversationId
  readonly pageId: PageId
  /** The customer on this Page; `comment:<id>` where Facebook did not say who commented. */
  readonly psid: Psid
  readonly pId: ProfileId
  /** When it happened, ms since the epoch. */
  readonly ts: number
}

/**
 * Whether there is a text to understand. The payload of a tap already says what the customer chose, and its title is
 * the Page's own text. A quick reply whose payload is its title is the exception: it says no more than if the
 * customer had typed it.
 */
export function hasMeaning({ text, payload }: TurnFacts): boolean {
  return text !== undefined && (payload === undefined || payload === text)
}
