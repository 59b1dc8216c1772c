import { createGroupCommit } from '../group-commit.ts'

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

/** Bounds of one group: a worker handles it in well under a second. */
const maxDeliveries = 500
const maxChars = 1024 * 1024

/** No request waits longer for its answer: 300 ms are promised, the rest is for the way there and back. */
export const commitDeadlineMs = 250

/**
 * Group commit of deliveries: at most one flush under way, everything that arrived meanwhile goes into the next.
 * `isReady` is asked first, so that a store known to be down or full costs no waiting.
 */
export function createDeliveryCommit(
  store: StoreDeliveries,
  { isReady, onGroup }: { isReady: () => boolean; onGroup?: (size: number) => void },
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
  })
  return {
    async commit(delivery) {
      if (!isReady()) return false
      const stored = group.add(delivery).then(isTrue, isFalse)
      return await before(commitDeadlineMs, stored)
    },
    drain: () => group.idle(),
  }
}

function isTrue(): true {
  return true
}

function isFalse(): false {
  return false
}

/** What the promise says, or false when it does not say it in time. */
async function before(ms: number, answer: Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, ms, false)
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}
