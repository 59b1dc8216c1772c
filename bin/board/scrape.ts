import type { Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import { AggregatorRegistry, Gauge, Registry } from 'prom-client'
import { readSharedMetrics } from '../../src/redis/shared-metrics.ts'
import { jobStates, type QueueReading, readQueues } from './queue-readings.ts'

export interface ScrapeSources {
  readonly redis: Redis
  readonly prefix: string
  readonly queues: readonly Queue[]
  /** Letters in quarantine by stage; absent when the board has no database. */
  readonly openLetters?: (() => Promise<ReadonlyMap<string, number>>) | undefined
}

/** The answer must be there within a second, whatever hangs: Prometheus gives up after some. */
const deadlineMs = 800

/**
 * Everything for Prometheus as text: what each process counted (by `role` and `instance`), and what the queues, Redis and the
 * quarantine look like now. Throws when Redis does not answer in time. Scrapes at the same time share one answer.
 */
export function createScrape(sources: ScrapeSources): () => Promise<string> {
  let underWay: Promise<string> | undefined
  return function scrape() {
    underWay ??= inTime(read(sources), sources.redis).finally(() => {
      underWay = undefined
    })
    return underWay
  }
}

async function read({ redis, prefix, queues, openLetters }: ScrapeSources): Promise<string> {
  const [snapshots, readings, memory, letters] = await Promise.all([
    readSharedMetrics(redis, prefix),
    readQueues(redis, queues, Date.now()),
    redis.info('memory'),
    openLetters?.().catch(() => undefined),
  ])
  const now = new Registry()
  const gauge = gaugesOf(now)
  gauge('pagebeat_up', 'What the board reached: 1, or 0 when not', [
    [{ component: 'redis' }, 1],
    ...(openLetters === undefined ? [] : [sample({ component: 'database' }, letters === undefined ? 0 : 1)]),
  ])
  queueGauges(gauge, readings)
  redisGauges(gauge, memory)
  if (letters !== undefined) {
    const stages = new Set([...queues.map(({ name }) => name), ...letters.keys()])
    const open = [...stages].map((stage) => sample({ stage }, letters.get(stage) ?? 0))
    gauge('pagebeat_dead_letters_open', 'In quarantine, waiting for a person (pagebeat dead)', open)
  }
  const shared = AggregatorRegistry.aggregate(snapshots.map((snapshot) => [...snapshot]))
  return snapshots.length === 0 ? await now.metrics() : `${await now.metrics()}\n${await shared.metrics()}`
}

type Sample = readonly [labels: Readonly<Record<string, string>>, value: number]
type SetGauge = (name: string, help: string, samples: readonly Sample[]) => void

function sample(labels: Readonly<Record<string, string>>, value: number): Sample {
  return [labels, value]
}

function gaugesOf(registry: Registry): SetGauge {
  return (name, help, samples) => {
    const labelNames = Object.keys(samples[0]?.[0] ?? {})
    const gauge = new Gauge({ name, help, labelNames, registers: [registry] })
    for (const [labels, value] of samples) gauge.set({ ...labels }, value)
  }
}

function queueGauges(gauge: SetGauge, readings: readonly QueueReading[]): void {
  gauge(
    'pagebeat_queue_jobs',
    'Jobs in a queue by state',
    readings.flatMap(({ stage, jobs }) => jobStates.map((state) => sample({ stage, state }, jobs[state]))),
  )
  gauge(
    'pagebeat_queue_oldest_waiting_seconds',
    'Age of the oldest job that waits for a worker or for its next try; 0 when none does',
    readings.map(({ stage, oldestWaitingSeconds }) => sample({ stage }, oldestWaitingSeconds)),
  )
  gauge(
    'pagebeat_queue_oldest_active_seconds',
    'How long the longest-running job has been under way; it grows when a worker is wedged',
    readings.map(({ stage, oldestActiveSeconds }) => sample({ stage }, oldestActiveSeconds)),
  )
  gauge(
    'pagebeat_queue_workers',
    'Connected workers of a stage',
    readings.flatMap(({ stage, workers }) => (workers === undefined ? [] : [sample({ stage }, workers)])),
  )
}

function redisGauges(gauge: SetGauge, info: string): void {
  const field = (name: string): number => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1] ?? 0)
  const [used, max] = [field('used_memory'), field('maxmemory')]
  gauge('pagebeat_redis_memory_bytes', 'Memory Redis uses', [sample({}, used)])
  if (max === 0) return // no limit set: then there is no ratio
  gauge(
    'pagebeat_redis_memory_ratio',
    'Share of maxmemory in use; the receiver takes nothing in above 0.85',
    [sample({}, used / max)],
  )
}

/** A connection that is silent for so long may be half-open: it is made anew, and what waits on it fails now. */
async function inTime<T>(answer: Promise<T>, redis: Redis): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error('Redis did not answer in time'))
      redis.disconnect(true)
    }, deadlineMs)
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}
