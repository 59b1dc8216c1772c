import type { PageId } from '../domain/ids.ts'
import type { PageEvent, Receipt } from '../domain/event.ts'

/** What the decoder of an item needs to know about its entry. */
export interface EntryContext {
  /** `object` of the delivery: page, instagram, user, permissions … */
  readonly object: string
  /** `entry.id`: the Page's id. */
  readonly pageId: PageId
  /** `entry.time` in ms: when Facebook sent the entry. It is also the time of events that have none of their own. */
  readonly sentAt: number
}

/** One decoded item: its event and, for a delivery or read receipt, the receipt. */
export interface DecodedItem {
  readonly event: PageEvent
  readonly receipt?: Receipt
}
