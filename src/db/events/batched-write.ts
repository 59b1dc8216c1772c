import { allEnded } from '../../all-ended.ts'
import { RejectedRowsError } from '../../errors.ts'
import { createGroupCommit } from '../../group-commit.ts'

export interface BatchedWriteOptions<T, W, R> {
  readonly write: (items: readonly T[]) => Promise<W>
  /** Follows on the writes of one commit. The next commit waits for it, so none locks what it needs. */
  readonly follow: (written: readonly W[]) => Promise<R>
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
 * alone, so that only the batch with the refused item fails. Returns what followed on the commit with the batch.
 */
export function createBatchedWrite<T, W, R>({
  write,
  follow,
  laneOf,
  sizeOf = () => 1,
}: BatchedWriteOptions<T, W, R>): (items: readonly T[]) => Promise<R> {
  const group = createGroupCommit<readonly T[], R>({
    commit: async (batches) => await follow(await writeLanes(batches.flat())),
    sizeOf: (items) => items.reduce((size, item) => size + sizeOf(item), 0),
    ...together,
  })
  async function writeLanes(items: readonly T[]): Promise<readonly W[]> {
    if (items.length <= oneLaneUpTo) return [await write(items)]
    const lanes = Map.groupBy(items, (item) => laneNumber(laneOf(item)))
    return await allEnded([...lanes.values()].map((lane) => write(lane)))
  }
  return async function batchedWrite(items) {
    if (items.length === 0) return await follow([])
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
