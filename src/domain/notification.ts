/** A fact that people are told of through NOTIFY_URL. */
import { hash } from 'node:crypto'
import type { PageId } from './ids.ts'

/**
 * - `deletion_request`: Facebook passed on a request for deletion that matches no customer.
 * - `hand_over`: a customer asks for an agent.
 * - `hand_over_refused`: a customer asks for an agent, and Facebook took no hand-over.
 * - `message_held`: nobody can tell whether a customer got a message.
 * - `page_check`: the daily check of a Page found something new.
 * - `page_paused`: calls of a Page wait.
 * - `page_silent`: a Page sends no events, against its own rhythm.
 */
export const notificationKinds = [
  'deletion_request',
  'hand_over',
  'hand_over_refused',
  'message_held',
  'page_check',
  'page_paused',
  'page_silent',
] as const
export type NotificationKind = (typeof notificationKinds)[number]

/** These last for some time. Once such a fact is over, people are told of it again when it comes back. */
export const lastingKinds: readonly NotificationKind[] = ['page_check', 'page_paused', 'page_silent']

export interface Fact {
  readonly kind: NotificationKind
  /** With the kind, it names the fact. */
  readonly subject: string
  readonly pageId: PageId | undefined
  /** One or two sentences for people, without line breaks. */
  readonly says: string
}

/**
 * sending → sent | failed | unclear, or pending again. `unclear`: the receiver did not respond, or the worker died. The
 * message is not sent again then.
 */
export type NotificationState = 'pending' | 'sending' | 'sent' | 'failed' | 'unclear'
export type NotificationEnd = Exclude<NotificationState, 'pending' | 'sending'>

/** The key of a fact in the table, in hex. */
export function factKey({ kind, subject }: Pick<Fact, 'kind' | 'subject'>): string {
  return hash('sha256', `${kind} ${subject}`).slice(0, 32)
}
