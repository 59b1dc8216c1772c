import type { PageEvent, Receipt } from '../../src/domain/event.ts'
import { decodeDelivery } from '../../src/facebook/webhook-payload.ts'

/** The Page of the examples. */
export const pageId = '100200300400500'

/** 1 June 2026, 8:00 UTC: the time that `at(seconds)` counts from. */
const start = Date.UTC(2026, 5, 1, 8)

/** Milliseconds since the epoch. `seconds` count from the start of the examples. */
export function at(seconds: number): number {
  return start + seconds * 1000
}

/** The events and receipts that parse makes of deliveries. */
export interface Decoded {
  readonly events: readonly PageEvent[]
  readonly receipts: readonly Receipt[]
}

export function decodeAll(bodies: readonly string[]): Decoded {
  const decoded = bodies.map(decodeDelivery)
  return {
    events: decoded.flatMap(({ events }) => events),
    receipts: decoded.flatMap(({ receipts }) => receipts),
  }
}

/** A delivery of one change; `sentAt` (ms) is when Facebook sent it. */
export function feedBody(value: object, sentAt: number, field = 'feed'): string {
  return bodyOf({ id: pageId, time: Math.floor(sentAt / 1000), changes: [{ field, value }] })
}

/** A delivery of one Messenger item. */
export function messengerBody(
  item: Readonly<Record<string, unknown>>,
  list: 'messaging' | 'standby' = 'messaging',
): string {
  return bodyOf({ id: pageId, time: at(90_000), [list]: [item] })
}

export function bodyOf(entry: object): string {
  return JSON.stringify({ object: 'page', entry: [entry] })
}

/** A message of a customer to the Page. */
export function message(psid: string, mid: string, ts: number, text = `text of ${mid}`): string {
  return messengerBody({ ...fromPerson(psid, ts), message: { mid, text } })
}

/** The echo of a message that the bot sent to a customer. */
export function ownEcho(psid: string, mid: string, ts: number, metadata = 'pagebeat.7.mwt2e7tr'): string {
  const sent = { mid, text: `text of ${mid}`, is_echo: true, app_id: 42, metadata }
  return messengerBody({ ...fromPage(psid, ts), message: sent })
}

/** A message of the Page to a customer. */
export function echo(psid: string, mid: string, ts: number, text = `text of ${mid}`): string {
  return messengerBody({ ...fromPage(psid, ts), message: { mid, text, is_echo: true, app_id: 42 } })
}

export function delivery(psid: string, watermark: number, mids?: readonly string[]): string {
  return messengerBody({
    ...fromPerson(psid),
    delivery: { watermark, ...(mids === undefined ? {} : { mids }) },
  })
}

export function read(psid: string, watermark: number): string {
  return messengerBody({ ...fromPerson(psid, watermark + 1), read: { watermark } })
}

export function fromPerson(psid: string, timestamp?: unknown): Readonly<Record<string, unknown>> {
  return {
    sender: { id: psid },
    recipient: { id: pageId },
    ...(timestamp === undefined ? {} : { timestamp }),
  }
}

export function fromPage(psid: string, timestamp: number): Readonly<Record<string, unknown>> {
  return { sender: { id: pageId }, recipient: { id: psid }, timestamp }
}

/** A comment that was written at `ts`. */
export function comment(
  id: string,
  ts: number,
  {
    message: written = `text of ${id}`,
    from = { id: '501', name: 'Ada Lovelace' },
    ...more
  }: CommentFacts = {},
): string {
  const parts = { comment_id: `9_${id}`, post_id: `${pageId}_9`, parent_id: `${pageId}_9` }
  const time = { created_time: Math.floor(ts / 1000) }
  return feedBody(
    { item: 'comment', verb: 'add', ...parts, ...time, message: written, ...(from && { from }), ...more },
    ts,
  )
}

export interface CommentFacts {
  readonly verb?: string
  readonly message?: string
  readonly from?: { readonly id: string; readonly name?: string } | null
  readonly parent_id?: string
}

/** A post of the Page or of `from`; with another `verb` its edit, its hiding or its removal. */
export function post(id: string, ts: number, value: Readonly<Record<string, unknown>> = {}): string {
  return feedBody(
    {
      item: 'status',
      verb: 'add',
      post_id: `${pageId}_${id}`,
      from: { id: pageId, name: 'The Page' },
      ...value,
    },
    ts,
  )
}
