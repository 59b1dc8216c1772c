import type { PageEvent } from '../domain/event.ts'
import { metrics } from './metrics.ts'

/** All kinds with a label of their own. A kind that Facebook adds later is counted as `other`. */
const knownKinds = new Set([
  'comment',
  'reaction',
  'like',
  'post',
  'status',
  'photo',
  'video',
  'share',
  'album',
  'event',
  'mention',
  'ratings',
  'leadgen',
  'conversations',
  'unsupported',
  'message',
  'echo',
  'postback',
  'edit',
  'unsend',
  'delivery',
  'read',
  'referral',
  'optin',
  'optin_stopped',
  'optin_resumed',
  'optin_status',
  'account_linking',
  'policy_enforcement',
  'pass_thread_control',
  'take_thread_control',
  'request_thread_control',
  'app_roles',
  'messaging_feedback',
  'response_feedback',
  'order',
  'game_play',
  'message_request',
  'messaging_customer_information',
  'messaging_in_thread_lead_form_submit',
  'message_context',
  'business_integrity',
  'messenger_template_status_update',
  'unknown',
])

/** The kind as a label: one of a fixed list, never a text from outside. */
export function toKnownKind(type: string): string {
  return knownKinds.has(type) ? type : 'other'
}

/** Counts the events that a commit added. In a batch with known events, the first `added` ones count as new. */
export function countCommitted({ events, added }: { events: readonly PageEvent[]; added: number }): void {
  metrics.duplicates.inc(events.length - added)
  for (const { channel, type, actor } of events.slice(0, added)) {
    metrics.events.inc({ channel, kind: toKnownKind(type) })
    if (actor.is === 'anonymous') metrics.anonymous.inc()
  }
}

export function countLag({ receivedAt }: { receivedAt: number }): void {
  metrics.lagSeconds.observe(Math.max(0, Date.now() - receivedAt) / 1000)
}
