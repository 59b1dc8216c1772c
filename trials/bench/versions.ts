/**
 * (v) This version of Pagebeat against another one: each round both take in the same events, one after the other. Machines
 * whose speed changes within minutes so change it for both.
 */
import type { Bench } from './bench-context.ts'
import { type Chain, startPagebeat } from './chain.ts'
import { measureRate } from './latency.ts'
import { contend, type Sample } from './rounds.ts'
import { lifeOf } from './tables.ts'
import { measureThroughput } from './throughput.ts'
import { atLeast, type Finding } from './verdict.ts'

const names = ['this', 'other'] as const
type Name = (typeof names)[number]

/** No more than 3 % worse than the other version. */
const target = 0.97

export async function benchVersions(bench: Bench): Promise<Finding[]> {
  const { otherVersion: program } = bench
  if (program === undefined) throw new Error('part v needs --against <file>: the other version')
  const { rounds, events, untilCompiled, rate, seconds } = bench.sizes.versions
  console.log(
    `(v) this version and ${program}, ${rounds} rounds in turn: ${events} events at once, then ${rate} a second for ${seconds} s`,
  )
  const [ours, other] = await Promise.all([
    startPagebeat(bench, 'this'),
    startPagebeat(bench, 'other', { program }),
  ])
  const chains: Record<Name, Chain> = { this: ours, other }
  try {
    for (const name of names) await measureThroughput(bench, chains[name], lifeOf('compile', untilCompiled))
    const compareRates = await contend(bench, {
      contenders: names,
      rounds,
      title: '(v) webhook to tables, medians; CPU in µs an event',
      measure: async (name, round) =>
        withAllCpu(await measureThroughput(bench, chains[name], lifeOf(`round ${round}`, events))),
    })
    const compareWaits = await contend(bench, {
      contenders: names,
      rounds,
      title: `(v) POST to committed row at ${rate} a second, medians, ms`,
      async measure(name, round) {
        const { details } = await measureRate(bench, chains[name], { rate, seconds, name: `round ${round}` })
        return { perSecond: rate, ...details }
      },
    })
    const finding = (what: string, compared: Parameters<typeof atLeast>[2]): Finding =>
      atLeast('v', `${what}: this version / the other`, compared, { target })
    return [
      finding('events a second', compareRates('this', 'other')),
      finding('events in a second of processor time', compareRates('this', 'other', 'perCpuSecond')),
      finding('POST to row, 1 / p50', compareWaits('other', 'this', 'p50')),
      finding('POST to row, 1 / p99', compareWaits('other', 'this', 'p99')), // turned round: a short wait is better
    ]
  } finally {
    await Promise.all(names.map((name) => chains[name].stop()))
  }
}

/** Processes of one version serve that version alone; Redis and the database serve one version at a time. */
function withAllCpu(sample: Sample): Sample {
  const micros = ['receiver', 'worker', 'redis', 'mariadb'].map((name) => sample[name] ?? Number.NaN)
  return { ...sample, perCpuSecond: 1_000_000 / micros.reduce((sum, each) => sum + each, 0) }
}
