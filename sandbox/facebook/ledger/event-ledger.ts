/**
 * What was sent, event by event, and what a reader must have found: kept by the simulated Facebook, judged by check.ts.
 * Numbers live in typed arrays; the columns as text (`detail`) only serve to name the wrong column in a report.
 */
import { bytes, createNumberColumn, floats, signed, words } from './columns.ts'
import {
  feedColumns,
  feedIdentity,
  fingerprint,
  hash,
  messengerColumns,
  messengerIdentity,
} from './identity.ts'
import type { FeedValues, MessengerValues } from './identity.ts'

export type ChangeKind = 'text' | 'hidden' | 'removed'

/** A later event about content: `order` rises with time, value is the new text, '1' or '0' for hidden, '1' for removed. */
export interface ContentChange {
  readonly by: number
  readonly kind: ChangeKind
  readonly order: number
  readonly value: string
}

interface Entry {
  readonly ts: number
  /** `facebook:<id>`, `page:<id>` or `anonymous`; undefined where the contract leaves the actor open. */
  readonly actor: string | undefined
  /** The name that this event carries for its actor. */
  readonly name?: string | undefined
  readonly text?: string | undefined
  readonly isInboundMessage?: boolean
  readonly isOutboundMessage?: boolean
  /** Columns that the reader may fill as it likes. */
  readonly open?: readonly string[]
}

interface FeedEntry extends Entry {
  readonly values: FeedValues
  readonly storyId?: string | undefined
}
interface MessengerEntry extends Entry {
  readonly values: MessengerValues
  readonly extra?: string
  readonly standby: boolean
}

export const flag = {
  inbound: 1,
  outbound: 2,
  standby: 4,
  messenger: 8,
  looseTime: 16,
  looseText: 32,
  forged: 64,
  direct: 128,
} as const

export type EventLedger = ReturnType<typeof createEventLedger>

/** With `detail: false` a ledger takes about 60 bytes an event, and the report of a wrong row shows only what was found. */
export function createEventLedger({ detail = true }: { readonly detail?: boolean } = {}) {
  /** One entry an event. */
  const columns = {
    key: createNumberColumn(floats),
    print: createNumberColumn(floats),
    mask: createNumberColumn(words),
    textHash: createNumberColumn(floats),
    ts: createNumberColumn(floats),
    person: createNumberColumn(signed),
    name: createNumberColumn(signed),
    flags: createNumberColumn(bytes),
    /** Bit 1: an attempt was made, bit 2: acked under messaging[] or changes[], bit 4: acked under standby[]. */
    fate: createNumberColumn(bytes),
  }
  const { key, flags, fate } = columns
  const people = createIndex()
  const names = createIndex()
  const details: string[] = []
  const changes = new Map<number, ContentChange[]>()
  /** Event of a Page's message → conversation. */
  const pageMessages = new Map<number, number>()
  const receipts = {
    event: createNumberColumn(signed),
    conversation: createNumberColumn(signed),
    watermark: createNumberColumn(floats),
    read: createNumberColumn(bytes),
  }

  return {
    ...columns,
    people,
    names,
    conversations: createIndex(),
    pages: new Map<string, string>(),
    details,
    changes,
    pageMessages,
    receipts,
    malformed: [] as { readonly body: Buffer; acked: boolean }[],
    get length() {
      return key.length
    },
    recordFeed(entry: FeedEntry): number {
      const identity = feedIdentity(entry.values, entry.text ?? '', entry.storyId ?? '')
      const values = feedColumns.map((column) => entry.values[column] ?? '')
      return record(entry, identity, { columns: feedColumns, values, bits: flag.direct })
    },
    recordMessenger(entry: MessengerEntry): number {
      const identity = messengerIdentity(entry.values, entry.extra ?? '')
      const values = messengerColumns.map((column) => entry.values[column] ?? '')
      const bits = flag.messenger | (entry.standby ? flag.standby : flag.direct)
      return record(entry, identity, { columns: messengerColumns, values, bits })
    },
    recordChange(content: number, change: ContentChange): void {
      const known = changes.get(content)
      if (known === undefined) changes.set(content, [change])
      else known.push(change)
    },
    recordReceipt(
      event: number,
      receipt: { conversation: number; isRead: boolean; watermark: number },
    ): void {
      receipts.event.push(event)
      receipts.conversation.push(receipt.conversation)
      receipts.watermark.push(receipt.watermark)
      receipts.read.push(receipt.isRead ? 1 : 0)
    },
    /** The event must leave no row, whatever is answered. */
    forge: (event: number) => flags.set(event, flags.at(event) | flag.forged),
    /** The same event is also sent under standby[]. */
    alsoStandby: (event: number) => flags.set(event, flags.at(event) | flag.standby),
    markSent(events: Iterable<number>): void {
      for (const code of events) fate.set(eventOf(code), fate.at(eventOf(code)) | 1)
    },
    markAcked(events: Iterable<number>): void {
      for (const code of events) fate.set(eventOf(code), fate.at(eventOf(code)) | (code < 0 ? 5 : 3))
    },
    wasSent: (event: number) => fate.at(event) !== 0,
    wasAcked: (event: number) => fate.at(event) > 1,
    isForged: (event: number) => (flags.at(event) & flag.forged) !== 0,
  }

  function record(
    entry: Entry,
    identity: string,
    row: { columns: readonly string[]; values: readonly string[]; bits: number },
  ): number {
    const open = maskOf(row.columns, entry.open ?? [])
    const { actor = '', name, text } = entry
    const bits = [
      entry.open?.includes('ts') === true ? flag.looseTime : 0,
      text === undefined ? flag.looseText : 0,
      entry.isInboundMessage === true ? flag.inbound : 0,
      entry.isOutboundMessage === true ? flag.outbound : 0,
    ]
    key.push(hash(identity))
    columns.mask.push(open)
    columns.print.push(fingerprint(row.values, open))
    columns.textHash.push(hash(text ?? ''))
    columns.ts.push(entry.ts)
    columns.person.push(actor.startsWith('facebook:') ? people.of(actor) : -1)
    columns.name.push(name === undefined ? -1 : names.of(name))
    flags.push(bits.reduce((all, bit) => all | bit, row.bits))
    fate.push(0)
    if (detail) details.push([...row.values, text ?? ''].join('\u0001'))
    return key.length - 1
  }
}

/** A delivery lists its events by number; a copy under standby[] of an event known from messaging[] as its complement. */
export function eventOf(code: number): number {
  return code < 0 ? ~code : code
}

function maskOf(columns: readonly string[], open: readonly string[]): number {
  let mask = 0
  for (const column of open) {
    const index = columns.indexOf(column)
    if (index >= 0) mask |= 1 << index
  }
  return mask >>> 0
}

function createIndex() {
  const numbers = new Map<string, number>()
  const items: string[] = []
  return {
    items,
    of(item: string): number {
      const known = numbers.get(item)
      if (known !== undefined) return known
      numbers.set(item, items.length)
      items.push(item)
      return items.length - 1
    },
  }
}
