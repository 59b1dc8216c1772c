import type { NoReplyReason, ReplyOutcome } from './reasons.ts'
import type { ProfileId, TurnId } from './ids.ts'

/** One action of a reply: JSON-shaped. Actions are done in their order. */
export type ReplyAction = Act & {
  readonly onlyIf?: OnlyIf
  /** A follow-up: it is sent so much later, unless the customer or an agent writes before. */
  readonly afterMs?: number
}

/** The action is done only if Facebook accepted, or refused for good, an earlier one of the same reply. */
export interface OnlyIf {
  /** The place of the earlier one in the reply, from 0. */
  readonly step: number
  readonly is: 'accepted' | 'refused'
}

export type Act =
  | { readonly do: 'say'; readonly message: OutgoingMessage }
  | { readonly do: 'comment'; readonly text: string; readonly attachmentUrl?: string }
  | { readonly do: 'private_reply'; readonly message: OutgoingMessage }
  /** `rule`: the rule of moderation that does it. */
  | { readonly do: ContentAct; readonly rule?: string }
  /** The customer can no longer write to the Page, nor comment. */
  | { readonly do: 'block' }
  /** Thread control goes to an agent: `page_inbox`, or an app's id. The bot is silent from then on. */
  | { readonly do: 'hand_over'; readonly to: string; readonly metadata?: string }
  /** Of an agent of the console: this app takes the thread, if another app or the inbox has it. */
  | { readonly do: 'take_thread' }
  /** The same, so that the bot may write in the thread. */
  | { readonly do: 'give_back' }

/** What the bot does with the comment or post of a turn. Only a comment can be deleted. */
export const contentActs = ['hide', 'unhide', 'delete', 'like'] as const
export type ContentAct = (typeof contentActs)[number]

/** A message as the Send API takes it under `message`, within Facebook's limits. */
export interface OutgoingMessage {
  readonly text?: string
  readonly attachment?:
    | { readonly type: 'image' | 'audio' | 'video' | 'file'; readonly payload: { readonly url: string } }
    | { readonly type: 'template'; readonly payload: MessageTemplate }
  readonly quick_replies?: readonly QuickReply[]
}

export type MessageTemplate =
  | { readonly template_type: 'generic'; readonly elements: readonly Card[] }
  | { readonly template_type: 'button'; readonly text: string; readonly buttons: readonly Button[] }

export interface Card {
  readonly title: string
  readonly subtitle?: string
  readonly image_url?: string
  readonly buttons?: readonly Button[]
}

export type Button =
  | { readonly type: 'postback'; readonly title: string; readonly payload: string }
  | { readonly type: 'web_url'; readonly title: string; readonly url: string }
  | { readonly type: 'phone_number'; readonly title: string; readonly payload: string }
  /** Messenger titles them itself. The first opens the brand's log-in page. */
  | { readonly type: 'account_link'; readonly url: string }
  | { readonly type: 'account_unlink' }

export type QuickReply =
  | {
      readonly content_type: 'text'
      readonly title: string
      readonly payload: string
      readonly image_url?: string
    }
  | { readonly content_type: 'user_email' | 'user_phone_number' }

/** Columns of the customer's tables that a storyboard or a hub may set. All others belong to the brand. */
export interface ProfileChanges {
  readonly firstName?: string
  readonly lastName?: string
  readonly country?: string
  readonly city?: string
  readonly industry?: string
  readonly loyaltyPoints?: number
  readonly favoriteProduct?: string
  readonly productsInterestedIn?: string
  readonly email?: string
  readonly phone?: string
}

/** The customer as a template sees them. */
export interface CustomerProfile extends ProfileChanges {
  readonly pId: ProfileId
  readonly locale?: string
  readonly timezone?: string
  readonly gender?: string
  readonly pictureUrl?: string
  /** Columns that the brand added to `profile`. A storyboard sees them beside the others, and cannot change them. */
  readonly own?: JsonObject
}

/** An earlier interaction of the same customer, newest first, as a template sees it. */
export interface RecentInteraction {
  readonly ts: number
  readonly channel: string
  readonly type: string
  readonly direction: string
  readonly text?: string
}

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue }
export type JsonObject = { readonly [key: string]: JsonValue }

/** The customer's choice after the bot asked what they meant. */
export interface ChosenMeaning {
  /** The turn in which the bot asked. */
  readonly turnId: TurnId
  /** Absent: something else. */
  readonly intent?: string
}

export interface ProvedContact {
  readonly kind: 'email' | 'phone'
  /** As an id of a customer: in small letters, E.164. */
  readonly value: string
}

/** A question of the storyboard: the scene that asks it, and the slot of its value. */
export interface SceneQuestion {
  readonly scene: string
  readonly slot: string
}

/**
 * What a turn did with the question that waited.
 * - `filled`: it gave the slot value. `again`: it did not fit, and the bot asks once more.
 * - `cancelled`: a cancel word. `left`: the customer changed the topic. `given_up`: it did not fit too often.
 */
export type QuestionEnd = 'filled' | 'again' | 'cancelled' | 'left' | 'given_up'

/** What a turn leads to. */
export interface Reply {
  readonly actions: readonly ReplyAction[]
  /** The stored variables of the conversation after this turn: slots, the scene that asks, misunderstandings. */
  readonly context: JsonObject
  readonly profile?: ProfileChanges
  /** The columns of `profile` that the hub set. Absent: none. */
  readonly setByHub?: readonly string[]
  /** E-mails and phones that the customer has proved to have, by a code. */
  readonly proved?: readonly ProvedContact[]
  /** The scene that replied; absent when no scene matched. */
  readonly scene?: string
  /** The scene whose actions follow, for the second intent of the text. */
  readonly alsoScene?: string
  /** The bot was unsure and asked which of these intents the customer meant. */
  readonly askedIntents?: readonly string[]
  /** What the customer meant, after the bot asked. */
  readonly meaning?: ChosenMeaning
  /** The question that the bot asks, also if it asks it again. */
  readonly asks?: SceneQuestion
  /** What became of the question that waited before. Absent: none waited, or it still waits as before. */
  readonly settles?: SceneQuestion & { readonly end: QuestionEnd }
  /** What the turn led to when every action is done. Absent: it is answered. */
  readonly outcome?: ReplyOutcome
  /** Why there are no actions. */
  readonly silentBecause?: NoReplyReason
}
