import type { Message } from '../../api/conversation.ts'
import type { Texts } from '../texts/shape.ts'

const events = [
  'reaction',
  'referral',
  'optin',
  'optin_stopped',
  'optin_resumed',
  'account_linking',
  'order',
  'pass_thread_control',
  'take_thread_control',
  'request_thread_control',
  'lead',
  'leadgen',
] as const satisfies readonly (keyof Texts['events'])[]

export function eventOf({ kind }: Message): (typeof events)[number] | undefined {
  return events.find((one) => one === kind)
}

/** Something happened, and nobody wrote anything. */
export function isEvent(message: Message): boolean {
  return eventOf(message) !== undefined && (message.text ?? '') === ''
}
