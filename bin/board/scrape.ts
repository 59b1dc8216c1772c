import type { Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import { AggregatorRegistry, Gauge, Registry } from 'prom-client'
import { jobStates, type QueueReading, readQueue } from '../../queues/queue-reading.ts'
import { readSharedMetrics } from '../../src/redis/shared-metrics.ts'
import { TimedOutError } from '../../src/errors.ts'
import { within } from '../../src/within.ts'

export interface ScrapeSources {
  readonly redis: Redis
  readonly prefix: string
  readonly queues: readonly Queue[]
  /** Open dead letters by stage; absent when the queue monitor has no database. */
  readonly countOpenDeadLetters?: (() => Promise<ReadonlyMap<string, number>>) | undefined
}

/** A scrape ends within a second, even if Redis hangs: Prometheus stops waiting after some seconds. */
const deadlineMs = 800

/**
 * All metrics as text for Prometheus: the counts of each process (by `role` and `instance`), and the present state of
 * queues, Redis and dead letters. Throws when Redis does not answer in time. Scrapes at the same time share one reading.
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

async function read({ redis, prefix, queues, countOpenDeadLetters }: ScrapeSources): Promise<string> {
  const [snapshots, readings, memory, deadLetters] = await Promise.all([
    readSharedMetrics(redis, prefix),
    Promise.all(queues.map((queue) => readQueue(queue, redis, Date.now()))),
    redis.info('memory'),
    countOpenDeadLetters?.().catch(() => undefined),
  ])
  const now = new Registry()
  const gauge = gaugesOf(now)
  gauge('pagebeat_up', '1 when the queue monitor reaches this server, 0 when not', [
    [{ component: 'redis' }, 1],
    ...(countOpenDeadLetters === undefined
      ? []
      : [sample({ component: 'database' }, deadLetters === undefined ? 0 : 1)]),
  ])
  queueGauges(gauge, readings)
  redisGauges(gauge, memory)
  if (deadLetters !== undefined) {
    const stages = new Set([...queues.map(({ name }) => name), ...deadLetters.keys()])
    const open = [...stages].map((stage) => sample({ stage }, deadLetters.get(stage) ?? 0))
    gauge(
      'pagebeat_dead_letters_open',
      'Dead letters that are neither retried nor dropped: see pagebeat dead list',
      open,
    )
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
    'Age of the oldest job that waits for a worker or for a retry; 0 when there is none',
    readings.map(({ stage, oldestWaitingSeconds }) => sample({ stage }, oldestWaitingSeconds)),
  )
  gauge(
    'pagebeat_queue_oldest_active_seconds',
    'Seconds since the longest-running job started; it grows while a worker hangs',
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
  gauge('pagebeat_redis_memory_bytes', 'Memory that Redis uses', [sample({}, used)])
  if (max === 0) return // no limit is set, so there is no ratio
  gauge(
    'pagebeat_redis_memory_ratio',
    'Used memory of Redis divided by maxmemory; the receiver answers 503 above 0.7',
    [sample({}, used / max)],
  )
}

/**
 * A connection that is silent for this long may be half-open: it is opened again, and its waiting commands fail now.
 */
async function inTime<T>(response: Promise<T>, redis: Redis): Promise<T> {
  try {
    return await within(deadlineMs, response, 'no response from Redis')
  } catch (error) {
    if (error instanceof TimedOutError) redis.disconnect(true)
    throw error
  }
}
