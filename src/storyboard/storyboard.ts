/** A loaded storyboard, as the respond stage and the commands use it. */
import type {
  CustomerProfile,
  Reply,
  JsonObject,
  ProfileChanges,
  RecentInteraction,
} from '../domain/reply.ts'
import type { Turn, TurnKind } from '../domain/turn.ts'
import type { TrainingExamples, Understanding } from '../domain/understanding.ts'
import type { Path } from './document.ts'
import type { Problem } from './problem.ts'
import type { StoryboardFile } from './schema.ts'

export interface Storyboard {
  readonly name: string
  /** Digest of the file. */
  readonly version: string
  /** What the local language understanding learns from. */
  readonly examples: TrainingExamples
  readonly messengerProfile: MessengerProfile
  /** Whether some scene could be about such an event: what is not is recorded, but no turn. */
  readonly listensTo: (kind: TurnKind) => boolean
  /** Whether anything in it may ask for the person's latest interactions (`SceneInput.recent`). */
  readonly asksForRecent: boolean
  /** The same answer for the same input. Never throws for what a person, a profile or a stored context holds. */
  respond(input: SceneInput, ports: { readonly hub: CallHub }): Promise<Reply>
}

/** With what the drawing and the check need. */
export interface LoadedStoryboard extends Storyboard {
  readonly file: string
  readonly definition: StoryboardFile
  readonly warnings: readonly Problem[]
  /** A problem at the place of this path in the file. */
  problemAt(path: Path, message: string): Problem
}

export interface SceneInput {
  readonly turn: Turn
  /** Provider `none` when there is none: no text, or the deadline passed. */
  readonly understanding: Understanding
  readonly profile: CustomerProfile
  /** What the last Reply of this conversation said; {} at first. */
  readonly context: JsonObject
  readonly recent: readonly RecentInteraction[]
  /** ms */
  readonly now: number
}

/** Asks the brand's decision service. Never throws: what is no usable answer is `silent`. */
export type CallHub = (request: HubRequest) => Promise<HubResponse>

export interface HubRequest {
  readonly hub: {
    readonly name: string
    /** `env:NAME` or `param:NAME`: where the address and the secret are kept. */
    readonly url: string
    readonly secret: string
    readonly budgetMs: number
  }
  readonly question?: string
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
  | { readonly silent: string }

export interface HubChoice {
  readonly title: string
  readonly payload?: string
}

/** The body of `POST /me/messenger_profile`, but for fields that a Page does not use. */
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
