import type { PageId } from '../domain/ids.ts'
import type { PageEvent, Receipt } from '../domain/event.ts'

/** Where an item stood: what its decoder needs besides the item itself. */
export interface EntryContext {
  /** `object` of the delivery: page, instagram, user, permissions … */
  readonly object: string
  /** `entry.id`: the Page. */
  readonly pageId: PageId
  /** `entry.time` in ms: when Facebook sent it. The time of events that have none of their own. */
  readonly sentAt: number
}

/** One item, decoded: the event it is and, for a delivery or read receipt, the fact it states. */
export interface DecodedItem {
  readonly event: PageEvent
  readonly receipt?: Receipt
}
