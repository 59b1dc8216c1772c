/**
 * (c) From the POST to the committed row, at a constant arrival rate. Measured from outside: POSTs of one event arrive at random
 * (Poisson) whether or not earlier ones are answered, and another connection looks every few milliseconds which rows it can see.
 */
import { type Bench, requireAll } from './bench-context.ts'
import { type Chain, startPagebeat } from './chain.ts'
import { decodeDelivery } from '../../src/facebook/webhook-payload.ts'
import { cpuEach } from '../cpu.ts'
import { createPosts, type Recipe } from './recipe.ts'
import { median, quantile } from '../statistics.ts'
import { atMost, type Finding } from './verdict.ts'
import { watchRows } from './watch-rows.ts'

const connections = 64
/** The rate that the targets are about; others are for information. */
const promisedRate = 500
const promised = { p50Ms: 40, p99Ms: 250 }
/** A generator that came later than this with one POST in a hundred measured a busy machine. */
const mostLateMs = 25

export async function benchLatency(bench: Bench): Promise<Finding[]> {
  const { rates, seconds } = bench.sizes.latency
  console.log(`(c) POSTs of one event for ${seconds} s, Poisson arrivals at ${rates.join(', ')} a second`)
  const chain = await startPagebeat(bench, 'latency')
  try {
    await measureRate(bench, chain, { rate: 500, seconds: Math.min(3, seconds), name: 'warm-up' })
    const findings: Finding[] = []
    const rows: Record<string, Record<string, number>> = {}
    for (const rate of rates) {
      const { found, details } = await measureRate(bench, chain, { rate, seconds, name: String(rate) })
      rows[`${rate}/s`] = details
      findings.push(...found)
    }
    bench.tables.push({ title: '(c) POST to committed row, ms; CPU in µs an event', rows })
    return findings
  } finally {
    await chain.stop()
  }
}

/** The rows of POSTs at this rate: what was found, and its details. `name`: other events than those of any other name. */
export async function measureRate(
  bench: Bench,
  chain: Chain,
  { rate, seconds, name }: { rate: number; seconds: number; name: string },
): Promise<{ found: Finding[]; details: Record<string, number> }> {
  const recipe: Recipe = {
    of: 'typical',
    seed: `latency ${name}`,
    events: Math.round(rate * seconds),
    batch: [1, 1],
    people: 5_000,
    baseTime: Date.now(),
    writtenOnly: true,
  }
  await bench.load.prepare(recipe)
  const keys = createPosts(recipe).map(({ body }) => decodeDelivery(body.toString()).events[0]?.key ?? '')
  const watch = await watchRows(chain.databaseUrl)
  const before = await chain.readCpu()
  const sent = await bench.load.run({ port: chain.port, connections, pace: { until: 'sent', rate } })
  const seen = await watch.until(keys.length)
  const used = cpuEach(before, await chain.readCpu(), keys.length)
  const waits = keys.flatMap((key, index) => {
    const at = seen.visibleAt.get(key)
    return at === undefined ? [] : [at - (sent.dueAt[index] ?? Number.NaN)]
  })
  requireAll({ what: `rows at ${rate}/s`, acked: sent.acked, stored: waits.length, refused: sent.refused })
  const [p50Ms, p99Ms] = [median(waits), quantile(waits, 0.99)]
  const trusted = sent.late99Ms <= mostLateMs
  const note = `polled every ${seen.pollMs.toFixed(1)} ms (in the figure); sent late p99 ${sent.late99Ms.toFixed(1)} ms`
  const isPromise = rate === promisedRate
  const line = (quantity: 'p50Ms' | 'p99Ms', value: number): Finding =>
    atMost('c', `POST to row at ${rate}/s, ${quantity.slice(0, 3)}`, {
      value,
      note,
      target: isPromise ? promised[quantity] : undefined,
      trusted,
    })
  return {
    found: [line('p50Ms', p50Ms), line('p99Ms', p99Ms)],
    details: {
      p50: p50Ms,
      p99: p99Ms,
      most: quantile(waits, 1),
      ackP50: sent.p50Ms,
      ackP99: sent.p99Ms,
      ...used,
    },
  }
}
