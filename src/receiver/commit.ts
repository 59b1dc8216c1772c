import { createGroupCommit } from '../group-commit.ts'
import { createDeadlines } from './deadlines.ts'

/** One signed POST as the receiver hands it on. */
export interface ReceivedDelivery {
  readonly body: string
  readonly base64?: true
  readonly at: number
}

/** What the receiver needs of the queue: deliveries on disk when it resolves. */
export type StoreDeliveries = (deliveries: readonly ReceivedDelivery[]) => Promise<void>

export interface DeliveryCommit {
  /** True when the delivery is on disk, false when it may not be: then the answer is 503 and Facebook sends it again. */
  commit(delivery: ReceivedDelivery): Promise<boolean>
  /** Resolves when nothing is under way. */
  drain(): Promise<void>
}

export interface DeliveryCommitOptions {
  readonly isReady: () => boolean
  /** Told how many deliveries a commit put on disk. */
  readonly onGroup?: (size: number) => void
  readonly deadlineMs?: number
}

/** Bounds of one group: a worker handles it in well under a second. */
const maxDeliveries = 500
const maxChars = 1024 * 1024

/**
 * Nothing for a lone delivery; of a steady stream, a commit takes what came in this time, or this many: the larger the groups, the
 * less work for all that comes after.
 */
const pace = { paceMs: 15, enoughItems: 12 }

const notTaken = Promise.resolve(false)

/** No request waits longer for its answer: 300 ms are promised, the rest is for the way there and back. */
export const commitDeadlineMs = 250

/**
 * Group commit of deliveries: at most one flush under way, everything that arrived meanwhile goes into the next.
 * `isReady` is asked first, so that a store known to be down or full costs no waiting.
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
    maxItems: maxDeliveries,
    maxSize: maxChars,
    sizeOf: ({ body }) => body.length,
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
