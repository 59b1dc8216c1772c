/** An outbound message: a message or an act that Pagebeat means to do, from its intent to its end. */
import type { ConversationId, TurnId } from './ids.ts'
import type { GraphMeaning } from './graph-fault.ts'
import type { OnlyIf, ReplyAction } from './reply.ts'
import type { ReplyChannel } from './turn.ts'

/**
 * scheduled → pending; pending → sending → sent | failed | unknown | held; pending → expired | suppressed | skipped | sent | held;
 * unknown → sent | pending | held.
 * `unknown` becomes `pending` again only when a look-up showed that the message was not sent, or when the act may be
 * repeated. If such an act then cannot be repeated, the row is `held`: its first call may have taken effect.
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
  /** An earlier part of the reply did not end as this part needs it. */
  | 'skipped'
  /** A follow-up whose time has not come. */
  | 'scheduled'

/** While a row is in one of these states, no later row of its conversation and channel is sent. */
export const unsettledStates: readonly OutboundState[] = ['pending', 'sending', 'unknown']

/** Acts without an effect that a customer sees when they are done twice. */
const repeatable: ReadonlySet<ReplyAction['do']> = new Set([
  'block',
  'delete',
  'give_back',
  'hand_over',
  'hide',
  'like',
  'private_reply',
  'take_thread',
  'unhide',
])

/** What Facebook says of a repeated act that an earlier call has done already. */
const doneBefore: Readonly<Partial<Record<ReplyAction['do'], GraphMeaning>>> = {
  delete: 'not_found',
  hand_over: 'other_app_in_control',
  private_reply: 'already_replied',
}

/** Facebook refuses these differently once they are done, so another refusal shows that they are not. */
const toldApart: ReadonlySet<ReplyAction['do']> = new Set(['delete', 'give_back', 'hand_over', 'take_thread'])

/**
 * The state of an act that Facebook refuses with this meaning. `isUnclear`: an earlier call of it may have taken effect.
 * A refusal of the next call says nothing about that one, unless Facebook says that the act is done already.
 */
export function stateOfRefused(
  { do: act }: ReplyAction,
  { meaning, isUnclear }: { readonly meaning: GraphMeaning; readonly isUnclear: boolean },
): 'sent' | 'failed' | 'held' {
  if (!isUnclear) return 'failed'
  if (meaning === doneBefore[act]) return 'sent'
  // An act on a comment that is gone has no effect any more.
  return toldApart.has(act) || (act !== 'private_reply' && meaning === 'not_found') ? 'failed' : 'held'
}

/** Whether the act may be repeated where nobody knows whether it took effect. */
export function isRepeatable({ do: act }: ReplyAction): boolean {
  return repeatable.has(act)
}

const refusedStates: readonly OutboundState[] = ['failed', 'expired', 'suppressed']

/** Whether a part of a reply is wanted, by the state of the part that it depends on. Held: nobody knows, so neither is. */
export function isWanted({ is }: OnlyIf, state: OutboundState | undefined): boolean {
  if (state === undefined) return false
  return is === 'accepted' ? state === 'sent' : refusedStates.includes(state)
}

/** The action, and its target: a comment or post for acts on the feed. */
export interface OutboundAction {
  readonly action: ReplyAction
  readonly about?: { readonly commentId?: string; readonly postId?: string }
  /** When the interaction that this replies to happened, ms. A private reply is possible for seven days. */
  readonly causedTs: number
}

export interface Outbound extends OutboundAction {
  readonly id: string
  /** Undefined: an agent sends it, and no turn led to it. */
  readonly turnId: TurnId | undefined
  readonly step: number
  readonly conversationId: ConversationId
  readonly channel: ReplyChannel
  readonly state: OutboundState
  readonly expiresTs: number
  readonly attempts: number
  /** When the row was claimed the last time, before the first byte was sent, ms. */
  readonly claimedTs: number | undefined
  /** The claim of an earlier call that may have taken effect, ms. Undefined: there was none. */
  readonly unclearTs: number | undefined
  /** The mid or comment id, once it is known. */
  readonly platformId: string | undefined
  /** Random, the same for all claims of the row. Rows of older versions have none. */
  readonly echoMark: string | undefined
  /** The agent of the console who sends it (`consoleUser.id`). Undefined: the bot. */
  readonly userId?: string | undefined
  /** It is not claimed before, as the agent may take it back, ms. */
  readonly undoUntilTs?: number | undefined
}

/**
 * The metadata of our own messages, `pagebeat.<row>.<claim>.<mark>`: the id of the row, the time of its claim in base 36,
 * and the row's `echoMark`. Older versions wrote no mark. Facebook allows 1,000 characters.
 */
const ours = /^pagebeat\.(\d{1,20})\.([0-9a-z]{7,9})(?:\.([0-9a-f]{16}))?$/

/** What the metadata tells. */
export interface OwnMetadata {
  readonly id: string
  readonly claimedTs: number
  readonly echoMark: string | undefined
}

/**
 * The metadata of a message that we send. Facebook returns it on the echo, which so tells the row and the time of the
 * claim.
 */
export function toMetadata({ id, claimedTs, echoMark }: OwnMetadata): string {
  const claim = `pagebeat.${id}.${claimedTs.toString(36)}`
  return echoMark === undefined ? claim : `${claim}.${echoMark}`
}

/** Undefined: this is no message of ours. */
export function fromMetadata(text: string | undefined): OwnMetadata | undefined {
  const [, id, time, echoMark] = ours.exec(text ?? '') ?? []
  if (id === undefined || time === undefined) return undefined
  return { id, claimedTs: Number.parseInt(time, 36), echoMark }
}
