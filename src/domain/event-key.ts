import { hash } from 'node:crypto'
import { asProfileId, type PageId, type ProfileId, type Psid } from './ids.ts'
import type { Key } from './event.ts'

/**
 * The key of a thing that is named by its parts: 16 bytes of SHA-256 as hex. It is the same on every machine and for
 * every redelivery. Parts have their length in front, so ('ab','c') and ('a','bc') differ. An absent part differs
 * from an empty one.
 */
export function keyOf(...parts: readonly (string | number | undefined)[]): Key {
  let named = ''
  for (const part of parts) {
    const text = part === undefined ? '-' : String(part)
    named += part === undefined ? '-;' : `${text.length}:${text};`
  }
  return hash('sha256', named, 'hex').slice(0, 32)
}

/** A message has the same id in its own event, its echo, its edits, its reactions and its receipts. */
export function messageKey(pageId: PageId, mid: string): Key {
  return keyOf(pageId, 'message', mid)
}

/** A comment is written once, so its id alone makes the key. A later edit finds the comment without its time. */
export function commentKey(pageId: PageId, commentId: string): Key {
  return keyOf(pageId, 'comment', commentId)
}

/** A lead is sent once, so its id alone makes the key. The sweep, which has no webhook, finds the same event. */
export function leadKey(pageId: PageId, leadId: string): Key {
  return keyOf(pageId, 'lead', leadId)
}

/** A post may arrive as several events, one for each photo. All are found under the post's id. */
export function postKey(pageId: PageId, postId: string): Key {
  return keyOf(pageId, 'post', postId)
}

/** The day of a time (ms) in UTC, `YYYY-MM-DD`: the first half of an event's unique key. */
export function dayOf(ts: number): string {
  const number = Math.floor(ts / dayMs)
  if (number !== lastDay.number) lastDay = { number, name: new Date(ts).toISOString().slice(0, 10) }
  return lastDay.name
}

const dayMs = 86_400_000
/** Nearly all events are of the same day. */
let lastDay = { number: 0, name: '1970-01-01' }

/** The day under which the row of an event is stored. */
export function eventDayOf({ ts, dayTs }: { readonly ts: number; readonly dayTs?: number }): string {
  return dayOf(dayTs ?? ts)
}

/**
 * The profile of a customer who is seen for the first time. It depends on the id alone, so every order of events makes
 * the same one.
 */
export function customerProfileId(id: Psid): ProfileId {
  return asProfileId(id.length <= 50 ? `facebook:${id}` : `facebook:#${keyOf(id)}`)
}

/** The reserved profile for what the Page itself does. */
export function pageProfileId(pageId: PageId): ProfileId {
  return asProfileId(pageId.length <= 55 ? `page:${pageId}` : `page:#${keyOf(pageId)}`)
}

/** The reserved profile for what Facebook names no actor for. */
export const anonymousProfileId = asProfileId('anonymous')
