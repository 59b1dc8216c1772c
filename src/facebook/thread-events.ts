import { fromMetadata } from '../domain/outbound.ts'
import { anyTime, type ThreadEventRef, unreadThreadEvents } from '../domain/thread-event.ts'
import { isRecord } from './json.ts'

/** Longer bodies are batches: reading them would hold up the receiver. */
const longestChars = 16_384

/**
 * The events of a webhook's body that a reply may depend on: everything in a Messenger thread but receipts and echoes
 * of the bot's own messages. Empty: no reply depends on this delivery. Call it after the signature is verified. Never
 * throws.
 */
export function threadEventsOf(body: string): readonly ThreadEventRef[] {
  const entries = body.length > longestChars ? undefined : entriesOf(body)
  if (entries === undefined) return unreadThreadEvents
  const found: ThreadEventRef[] = []
  for (const entry of entries) {
    if (!isRecord(entry) || 'changes' in entry || 'changed_fields' in entry) return unreadThreadEvents
    for (const item of [...listOf(entry['messaging']), ...listOf(entry['standby'])]) {
      if (!isRecord(item)) return unreadThreadEvents
      if (isReceipt(item) || isOwnEcho(item)) continue
      const customers = customersOf(item, entry['id'])
      if (customers.length === 0) return unreadThreadEvents
      for (const customer of customers) found.push([customer, timeOf(item)])
    }
  }
  return found
}

function entriesOf(body: string): readonly unknown[] | undefined {
  try {
    const delivery: unknown = JSON.parse(body)
    return isRecord(delivery) && Array.isArray(delivery['entry']) ? delivery['entry'] : undefined
  } catch {
    return undefined // parse finds out what is wrong with it
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value]
}

const receiptFields = new Set(['sender', 'recipient', 'timestamp', 'delivery', 'read'])

function isReceipt(item: Readonly<Record<string, unknown>>): boolean {
  return ('delivery' in item || 'read' in item) && Object.keys(item).every((name) => receiptFields.has(name))
}

function isOwnEcho({ message }: Readonly<Record<string, unknown>>): boolean {
  if (!isRecord(message) || message['is_echo'] !== true) return false
  const { metadata } = message
  return typeof metadata === 'string' && fromMetadata(metadata) !== undefined
}

/** Both parties but the Page; ids that JSON gives as numbers may have lost digits, so they count as unread. */
function customersOf(item: Readonly<Record<string, unknown>>, pageId: unknown): readonly string[] {
  const ids = [item['sender'], item['recipient']].map((party) => (isRecord(party) ? party['id'] : undefined))
  if (ids.some((id) => typeof id === 'number')) return []
  return ids.filter((id): id is string => typeof id === 'string' && id !== pageId)
}

function timeOf(item: Readonly<Record<string, unknown>>): number {
  const { timestamp } = item
  const ts = Number(timestamp)
  if (timestamp === null || !Number.isSafeInteger(ts)) return anyTime
  return changesReplies(item) ? anyTime : ts
}

const changing = ['message_edit', 'pass_thread_control', 'take_thread_control', 'request_thread_control']

/** An edit, an unsend, an echo that is not the bot's, or a change of who controls the thread. */
function changesReplies(item: Readonly<Record<string, unknown>>): boolean {
  const { message } = item
  if (isRecord(message)) return message['is_echo'] === true || message['is_deleted'] === true
  return changing.some((name) => name in item)
}
