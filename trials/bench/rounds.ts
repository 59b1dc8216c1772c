import { median } from '../statistics.ts'
import type { Bench } from './bench-context.ts'

/** Each contender by name, measured once a round; the order turns round every time, so that none always comes first. */
export async function interleave<Name extends string, Measured>(
  contenders: readonly Name[],
  rounds: number,
  measure: (name: Name, round: number) => Promise<Measured>,
): Promise<Record<Name, Measured[]>> {
  const samples = Object.fromEntries(contenders.map((name) => [name, new Array<Measured>()])) as Record<
    Name,
    Measured[]
  >
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? contenders : contenders.toReversed()
    for (const name of order) samples[name].push(await measure(name, round))
  }
  return samples
}

export interface Comparison {
  /** Median of the ratios of each round's pair, and the smallest and largest. */
  readonly ratio: number
  readonly least: number
  readonly most: number
  /** (largest - smallest) / median of the baseline alone; NaN for a single round, which tells nothing. */
  readonly baselineSpread: number
}

export function compare(ours: readonly number[], baseline: readonly number[]): Comparison {
  const ratios = ours.map((value, round) => value / (baseline[round] ?? Number.NaN))
  return {
    ratio: median(ratios),
    least: Math.min(...ratios),
    most: Math.max(...ratios),
    baselineSpread:
      baseline.length < 2 ? Number.NaN : (Math.max(...baseline) - Math.min(...baseline)) / median(baseline),
  }
}

/** What one measurement of a contender gives: its rate, and details for the table. */
export type Sample = { readonly perSecond: number } & Readonly<Record<string, number>>

export interface Contest<Name extends string> {
  readonly contenders: readonly Name[]
  readonly rounds: number
  readonly title: string
  measure(name: Name, round: number): Promise<Sample>
}

/** Rounds of the contenders, whose medians become a table; the result compares the rates of any two, or another column. */
export async function contend<Name extends string>(
  { tables }: Pick<Bench, 'tables'>,
  { contenders, rounds, title, measure }: Contest<Name>,
): Promise<(ours: Name, baseline: Name, column?: string) => Comparison> {
  const samples = await interleave(contenders, rounds, measure)
  tables.push({ title, rows: Object.fromEntries(contenders.map((name) => [name, medians(samples[name])])) })
  return (ours, baseline, column = 'perSecond') => {
    const values = (name: Name): number[] => samples[name].map((sample) => sample[column] ?? Number.NaN)
    return compare(values(ours), values(baseline))
  }
}

/** The median of each number of samples that are alike. */
function medians(samples: readonly Sample[]): Record<string, number> {
  const columns = Object.keys(samples[0] ?? {})
  return Object.fromEntries(
    columns.map((column) => [column, median(samples.map((sample) => sample[column] ?? Number.NaN))]),
  )
}
