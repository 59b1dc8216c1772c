/** Why an event never became a turn of its conversation. */
import { repliableTypes } from '../domain/turn-facts.ts'
import type { CauseCode } from './cause-sentences.ts'
import { type Cause, causeOf, isKeyOf } from './no-reply.ts'
import type { StoredEvent } from './stored-event.ts'

const receipts: ReadonlySet<string> = new Set(['delivery', 'read'])
const contentActs: ReadonlySet<string> = new Set(['remove', 'hide', 'unhide', 'unlike'])
const neverAnswered = {
  unsend: 'unsend',
  echo: 'echo',
  pass_thread_control: 'thread_moved',
  take_thread_control: 'thread_moved',
  request_thread_control: 'thread_asked_for',
  account_linking: 'logged_in',
} as const satisfies Readonly<Record<string, CauseCode>>

/** Why the event never became a turn. */
export function causeOfNoTurn(
  event: Pick<StoredEvent, 'channel' | 'type' | 'verb' | 'direction' | 'isStandby'>,
): Cause {
  const { channel, type, verb = '', direction, isStandby } = event
  if (direction === 'out') return causeOf('of_the_page')
  if (channel !== 'facebookFeed' && channel !== 'facebookMessenger')
    return channel === '' ? causeOf('no_channel') : causeOf('other_channel', { channel })
  if (receipts.has(type)) return causeOf('receipt')
  if (isKeyOf(neverAnswered, type)) return causeOf(neverAnswered[type])
  if (channel === 'facebookMessenger' && !repliableTypes.has(type))
    return causeOf('other_kind', { kind: type })
  if (isStandby) return causeOf('standby')
  if (contentActs.has(verb)) return causeOf('content_act', { verb })
  return causeOf('no_storyboard')
}
