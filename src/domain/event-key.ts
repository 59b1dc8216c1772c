import { asProfileId, type PageId, type ProfileId, type Psid } from './ids.ts'
import { hash } from 'node:crypto'
import type { Key } from './event.ts'

/**
 * The key of a thing named by its parts: 16 bytes of SHA-256 as hex, the same on every machine and for every redelivery.
 * Parts are length-prefixed, so ('ab','c') and ('a','bc') differ; an absent part differs from an empty one.
 */
export function keyOf(...parts: readonly (string | number | undefined)[]): Key {
  let named = ''
  for (const part of parts) {
    const text = part === undefined ? '-' : String(part)
    named += part === undefined ? '-;' : `${text.length}:${text};`
  }
  return hash('sha256', named, 'hex').slice(0, 32)
}

/** A message id is the same in the message, its echo, its edits, reactions and receipts. */
export function messageKey(pageId: PageId, mid: string): Key {
  return keyOf(pageId, 'message', mid)
}

/** A comment is written once: its id alone makes the key, so that a later edit can find it without knowing when. */
export function commentKey(pageId: PageId, commentId: string): Key {
  return keyOf(pageId, 'comment', commentId)
}

/** A post may arrive as several events (one a photo); they are found under its id. */
export function postKey(pageId: PageId, postId: string): Key {
  return keyOf(pageId, 'post', postId)
}

/** The day an event belongs to, `YYYY-MM-DD` in UTC: the first half of its unique key in the table. */
export function dayOf(ts: number): string {
  return new Date(ts).toISOString().slice(0, 10)
}

/** The day under which an event's row is kept. */
export function eventDayOf({ ts, dayTs }: { readonly ts: number; readonly dayTs?: number }): string {
  return dayOf(dayTs ?? ts)
}

/** The profile of a person first seen now. Made from the id, so that every order of events makes the same one. */
export function personProfileId(id: Psid): ProfileId {
  return asProfileId(id.length <= 50 ? `facebook:${id}` : `facebook:#${keyOf(id)}`)
}

/** The reserved profile of what the Page itself does. */
export function pageProfileId(pageId: PageId): ProfileId {
  return asProfileId(pageId.length <= 55 ? `page:${pageId}` : `page:#${keyOf(pageId)}`)
}

/** The reserved profile of what nobody known did. */
export const anonymousProfileId = asProfileId('anonymous')
