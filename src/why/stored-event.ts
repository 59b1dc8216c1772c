/** What the tables hold of one event, from its delivery to the end of its reply. All times are in ms since the epoch. */
import type { TurnId } from '../domain/ids.ts'
import type { TurnKind } from '../domain/turn.ts'
import type { Understanding } from '../domain/understanding.ts'

export interface StoredEvent {
  /** `interaction.kwInteractionId` */
  readonly id: string
  readonly pageId: string | undefined
  readonly ts: number
  /** `facebookFeed`, `facebookMessenger`, or Facebook's name of another object. */
  readonly channel: string
  readonly type: string
  /** Facebook's word on the feed: add, edited, remove … */
  readonly verb: string | undefined
  readonly direction: 'in' | 'out'
  readonly isStandby: boolean
  /** The mid, or the id of the comment or post. */
  readonly platformId: string | undefined
  readonly text: string | undefined
  readonly editedTs: number | undefined
  readonly removedTs: number | undefined
  readonly isHidden: boolean
  readonly customer: StoredCustomer
  readonly ledger: StoredDeliveries
  readonly turn: StoredTurn | undefined
  /** The parts of the reply, in their order. For an event of the bot itself: the part that it is. */
  readonly outbound: readonly StoredOutbound[]
  readonly thread: StoredThread | undefined
  readonly moderation: readonly { readonly rule: string; readonly act: string; readonly ts: number }[]
}

export interface StoredCustomer {
  readonly pId: string
  /** The `pId` that the id has by itself, where links made it another customer's. */
  readonly originPId: string | undefined
  /** Sentences: why the ids are one customer. */
  readonly evidence: readonly string[]
}

/** The raw deliveries that name the event. `not_kept`: they are older than `PAGEBEAT_LEDGER_DAYS`. */
export type StoredDeliveries =
  | { readonly is: 'found'; readonly receivedTs: number; readonly copies: number }
  | { readonly is: 'not_kept' }
  | { readonly is: 'not_found' }

export interface StoredTurn {
  readonly id: TurnId
  readonly kind: TurnKind
  readonly hasText: boolean
  readonly openedTs: number
  readonly readyTs: number
  readonly handledTs: number | undefined
  readonly isOpen: boolean
  readonly outcome: string | undefined
  readonly scene: string | undefined
  readonly alsoScene: string | undefined
  readonly understanding: Understanding | undefined
  readonly askedIntents: readonly string[]
  readonly meantIntent: string | undefined
  /** Earlier open turns of the same conversation and channel. */
  readonly earlierOpen: number
}

export interface StoredOutbound {
  readonly id: string
  /** `say`, `comment`, `private_reply`, `hide` … */
  readonly act: string
  readonly text: string | undefined
  readonly state: string
  readonly reason: string | undefined
  readonly attempts: number
  readonly createdTs: number
  readonly claimedTs: number | undefined
  readonly settledTs: number | undefined
  readonly dueTs: number | undefined
  readonly platformId: string | undefined
  readonly isRecorded: boolean
  readonly deliveredTs: number | undefined
  readonly readTs: number | undefined
  /** The user of the console who sent it. Absent: the bot. */
  readonly userId?: string | undefined
}

export interface StoredThread {
  readonly psid: string
  readonly silentUntil: number
  readonly silentReason: string | undefined
  readonly waitingTs: number | undefined
  readonly page: { readonly heldUntil: number; readonly reason: string | undefined } | undefined
}
