/** (d) Growth: webhook to tables with millions of rows there already, against a database with the same people and no rows. */
import type { Bench } from './bench-context.ts'
import { startPagebeat } from './chain.ts'
import { fillRows } from './fill-rows.ts'
import { contend } from './rounds.ts'
import { measureThroughput } from './throughput.ts'
import { atLeast, type Finding } from './verdict.ts'

const names = ['full', 'empty'] as const

export async function benchGrowth(bench: Bench): Promise<Finding[]> {
  const { rounds, events, rows, people } = bench.sizes.growth
  console.log(`(d) ${rows} rows of ${people} people against none, ${rounds} rounds of ${events} events`)
  const [full, empty] = await Promise.all([startPagebeat(bench, 'full'), startPagebeat(bench, 'empty')])
  const chains = { full, empty }
  try {
    const started = Date.now()
    await fillRows(chains.full.databaseUrl, { rows, people })
    await fillRows(chains.empty.databaseUrl, { rows: 0, people })
    console.log(`    filled in ${Math.round((Date.now() - started) / 1000)} s`)
    const measure = (name: (typeof names)[number], seed: string, count: number) =>
      measureThroughput(bench, chains[name], {
        of: 'typical',
        seed: `growth ${seed}`,
        events: count,
        batch: [1, 50],
        people,
        baseTime: Date.now(),
      })
    for (const name of names) await measure(name, `warm-up ${name}`, Math.ceil(events / 4))
    const compare = await contend(bench, {
      contenders: names,
      rounds,
      title: `(d) webhook to tables at ${rows} rows and at none, medians; CPU in µs an event`,
      measure: (name, round) => measure(name, `${name} ${round}`, events),
    })
    return [
      atLeast('d', `webhook to tables: ${rows} rows / empty`, compare('full', 'empty'), { target: 0.8 }),
    ]
  } finally {
    await Promise.all(names.map((name) => chains[name].stop()))
  }
}
