import type { ItemList, RejectReason } from '../domain/reasons.ts'
import { asPageId, type PageId } from '../domain/ids.ts'
import type { PageEvent, Receipt } from '../domain/event.ts'
import { keyOf } from '../domain/event-key.ts'
import { MalformedDeliveryError } from '../errors.ts'
import type { DecodedItem, EntryContext } from './decoded-item.ts'
import { decodeChangedField, decodeFeedChange } from './feed-change.ts'
import { isRecord, parseJson } from './json.ts'
import { decodeMessagingItem, isMessagingForm } from './messaging-item.ts'
import { property, toId, toJson, toMs, toWord } from './wire-values.ts'

/**
 * A part of a delivery that is no event. `payload` is a delivery that holds only this part, to be inspected and
 * retried.
 */
export interface Reject {
  readonly reason: RejectReason
  readonly detail: string
  readonly payload: string
  readonly pageId?: PageId | undefined
}

export interface DecodedDelivery {
  readonly events: readonly PageEvent[]
  readonly receipts: readonly Receipt[]
  readonly rejects: readonly Reject[]
}

/**
 * Decodes every item of every entry of a webhook's body: into an event, or into a reject with its reason. Nothing is
 * dropped. Throws only MalformedDeliveryError, and only when the body as a whole is no delivery.
 * Source: docs/platform.md, 1.5, 2, 3.
 */
export function decodeDelivery(body: string): DecodedDelivery {
  const payload = parseBody(body)
  const entries = payload['entry']
  if (!Array.isArray(entries)) throw new MalformedDeliveryError('entry is not an array')
  if (entries.length === 0) throw new MalformedDeliveryError('entry is empty')
  const object = toWord(payload['object'], 30) ?? 'unknown'
  const decoded: Decoding = { events: [], receipts: [], rejects: [], tooDeep: 0 }
  for (const entry of entries) decodeEntry(entry, object, decoded)
  const { events, receipts, rejects, tooDeep } = decoded
  // JSON that is nested too deep cannot be written either, so one reject with the whole body stands for all such
  // items.
  if (tooDeep > 0) rejects.push({ reason: 'nested_too_deep', detail: `${tooDeep} items`, payload: body })
  return { events, receipts, rejects }
}

function parseBody(body: string): Readonly<Record<string, unknown>> {
  let payload: unknown
  try {
    payload = parseJson(body)
  } catch (error) {
    // Not the error's own text: it quotes the body.
    const reason = error instanceof RangeError ? 'nested too deep' : 'not JSON'
    throw new MalformedDeliveryError(reason, { cause: undefined })
  }
  if (!isRecord(payload)) throw new MalformedDeliveryError('not an object')
  return payload
}

interface Decoding {
  readonly events: PageEvent[]
  readonly receipts: Receipt[]
  readonly rejects: Reject[]
  tooDeep: number
}

function decodeEntry(entry: unknown, object: string, into: Decoding): void {
  if (!isRecord(entry)) return reject({ reason: 'entry_is_no_object', entry, object }, into)
  const id = toId(entry['id'])
  // 1970 is the same at every redelivery; our own clock is not. The step `parse` knows the time of arrival.
  const sentAt = toMs(entry['time']) ?? 0
  const contextOf = (item: unknown): EntryContext => ({
    object,
    pageId: asPageId(id ?? pageOf(item)),
    sentAt,
  })
  const lists = itemLists.filter(({ name }) => entry[name] !== undefined)
  if (lists.length === 0) return unlessTooDeep(into, () => decodeFlatEntry(entry, contextOf(entry), into))
  for (const { name, decode } of lists) {
    const items = entry[name]
    if (!Array.isArray(items)) {
      reject({ reason: `${name}_is_no_list`, entry: { ...head(entry), [name]: items }, object }, into)
      continue
    }
    for (const item of items) {
      const isItem = isRecord(item) || name === 'changed_fields'
      const context = contextOf(item)
      if (isItem) unlessTooDeep(into, () => take(decode(item, context), context, into))
      else
        reject(
          { reason: `${name}_item_is_no_object`, entry: { ...head(entry), [name]: [item] }, object },
          into,
        )
    }
  }
}

/** The Page of an item whose entry has no id. `0` stands for a Page that the item does not name either. */
function pageOf(item: unknown): string {
  const value = property(item, 'value') ?? item
  const isEcho = property(property(value, 'message'), 'is_echo') === true
  const [story] = toId(property(value, 'post_id'))?.split('_') ?? []
  const isOfFeed = property(item, 'field') === 'feed'
  return (
    toId(property(property(value, isEcho ? 'sender' : 'recipient'), 'id')) ??
    toId(property(value, 'page_id')) ??
    (isOfFeed && story !== '' ? story : undefined) ??
    '0'
  )
}

/** Runs `decode`. An item that is nested too deep to be written as JSON (RangeError) is counted. */
function unlessTooDeep(into: Decoding, decode: () => void): void {
  try {
    decode()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    into.tooDeep += 1
  }
}

const itemLists: readonly { name: ItemList; decode: (item: unknown, entry: EntryContext) => DecodedItem }[] =
  [
    { name: 'changes', decode: decodeChange },
    { name: 'messaging', decode: (item, entry) => decodeMessagingItem(item, entry) },
    { name: 'standby', decode: (item, entry) => decodeMessagingItem(item, entry, { standby: true }) },
    { name: 'changed_fields', decode: (field, entry) => ({ event: decodeChangedField(field, entry) }) },
  ]

function decodeChange(change: unknown, entry: EntryContext): DecodedItem {
  const value = property(change, 'value')
  if (!isMessagingForm(value)) return { event: decodeFeedChange(change, entry) }
  const field = toWord(property(change, 'field'), 50)
  return decodeMessagingItem(value, entry, { standby: field === 'standby', field })
}

/**
 * Instagram-Login apps send `field` and `value` in the entry itself. Any other entry without items becomes a reject.
 */
function decodeFlatEntry(
  entry: Readonly<Record<string, unknown>>,
  context: EntryContext,
  into: Decoding,
): void {
  if (entry['field'] === undefined)
    return reject({ reason: 'entry_without_items', entry, object: context.object }, into)
  const { id: _id, time: _time, ...change } = entry // the time of sending does not tell events apart
  take({ event: decodeFeedChange(change, context) }, context, into)
}

function take({ event, receipt }: DecodedItem, context: EntryContext, into: Decoding): void {
  if (context.object !== 'page') {
    into.events.push(asUnsupported(event, context))
    return
  }
  into.events.push(event)
  if (receipt !== undefined) into.receipts.push(receipt)
}

/**
 * An event of another product is stored with its raw JSON and its ids, under the anonymous profile: its ids are not
 * page-scoped.
 */
function asUnsupported(event: PageEvent, { object }: EntryContext): PageEvent {
  const { creates: _creates, changes: _changes, ...rest } = event
  const key = keyOf(object, event.key) // an Instagram message id must not meet a Messenger one
  return { ...rest, key, channel: object, type: 'unsupported', direction: 'in', actor: { is: 'anonymous' } }
}

function head(entry: Readonly<Record<string, unknown>>): object {
  return { id: entry['id'], time: entry['time'] }
}

function reject(
  { reason, entry, object }: { reason: RejectReason; entry: unknown; object: string },
  into: Decoding,
): void {
  const id = toId(property(entry, 'id'))
  unlessTooDeep(into, () => {
    into.rejects.push({
      reason,
      detail: `object ${object}`,
      payload: toJson({ object, entry: [entry] }) ?? '',
      pageId: id === undefined ? undefined : asPageId(id),
    })
  })
}
