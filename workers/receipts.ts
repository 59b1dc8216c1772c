import type { receiptsQueue } from '../queues/receipts.ts'
import type { Receipts } from '../src/db/events/receipts.ts'
import { done, type Step } from './step.ts'

export interface ReceiptsDeps {
  readonly receipts: Pick<Receipts, 'record'>
}

/**
 * Every message of the Page that these receipts cover is delivered or read, since the earliest watermark that covers
 * it. It does not matter whether the receipt or the message comes first.
 * Repeat-safe: watermarks are a set, times only move to the earliest, flags only up.
 * Throws DatabaseBusyError (retry).
 */
export function createReceiptsStep({ receipts }: ReceiptsDeps): Step<typeof receiptsQueue> {
  return async function receiptsStep(job) {
    await receipts.record(job.receipts)
    return done
  }
}
