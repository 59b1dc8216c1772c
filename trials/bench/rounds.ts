import { median } from '../statistics.ts'

/** Each contender by name, measured once a round; the order turns round every time, so that none always comes first. */
export async function interleave<Name extends string, Sample>(
  contenders: readonly Name[],
  rounds: number,
  measure: (name: Name, round: number) => Promise<Sample>,
): Promise<Record<Name, Sample[]>> {
  const samples = Object.fromEntries(contenders.map((name) => [name, new Array<Sample>()])) as Record<
    Name,
    Sample[]
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

/** The median of each number of objects that are alike. */
export function medians<Key extends string>(
  samples: readonly Readonly<Record<Key, number>>[],
): Record<Key, number> {
  const keys = Object.keys(samples[0] ?? {}) as Key[]
  return Object.fromEntries(keys.map((key) => [key, median(samples.map((sample) => sample[key]))])) as Record<
    Key,
    number
  >
}
