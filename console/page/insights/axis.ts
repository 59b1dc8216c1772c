/** The upright axis of a chart. */
export interface Axis {
  /** Values that a line marks. */
  readonly ticks: readonly number[]
  /** 0 at the bottom, 1 at the top. */
  readonly share: (value: number) => number
}

export function amountAxis(values: readonly number[]): Axis {
  const most = roundUp(Math.max(0, ...values))
  return { ticks: [0, most / 2, most], share: (value) => value / most }
}

const [second, minute, hour, day] = [1_000, 60_000, 3_600_000, 86_400_000] as const
const times = [
  second / 10,
  second,
  10 * second,
  minute,
  10 * minute,
  hour,
  6 * hour,
  day,
  7 * day,
  30 * day,
  365 * day,
]

/** Seconds of a bot and hours of agents are seen on one axis: each step up is a multiple. */
export function timeAxis(values: readonly number[]): Axis {
  const [least, most] = [Math.min(minute, ...values), Math.max(second, ...values)]
  const low = times.findLast((time) => time <= least) ?? second / 10
  const high = times.find((time) => time >= most) ?? 365 * day
  const width = Math.log(high / low) || 1
  return {
    ticks: times.filter((time) => time >= low && time <= high),
    share: (value) => Math.max(0, Math.log(Math.max(value, 1) / low) / width),
  }
}

/** A round number that is at least as large. */
function roundUp(value: number): number {
  if (value <= 4) return 4
  const size = 10 ** Math.floor(Math.log10(value))
  const step = [1, 2, 3, 4, 5, 6, 8, 10].find((one) => one * size >= value) ?? 10
  return step * size
}
