import type { Comparison } from './rounds.ts'

export type Verdict = 'ok' | 'MISSED' | 'inconclusive' | 'for information'

/** One line of the result. */
export interface Finding {
  readonly part: string
  readonly what: string
  readonly value: number
  readonly unit: string
  readonly range: string
  readonly target: string
  readonly verdict: Verdict
  readonly note: string
}

/** A baseline that differs more than this from round to round says that the machine was busy with something else. */
const mostSpread = 0.25

export function atLeast(
  part: string,
  what: string,
  { ratio, least, most, baselineSpread }: Comparison,
  { target, aim }: { target: number; aim?: number },
): Finding {
  const wobbles = !(baselineSpread <= mostSpread)
  return {
    part,
    what,
    value: ratio,
    unit: '×',
    range: `${round(least)}–${round(most)}`,
    target: `≥ ${target}${aim === undefined ? '' : ` (aim ${aim})`}`,
    verdict: wobbles ? 'inconclusive' : ratio >= target ? 'ok' : 'MISSED',
    note: Number.isNaN(baselineSpread) ? 'one round' : `baseline spread ${Math.round(baselineSpread * 100)}%`,
  }
}

/** `trusted`: false when the generator itself came late. */
export function atMost(
  part: string,
  what: string,
  {
    value,
    note,
    target,
    trusted,
  }: { value: number; note: string; target: number | undefined; trusted: boolean },
): Finding {
  const met = target === undefined ? 'for information' : value <= target ? 'ok' : 'MISSED'
  const verdict = trusted ? met : 'inconclusive'
  return {
    part,
    what,
    value,
    unit: 'ms',
    range: '',
    target: target === undefined ? '' : `≤ ${target}`,
    verdict,
    note,
  }
}

/** Three significant digits, enough for a figure that varies by percents. */
export function round(value: number): string {
  if (!Number.isFinite(value)) return '–'
  return value >= 1000 ? String(Math.round(value)) : String(Number(value.toPrecision(3)))
}
