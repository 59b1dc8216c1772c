import { openQueue } from '../../queues/publish.ts'
import { metrics } from '../../src/telemetry/metrics.ts'
import { stageNames } from '../../src/domain/stage-name.ts'
import { createScrape } from '../../bin/board/scrape.ts'
import { parseExposition } from '../bin/board/exposition.ts'
import type { TestRedis } from '../helpers/redis.ts'

export interface KnownMetric {
  /** As Prometheus stores it: with `_bucket`, `_sum` and `_count` for a histogram. */
  readonly series: readonly string[]
  readonly labels: readonly string[]
  readonly isDeprecated: boolean
}

/** Every metric that `/metrics` of a queue monitor shows, by the name that the documents use. */
export async function readKnownMetrics(redis: TestRedis): Promise<ReadonlyMap<string, KnownMetric>> {
  return new Map([...countedByProcesses(), ...(await readByBoard(redis))])
}

function countedByProcesses(): [string, KnownMetric][] {
  return Object.values(metrics).map((metric) => {
    const { name, help, labelNames }: { name: string; help: string; labelNames: string[] } = Object.assign(
      { name: '', help: '', labelNames: [] },
      metric,
    )
    const isHistogram = metric.constructor.name === 'Histogram'
    const series = isHistogram ? ['_bucket', '_sum', '_count'].map((part) => name + part) : [name]
    const labels = [...labelNames, ...(isHistogram ? ['le'] : []), 'role', 'instance']
    return [name, { series, labels, isDeprecated: help.startsWith('Deprecated') }]
  })
}

async function readByBoard({ connection, prefix }: TestRedis): Promise<[string, KnownMetric][]> {
  const queues = stageNames.map((stage) => openQueue(stage, connection, prefix))
  const scrape = createScrape({
    redis: connection,
    prefix,
    queues,
    countOpenDeadLetters: async () => new Map(),
  })
  const samples = parseExposition(await scrape())
  await Promise.all(queues.map((queue) => queue.close()))
  const labelsOf = new Map(samples.map(({ name, labels }) => [name, Object.keys(labels)]))
  labelsOf.set('pagebeat_redis_memory_ratio', []) // only a Redis with maxmemory has it
  return [...labelsOf].map(([name, labels]) => [name, { series: [name], labels, isDeprecated: false }])
}
