/**
 * New rows of a table, in the order of their ids. Rows of different transactions are committed in another order than that
 * of their ids, so a row may appear below others that were read before. The missing ids are remembered, and asked for
 * until `lateMs` after they were missed: then they belong to a transaction that was rolled back.
 */
export interface RowFollower<Row> {
  /** Rows that were not returned before, at most about `limit`. Fewer than `limit`: these are all. */
  next(limit: number): Promise<readonly Row[]>
  /** Rows below those that were returned may still come. */
  hasGaps(): boolean
  /** All rows up to this id were returned. Start from it after a crash: some rows then come again. */
  position(): number
}

/** Ids after `from`, and up to `to` with it. */
export interface IdRange {
  readonly from: number
  readonly to: number
}

export interface FollowOptions<Row> {
  readonly start: number
  /** Rows with an id above `after`, or in one of the ranges, sorted by id. */
  readonly read: (where: {
    readonly after: number
    readonly ranges: readonly IdRange[]
    readonly limit: number
  }) => Promise<readonly Row[]>
  readonly idOf: (row: Row) => number
  readonly now: () => number
  readonly lateMs?: number
}

/** Longer than any transaction of Pagebeat takes. */
const usualLateMs = 60_000
/** Young gaps are asked for each time, old ones rarely: nearly all of them are filled within a second. */
const youngMs = 2_000
const oldEveryMs = 1_000
const mostGaps = 500

interface Gap extends IdRange {
  readonly missedTs: number
}

export function createRowFollower<Row>({
  start,
  read,
  idOf,
  now,
  lateMs = usualLateMs,
}: FollowOptions<Row>): RowFollower<Row> {
  let last = start
  let gaps: readonly Gap[] = []
  let oldAskedTs = 0

  return {
    async next(limit) {
      const askedTs = now()
      gaps = gaps.filter(({ missedTs }) => askedTs - missedTs < lateMs)
      const withOld = askedTs - oldAskedTs >= oldEveryMs
      if (withOld) oldAskedTs = askedTs
      const ranges = gaps.filter(({ missedTs }) => withOld || askedTs - missedTs < youngMs)
      const rows = await read({ after: last, ranges, limit })
      const late = rows.map(idOf).filter((id) => id <= last)
      gaps = late.reduce(without, gaps)
      for (const id of rows.map(idOf)) {
        if (id <= last) continue
        if (id > last + 1) gaps = [...gaps, { from: last, to: id - 1, missedTs: askedTs }]
        last = id
      }
      if (gaps.length > mostGaps) gaps = gaps.slice(-mostGaps)
      return rows
    },
    hasGaps: () => gaps.length > 0,
    position: () => Math.min(last, ...gaps.map(({ from }) => from)),
  }
}

function without(gaps: readonly Gap[], id: number): readonly Gap[] {
  return gaps.flatMap((gap) => {
    if (id <= gap.from || id > gap.to) return [gap]
    const parts = [
      { ...gap, to: id - 1 },
      { ...gap, from: id },
    ]
    return parts.filter(({ from, to }) => to > from)
  })
}
