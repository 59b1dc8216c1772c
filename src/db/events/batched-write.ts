import { RejectedRowsError } from '../../errors.ts'
import { createGroupCommit } from '../../group-commit.ts'

export interface BatchedWriteOptions<T, R> {
  readonly write: (items: readonly T[]) => Promise<R>
  /**
   * Follows on the writes of one commit, and gives the results to return. The next commit waits for it, so none locks
   * what it needs.
   */
  readonly follow?: (written: readonly R[]) => Promise<readonly R[]>
  /** Items with the same name write the same rows, so two commits never write them at the same time. */
  readonly laneOf: (item: T) => string
  /** 1 for a usual item. A commit takes items up to a sum of 2,000. */
  readonly sizeOf?: (item: T) => number
}

/** Batches of concurrent jobs are written together: fewer transactions cost less. */
const together = { maxItems: 400, maxSize: 2_000, paceMs: 10 }

/**
 * Up to this many items are one transaction, as most of its cost is the number of statements. More items are two
 * transactions side by side: one is prepared while the database works on the other.
 */
const oneLaneUpTo = 100

/**
 * Writes the batches of many jobs at once. When the database refuses the data of a write, each batch is written
 * alone, so that only the batch with the refused item fails. Returns the results of the writes that the batch was in.
 */
export function createBatchedWrite<T, R>({
  write,
  follow = (written) => Promise.resolve(written),
  laneOf,
  sizeOf = () => 1,
}: BatchedWriteOptions<T, R>): (items: readonly T[]) => Promise<readonly R[]> {
  const group = createGroupCommit<readonly T[], readonly R[]>({
    commit: (batches) => writeTogether(batches.flat()),
    sizeOf: (items) => items.reduce((size, item) => size + sizeOf(item), 0),
    ...together,
  })
  async function writeTogether(items: readonly T[]): Promise<readonly R[]> {
    return await follow(await writeLanes(items))
  }
  async function writeLanes(items: readonly T[]): Promise<readonly R[]> {
    if (items.length <= oneLaneUpTo) return [await write(items)]
    const lanes = Map.groupBy(items, (item) => laneNumber(laneOf(item)))
    const ended = await Promise.allSettled([...lanes.values()].map((lane) => write(lane)))
    return ended.map((end) => {
      if (end.status === 'rejected') throw end.reason
      return end.value
    })
  }
  return async function batchedWrite(items) {
    if (items.length === 0) return []
    try {
      return await group.add(items)
    } catch (error) {
      if (!(error instanceof RejectedRowsError)) throw error
      return await follow([await write(items)])
    }
  }
}

function laneNumber(name: string): number {
  let sum = 0
  for (let index = 0; index < name.length; index += 1) sum = (sum * 31 + name.charCodeAt(index)) | 0
  return Math.abs(sum) % 2
}
