import { RejectedRowsError } from '../errors.ts'
import { createGroupCommit } from '../group-commit.ts'

/** Batches of concurrent jobs go together in one transaction: the fewer, the cheaper, and none waits for a timer. */
const together = { maxItems: 200, maxSize: 1_000, parallel: 2 }

/**
 * A write of many batches at once. When the database refuses the data of one of them, each is written alone, so that only
 * the batch with the culprit fails.
 */
export function createBatchedWrite<T>(
  write: (items: readonly T[]) => Promise<void>,
): (items: readonly T[]) => Promise<void> {
  const commits = createGroupCommit<readonly T[]>({
    commit: (batches) => write(batches.flat()),
    sizeOf: (items) => items.length,
    ...together,
  })
  return async function batchedWrite(items) {
    if (items.length === 0) return
    try {
      await commits.add(items)
    } catch (error) {
      if (!(error instanceof RejectedRowsError)) throw error
      await write(items)
    }
  }
}
