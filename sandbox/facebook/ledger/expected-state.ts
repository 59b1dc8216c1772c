/** What must be true of content and of the Page's messages in the end, given what was acked; unacked events may count or not. */
import type { ChangeKind, ContentChange, EventLedger } from './event-ledger.ts'

/** The values that are right; more than one only where an event was sent but never acked. '' is NULL. */
export type Acceptable = readonly string[]

/** Texts are those of edits; the original text is right as well if `maybeOriginal`. */
export function expectedContent(ledger: EventLedger, event: number) {
  const changes = ledger.changes.get(event) ?? []
  const texts = latest(ledger, changes, 'text')
  const hidden = latest(ledger, changes, 'hidden')
  const removed = latest(ledger, changes, 'removed')
  return {
    text: texts.all.map((change) => change.value),
    maybeOriginal: texts.settled === undefined,
    editedTs: orNull(texts, (change) => String(Math.floor(change.order))),
    hidden: [...hidden.all.map((change) => change.value), ...(hidden.settled === undefined ? ['', '0'] : [])],
    removedTs: orNull(removed, (change) => String(change.order)),
  }
}

/** The last acked change of a kind, and with it every later one that may have arrived. */
function latest(ledger: EventLedger, changes: readonly ContentChange[], kind: ChangeKind) {
  const ofKind = changes.filter((change) => change.kind === kind && ledger.wasSent(change.by))
  const settled = ofKind
    .filter((change) => ledger.wasAcked(change.by))
    .reduce<ContentChange | undefined>(later, undefined)
  const open = ofKind.filter((change) => !ledger.wasAcked(change.by) && change.order > (settled?.order ?? 0))
  return { settled, all: settled === undefined ? open : [settled, ...open] }
}

function later(a: ContentChange | undefined, b: ContentChange): ContentChange {
  return a === undefined || b.order > a.order ? b : a
}

function orNull(
  { settled, all }: ReturnType<typeof latest>,
  show: (change: ContentChange) => string,
): Acceptable {
  return [...all.map(show), ...(settled === undefined ? [''] : [])]
}

interface Watermarks {
  /** Rising. */
  readonly sure: number[]
  readonly open: number[]
}

/** The watermark rule: delivered at the smallest delivery or read watermark at or after the message, read likewise. */
export function createReceiptBook(ledger: EventLedger) {
  const books = new Map<number, { readonly delivered: Watermarks; readonly read: Watermarks }>()
  const { receipts } = ledger
  for (let index = 0; index < receipts.event.length; index += 1) {
    const event = receipts.event.at(index)
    if (!ledger.wasSent(event)) continue
    const conversation = receipts.conversation.at(index)
    const known = books.get(conversation)
    const book = known ?? { delivered: { sure: [], open: [] }, read: { sure: [], open: [] } }
    if (known === undefined) books.set(conversation, book)
    const certainty = ledger.wasAcked(event) ? 'sure' : 'open'
    book.delivered[certainty].push(receipts.watermark.at(index))
    if (receipts.read.at(index) === 1) book.read[certainty].push(receipts.watermark.at(index))
  }
  for (const { delivered, read } of books.values())
    for (const { sure } of [delivered, read]) sure.sort((a, b) => a - b)

  /** Of a message of a Page: when it was delivered and read. NULL for any other event. */
  return (event: number): { readonly deliveredTs: Acceptable; readonly readTs: Acceptable } => {
    const book = books.get(ledger.pageMessages.get(event) ?? -1)
    if (book === undefined) return { deliveredTs: [''], readTs: [''] }
    const ts = ledger.ts.at(event)
    return { deliveredTs: smallest(book.delivered, ts), readTs: smallest(book.read, ts) }
  }
}

function smallest({ sure, open }: Watermarks, ts: number): Acceptable {
  const first = firstFrom(sure, ts)
  const maybe = open.filter((watermark) => watermark >= ts && (first === undefined || watermark < first))
  return [first === undefined ? '' : String(first), ...maybe.map(String)]
}

function firstFrom(sorted: readonly number[], least: number): number | undefined {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? 0) < least) low = middle + 1
    else high = middle
  }
  return sorted[low]
}
