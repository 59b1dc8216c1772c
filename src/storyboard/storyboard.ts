/** A loaded storyboard, as the respond stage and the commands use it. */
import type { CommentHistory } from '../domain/comment-history.ts'
import type { HubSilence, NoReplyReason } from '../domain/reasons.ts'
import type {
  CustomerProfile,
  Reply,
  JsonObject,
  ProfileChanges,
  ProvedContact,
  RecentInteraction,
} from '../domain/reply.ts'
import type { TurnId } from '../domain/ids.ts'
import type { Turn, TurnKind } from '../domain/turn.ts'
import type { TrainingExamples, Understanding } from '../domain/understanding.ts'
import type { Path } from './document.ts'
import type { Problem } from './problem.ts'
import type { StoryboardFile } from './schema.ts'

export interface Storyboard {
  readonly name: string
  /** Digest of the file. */
  readonly version: string
  /** Examples for the local language understanding. */
  readonly examples: TrainingExamples
  readonly messengerProfile: MessengerProfile
  /** Whether a scene could start from such an event. Other events are recorded, but make no turn. */
  readonly listensTo: (kind: TurnKind) => boolean
  /** Whether the messages of this app are automatic. They are not those of an agent. */
  readonly isAutomaticApp: (appId: string) => boolean
  /** Whether a scene or a hub may use the customer's latest interactions (`SceneInput.recent`). */
  readonly asksForRecent: boolean
  /** It has rules of moderation. */
  readonly moderates?: boolean
  /** A rule of moderation looks at the intent of comments. */
  readonly moderatesByIntent?: boolean
  /** How long a customer may pause between messages that get one reply, ms. Absent: each gets its own. */
  readonly gatherMs?: number
  /** The same reply for the same input. Never throws because of a message, a profile or a stored context. */
  respond(input: SceneInput, ports: StoryboardPorts): Promise<Reply>
}

export interface StoryboardPorts {
  readonly hub: CallHub
  /** Absent: nothing has become of any comment. */
  readonly findCommentHistory?: FindCommentHistory
  /** Absent: nothing is known of earlier turns. */
  readonly findAskedTurn?: FindAskedTurn
  /** Absent: no code can be sent. */
  readonly codes?: ContactCodes
}

/** Codes that prove an e-mail or phone. The same question gets the same reply, so a turn may be chosen again. */
export interface ContactCodes {
  /** Undefined: it is no e-mail or phone, or the customer got too many codes. */
  create(wanted: {
    readonly turn: Turn
    readonly kind: ProvedContact['kind']
    /** As the customer wrote it. */
    readonly written: string
    readonly minutes: number
    readonly now: number
  }): Promise<{ readonly contact: ProvedContact; readonly code: string } | undefined>
  /** `over`: too many wrong codes, or the code came too late. The present one counts. */
  check(given: {
    readonly turn: Turn
    readonly contact: ProvedContact
    readonly code: string
    readonly attempts: number
    readonly now: number
  }): Promise<'right' | 'wrong' | 'over'>
}

/** What became of a comment so far. It is asked for only where a rule of moderation may act. */
export type FindCommentHistory = (turn: Turn) => Promise<CommentHistory>

/**
 * The turn of this customer in which the bot asked what they meant. It is read when they have chosen. Undefined: the
 * customer unsent or edited its text since.
 */
export type FindAskedTurn = (id: TurnId) => Promise<AskedTurn | undefined>

export interface AskedTurn {
  readonly text: string
  readonly understanding: Understanding
}

/** Also has what the drawing and the check need. */
export interface LoadedStoryboard extends Storyboard {
  readonly file: string
  readonly definition: StoryboardFile
  readonly warnings: readonly Problem[]
  /** A problem at the place of this path in the file. */
  problemAt(path: Path, message: string): Problem
}

export interface SceneInput {
  readonly turn: Turn
  /** Of the provider `none` when there is no text, or when understanding took too long. */
  readonly understanding: Understanding
  readonly profile: CustomerProfile
  /** `context` of the last reply in this conversation; {} at first. */
  readonly context: JsonObject
  readonly recent: readonly RecentInteraction[]
  /** ms */
  readonly now: number
  /** The customer gets too many replies: only the text of `too_many` is wanted. */
  readonly isTooMany?: true
  /** When an agent or another app last took or gave back thread control, ms. */
  readonly controlChangedTs?: number
  /** There is no reply, for this reason. Moderation still acts on a comment. */
  readonly silentBecause?: NoReplyReason
}

/** Asks the brand's decision service. Never throws: a hub without a usable response is `silent`. */
export type CallHub = (request: HubRequest) => Promise<HubResponse>

export interface HubRequest {
  readonly hub: {
    readonly name: string
    /** `env:NAME` or `param:NAME`: where the address is kept. */
    readonly url: string
    readonly secret: string
    readonly budgetMs: number
  }
  readonly question?: string
  /** The hub is to send this code; its response needs nothing but the status 200. */
  readonly verify?: ProvedContact & { readonly code: string; readonly minutes: number }
  readonly turn: Turn
  readonly understanding: Understanding
  readonly profile: CustomerProfile
  readonly context: JsonObject
  readonly slots: JsonObject
  readonly recent: readonly RecentInteraction[]
}

export type HubResponse =
  | {
      readonly texts?: readonly string[]
      readonly choices?: readonly HubChoice[]
      readonly profile?: ProfileChanges
      readonly context?: JsonObject
      readonly scene?: string
    }
  | { readonly silent: HubSilence }

export interface HubChoice {
  readonly title: string
  readonly payload?: string
}

/** The body of `POST /me/messenger_profile`, without the properties that the storyboard does not set. */
export interface MessengerProfile {
  readonly greeting?: readonly { readonly locale: string; readonly text: string }[]
  readonly get_started?: { readonly payload: string }
  readonly ice_breakers?: readonly {
    readonly locale: string
    readonly call_to_actions: readonly { readonly question: string; readonly payload: string }[]
  }[]
  readonly persistent_menu?: readonly {
    readonly locale: string
    readonly composer_input_disabled: boolean
    readonly call_to_actions: readonly MenuItem[]
  }[]
}

export type MenuItem =
  | { readonly type: 'postback'; readonly title: string; readonly payload: string }
  | { readonly type: 'web_url'; readonly title: string; readonly url: string }
