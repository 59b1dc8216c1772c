/** How events share the transactions of a batch. */
import { isFeedEvent, type PageEvent } from '../../domain/event.ts'

/** Events of one customer, and those of the Page itself, write the same rows. */
export function laneOf({ actor, pageId }: PageEvent): string {
  return actor.is === 'person' ? actor.id : pageId
}

/** 1 for a usual event, more for a long one. So a commit stays far below the server's `max_allowed_packet`. */
export function eventSize(event: PageEvent): number {
  const raw = isFeedEvent(event) ? event.feed.valueRaw : event.messenger.valueRaw
  return 1 + (raw?.length ?? 0) / 4096
}
