import { createGroupCommit } from '../group-commit.ts'
import { createDeadlines } from './deadlines.ts'

/** One signed POST, as the receiver passes it on. */
export interface ReceivedDelivery {
  readonly body: string
  readonly base64?: true
  readonly at: number
}

/** The receiver's port to the queue. It resolves when the deliveries are on disk. */
export type StoreDeliveries = (deliveries: readonly ReceivedDelivery[]) => Promise<void>

export interface DeliveryCommit {
  /**
   * True when the delivery is on disk. False when it may not be: then the response is 503, and Facebook sends it
   * again.
   */
  commit(delivery: ReceivedDelivery): Promise<boolean>
  /** Resolves when nothing is under way. */
  drain(): Promise<void>
}

export interface DeliveryCommitOptions {
  readonly isReady: () => boolean
  /** Gets the number of deliveries that a commit wrote to disk. */
  readonly onGroup?: (size: number) => void
  readonly deadlineMs?: number
}

/** Bounds of one group. A worker handles such a group in well under a second. */
export const groupBounds = {
  maxItems: 500,
  maxSize: 1024 * 1024,
  sizeOf: ({ body }: ReceivedDelivery) => body.length,
}

/**
 * A lone delivery does not wait. In a steady stream, a commit takes the deliveries of this time, or this many. Larger
 * groups make less work for the stages.
 */
const pace = { paceMs: 15, enoughItems: 12 }

const notTaken = Promise.resolve(false)

/** The longest wait for a commit. The receiver responds within 300 ms; the rest is for the network. */
export const commitDeadlineMs = 250

/**
 * Group commit of deliveries: at most one write is under way, and deliveries that arrive meanwhile go into the next.
 * It asks `isReady` first, so that no request waits for a store that is down or full.
 */
export function createDeliveryCommit(
  store: StoreDeliveries,
  { isReady, onGroup, deadlineMs = commitDeadlineMs }: DeliveryCommitOptions,
): DeliveryCommit {
  const group = createGroupCommit<ReceivedDelivery>({
    async commit(deliveries) {
      await store(deliveries)
      onGroup?.(deliveries.length)
    },
    ...groupBounds,
    failWaiting: true,
    byTurn: true,
    ...pace,
  })
  const deadlines = createDeadlines(deadlineMs)
  return {
    commit: (delivery) => (isReady() ? deadlines.isMet(group.add(delivery)) : notTaken),
    drain: () => group.idle(),
  }
}
