import { RejectedRowsError } from '../errors.ts'
import { createGroupCommit, type GroupCommit } from '../group-commit.ts'

export interface BatchedWriteOptions<T> {
  readonly write: (items: readonly T[]) => Promise<void>
  /** Items of the same lane are written one after the other, of different lanes side by side: by person, whose rows they share. */
  readonly laneOf: (item: T) => string
  /** 1 for a usual item; a commit takes up to 1,000. */
  readonly sizeOf?: (item: T) => number
}

/** Batches of concurrent jobs go together in one transaction: the fewer, the cheaper, and none waits for a timer. */
const together = { maxItems: 200, maxSize: 1_000, paceMs: 15 }
const laneCount = 2

/**
 * A write of many batches at once, in two lanes, so that one is prepared while the database works on the other and they do
 * not wait for each other's rows. When the database refuses the data of one batch, each is written alone, so that only the
 * one with the culprit fails.
 */
export function createBatchedWrite<T>({
  write,
  laneOf,
  sizeOf = () => 1,
}: BatchedWriteOptions<T>): (items: readonly T[]) => Promise<void> {
  const lanes: GroupCommit<readonly T[]>[] = Array.from({ length: laneCount }, () =>
    createGroupCommit<readonly T[]>({
      commit: (batches) => write(batches.flat()),
      sizeOf: (items) => items.reduce((size, item) => size + sizeOf(item), 0),
      ...together,
    }),
  )
  async function writeInLane(lane: GroupCommit<readonly T[]>, items: readonly T[]): Promise<void> {
    try {
      await lane.add(items)
    } catch (error) {
      if (!(error instanceof RejectedRowsError)) throw error
      await write(items)
    }
  }
  return async function batchedWrite(items) {
    const parts = Map.groupBy(items, (item) => laneNumber(laneOf(item)))
    const written = [...parts].map(([number, part]) => {
      const lane = lanes[number]
      return lane === undefined ? write(part) : writeInLane(lane, part)
    })
    const failed = (await Promise.allSettled(written)).find((result) => result.status === 'rejected')
    if (failed !== undefined) throw failed.reason
  }
}

function laneNumber(name: string): number {
  let sum = 0
  for (let index = 0; index < name.length; index += 1) sum = (sum * 31 + name.charCodeAt(index)) | 0
  return Math.abs(sum) % laneCount
}
