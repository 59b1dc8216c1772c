import { type QuietEvent, quietEvents } from '../../../src/domain/quiet-events.ts'
import type { Message } from '../../api/conversation.ts'

export function eventOf({ kind }: Message): QuietEvent | undefined {
  return quietEvents.find((one) => one === kind)
}

/** Something happened, and nobody wrote anything. */
export function isEvent(message: Message): boolean {
  return eventOf(message) !== undefined && (message.text ?? '') === ''
}
