import type { Receipt } from '../src/domain/event.ts'
import { defineQueue } from './define-queue.ts'
import { contentId, halves } from './group.ts'
import { decodeJobV1, decodeList } from './decode-job.ts'
import { keepForQueueMonitor } from './retention.ts'

/** Receipts for messages of the Page: delivered, read. Produced by parse. */
export interface ReceiptsJob {
  readonly v: 1
  /** When the first of their deliveries reached the receiver, ms since the epoch. */
  readonly receivedAt?: number
  readonly receipts: readonly Receipt[]
}

export const receiptsQueue = defineQueue({
  name: 'receipts',
  decode: (raw: unknown): ReceiptsJob => {
    const job = decodeJobV1(raw, 'receipts')
    return {
      v: 1,
      receivedAt: Number(job['receivedAt']) || 0,
      receipts: decodeList(job, 'receipts', isReceipt),
    }
  },
  jobId: ({ receivedAt = 0, receipts }) =>
    contentId('receipts', [String(receivedAt), ...receipts.map((receipt) => JSON.stringify(receipt))]),
  split: (job) => {
    const parts = halves(job.receipts)
    return (
      parts && [
        { ...job, receipts: parts[0] },
        { ...job, receipts: parts[1] },
      ]
    )
  },
  merge: (jobs): ReceiptsJob => ({
    v: 1,
    receivedAt: Math.min(...jobs.map(({ receivedAt = 0 }) => receivedAt)),
    receipts: jobs.flatMap(({ receipts }) => receipts),
  }),
  isDeferrable: () => true, // each reply has two receipts: as single jobs they would be most of all jobs
  count: (job) => job.receipts.length,
  chars: (job) => job.receipts.reduce((chars, receipt) => chars + receiptChars(receipt), 0),
  arrivedAt: ({ receivedAt }) => receivedAt,
  retention: keepForQueueMonitor,
  next: [],
})

/** About the length of a receipt's JSON, in characters. */
export function receiptChars({ mids = [] }: Receipt): number {
  return 150 + 40 * mids.length
}

function isReceipt(value: Partial<Receipt>): boolean {
  const named = typeof value.pageId === 'string' && typeof value.psid === 'string'
  return (
    named && (value.kind === 'delivery' || value.kind === 'read') && Number.isSafeInteger(value.watermark)
  )
}
