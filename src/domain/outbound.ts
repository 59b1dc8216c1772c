/** A message or an act that we mean to do, from its intent to its end. */
import type { ConversationId, TurnId } from './ids.ts'
import type { ReplyAction } from './reply.ts'

/**
 * pending → sending → sent | failed | unknown; pending → expired | suppressed; unknown → sent | pending | held. Never
 * backward: `unknown` becomes `pending` again only when a look-up showed that it was not sent.
 */
export type OutboundState =
  | 'pending'
  | 'sending'
  | 'sent'
  | 'unknown'
  | 'failed'
  | 'expired'
  | 'suppressed'
  | 'held'

/** States in which nothing later of the same conversation may leave. */
export const unsettledStates: readonly OutboundState[] = ['pending', 'sending', 'unknown']

/** The action, and what it is about: a comment or post for the acts on the feed. */
export interface OutboundAction {
  readonly action: ReplyAction
  readonly about?: { readonly commentId?: string; readonly postId?: string }
  /** When the interaction that it answers happened, ms: private replies have seven days. */
  readonly causedTs: number
}

export interface Outbound extends OutboundAction {
  readonly id: string
  readonly turnId: TurnId
  readonly step: number
  readonly conversationId: ConversationId
  readonly state: OutboundState
  readonly expiresTs: number
  readonly attempts: number
  /** ms, before the bytes left the last time */
  readonly claimedTs: number | undefined
  /** mid or comment id, once known */
  readonly platformId: string | undefined
}

/** What the metadata of our own messages begin with. */
export const metadataPrefix = 'pagebeat.'

/** What travels with a message and comes back on its echo: whose it is and when we sent it. */
export function toMetadata({ id, claimedTs }: { readonly id: string; readonly claimedTs: number }): string {
  return `${metadataPrefix}${id}.${claimedTs.toString(36)}`
}

export function fromMetadata(text: string | undefined): { id: string; claimedTs: number } | undefined {
  const [, id, time] = /^pagebeat\.(\d{1,20})\.([0-9a-z]{7,9})$/.exec(text ?? '') ?? []
  return id === undefined || time === undefined ? undefined : { id, claimedTs: Number.parseInt(time, 36) }
}
