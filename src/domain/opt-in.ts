/** The state of an opt-in to marketing messages, as its event tells it. */
import type { MessengerEvent } from './event.ts'
import { idOf, parseEventJson, recordOf, textOf } from './event-json.ts'

export type OptInStatus = 'opted_in' | 'stopped' | 'resumed'

export interface OptIn {
  /** The payload: what the Page named the topic. */
  readonly topic: string
  readonly title: string | null
  readonly status: OptInStatus
  readonly token: string | null
  /** Facebook's word: REFRESHED, NOT_REFRESHED. */
  readonly tokenStatus: string | null
  /** IANA name, for example Europe/Berlin. */
  readonly timezone: string | null
  /** ms since the epoch, as text */
  readonly expiresTs: string | null
}

const statuses: Readonly<Record<string, OptInStatus>> = {
  optin: 'opted_in',
  optin_stopped: 'stopped',
  optin_resumed: 'resumed',
}

/** Undefined for other events, and for an opt-in without a token or topic (a plugin). */
export function toOptIn({ type, messenger }: MessengerEvent): OptIn | undefined {
  const status = statuses[type]
  if (status === undefined) return undefined
  const optin = recordOf(parseEventJson(messenger.valueRaw)['optin'])
  const token = idOf(optin['notification_messages_token'])
  if (token === undefined && optin['type'] !== 'notification_messages') return undefined
  return {
    topic: textOf(optin['payload']) ?? '',
    title: cut(textOf(optin['title']), 255),
    status,
    token: ascii(token, 255),
    tokenStatus: ascii(textOf(optin['user_token_status']), 45),
    timezone: ascii(textOf(optin['notification_messages_timezone']), 64),
    expiresTs: msOf(optin['token_expiry_timestamp']),
  }
}

function cut(text: string | undefined, length: number): string | null {
  return text === undefined ? null : text.slice(0, length).toWellFormed()
}

function ascii(text: string | undefined, length: number): string | null {
  return text === undefined || text.length > length || !/^[\x20-\x7e]+$/.test(text) ? null : text
}

/** Facebook sends seconds and ms. */
function msOf(value: unknown): string | null {
  const number = Number(idOf(value))
  if (!Number.isSafeInteger(number) || number <= 0) return null
  return String(number < 1e11 ? number * 1000 : number)
}
