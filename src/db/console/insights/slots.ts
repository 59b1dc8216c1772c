/** Hours and days of a period as a viewer's clock shows them. */

/** `all`: the whole period is one slot. */
export type SlotSize = 'hour' | 'day' | 'week' | 'all'

export interface Period {
  /** ms, whole hours. */
  readonly from: number
  readonly to: number
  readonly by: SlotSize
  /** IANA name. */
  readonly zone: string
}

export interface Slot {
  /** As `slotSql` names it: `2026-11-29 00:00`, by the viewer's clock. */
  readonly slot: string
  readonly fromMs: number
  readonly toMs: number
}

export const hourMs = 3_600_000
/** 1970 began on a Thursday, a week begins on a Monday. */
const steps = {
  hour: { ms: hourMs, ahead: 0 },
  day: { ms: 24 * hourMs, ahead: 0 },
  week: { ms: 7 * 24 * hourMs, ahead: 3 * 24 * hourMs },
} as const

/** From the start of the first hour to the end of the last one. */
export function wholeHours({ from, to }: { readonly from: number; readonly to: number }) {
  return { from: Math.floor(from / hourMs) * hourMs, to: Math.ceil(to / hourMs) * hourMs }
}

/** SQL that names the slot of a time in ms. Its clock is `shiftSql`. */
export function slotSql(by: SlotSize, ms: string, shift: string): string {
  if (by === 'all') return "'all'"
  const { ms: step, ahead } = steps[by]
  const since = ahead === 0 ? shift : `${shift} + ${ahead}`
  const start = `FLOOR((${ms} + ${since}) / ${step}) * ${step / 1_000}`
  return `DATE_FORMAT('1970-01-01' + INTERVAL ${start}${ahead === 0 ? '' : ` - ${ahead / 1_000}`} SECOND, '%Y-%m-%d %H:%i')`
}

/** SQL of what is to be added to a time in ms for the viewer's clock: a number, unless clocks change in the period. */
export function shiftSql({ from, to, zone }: Period, ms: string): string {
  const [first, ...changes] = shiftsOf({ from, to, zone })
  if (first === undefined || changes.length === 0) return String(first?.shiftMs ?? 0)
  const whens = changes.map(
    ({ fromMs }, index) =>
      `WHEN ${ms} < ${fromMs} THEN ${index === 0 ? first.shiftMs : changes[index - 1]?.shiftMs}`,
  )
  return `CASE ${whens.join(' ')} ELSE ${changes.at(-1)?.shiftMs} END`
}

/** In their order. An hour that a clock shows twice, in autumn, is one slot. */
export function slotsOf({ from, to, by, zone }: Period): Slot[] {
  if (by === 'all') return [{ slot: 'all', fromMs: from, toMs: to }]
  const slots: Slot[] = []
  const { ms: step, ahead } = steps[by]
  for (const { fromMs, toMs, shiftMs } of shiftsOf({ from, to, zone })) {
    for (let at = fromMs; at < toMs;) {
      const local = Math.floor((at + shiftMs + ahead) / step) * step - ahead
      const end = Math.min(local + step - shiftMs, toMs)
      const slot = new Date(local).toISOString().slice(0, 16).replace('T', ' ')
      const last = slots.at(-1)
      if (last?.slot === slot) slots[slots.length - 1] = { ...last, toMs: end }
      else slots.push({ slot, fromMs: at, toMs: end })
      at = end
    }
  }
  return slots
}

/** Hours since 1970, read by the hour, or as whole days (UTC) that lie in one slot. */
export interface Stretch {
  readonly size: 'hour' | 'day'
  readonly fromHour: number
  readonly toHour: number
}

/** How a period is read with few rows. */
export function stretchesOf(period: Period): Stretch[] {
  const stretches: Stretch[] = []
  const add = (size: Stretch['size'], fromHour: number, toHour: number): void => {
    const last = stretches.at(-1)
    if (fromHour >= toHour) return
    if (last?.size === size && last.toHour === fromHour) stretches[stretches.length - 1] = { ...last, toHour }
    else stretches.push({ size, fromHour, toHour })
  }
  for (const { fromMs, toMs } of slotsOf(period)) {
    const [from, to] = [fromMs / hourMs, toMs / hourMs]
    const [firstDay, lastDay] = [Math.ceil(from / 24) * 24, Math.floor(to / 24) * 24]
    if (lastDay <= firstDay) add('hour', from, to)
    else {
      add('hour', from, firstDay)
      add('day', firstDay, lastDay)
      add('hour', lastDay, to)
    }
  }
  return stretches
}

interface Shift {
  readonly fromMs: number
  readonly toMs: number
  readonly shiftMs: number
}

/** Where the viewer's clock differs from UTC by how much. Numbers are by the hour, so a half hour is left out. */
function shiftsOf({ from, to, zone }: Omit<Period, 'by'>): Shift[] {
  const shifts: Shift[] = []
  const shiftAt = createShiftAt(zone)
  for (let at = from; at < to;) {
    const shiftMs = shiftAt(at)
    let end = Math.min(at + 24 * hourMs, to)
    if (shiftAt(end) !== shiftMs) for (end = at + hourMs; shiftAt(end) === shiftMs;) end += hourMs
    const last = shifts.at(-1)
    if (last?.shiftMs === shiftMs) shifts[shifts.length - 1] = { ...last, toMs: end }
    else shifts.push({ fromMs: at, toMs: end, shiftMs })
    at = end
  }
  return shifts
}

function createShiftAt(zone: string): (ms: number) => number {
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
  return (ms) => {
    const text = format.formatToParts(ms).find(({ type }) => type === 'timeZoneName')?.value ?? ''
    const [, sign, hours = '0', minutes = '0'] = /GMT([+-])(\d+)(?::(\d+))?/.exec(text) ?? []
    const shift = (Number(hours) + Number(minutes) / 60) * (sign === '-' ? -1 : 1)
    return Math.floor(shift) * hourMs
  }
}
