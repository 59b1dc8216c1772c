import { hostname } from 'node:os'
import { z } from 'zod'
import { programVersion } from '../program-version.ts'
import { metrics, registry } from '../telemetry/metrics.ts'

/** The Redis commands that sharing needs. */
export interface MetricsStore {
  set(key: string, value: string, unit: 'PX', ttlMs: number): Promise<unknown>
  zadd(key: string, score: number, member: string): Promise<unknown>
  zremrangebyscore(key: string, min: number, max: number): Promise<unknown>
}

/** The Redis commands that reading needs. */
export interface SharedMetrics {
  zrange(key: string, start: string, stop: string): Promise<string[]>
  mget(keys: string[]): Promise<(string | null)[]>
}

/**
 * Each heartbeat writes some 20 KB for each process to the AOF. That is little, and often enough for a scrape every
 * 15 s.
 */
const everyMs = 10_000
const retryMs = 1_000
/** After this time without a heartbeat a process disappears from `/metrics`. */
const ttlMs = 30_000
/** Old instances leave the index much later, as the clocks of two machines may differ. */
const forgetMs = 3_600_000

/**
 * Key of a sorted set of the instances that share, by their last heartbeat. Readers need not search all keys of
 * Redis.
 */
export function metricsIndexKey(prefix: string): string {
  return `${prefix}:metrics`
}

/** Key of a process's metrics. The queue monitor reads all of them. */
export function metricsKey(prefix: string, instance: string): string {
  return `${prefix}:metrics:${instance}`
}

export interface SharingMetrics {
  /** Redis has a heartbeat of this process that is not older than 30 s. */
  isSeen(): boolean
  stop(): Promise<void>
}

export interface SharingOptions {
  readonly prefix: string
  readonly role: string
  /** Those that it runs. */
  readonly stages?: readonly string[]
  readonly heartbeatMs?: number
}

/**
 * This process's metrics are in Redis, now and then every few seconds, labelled with role and instance, as
 * prom-client's JSON. The queue monitor merges them (`AggregatorRegistry.aggregate`). If Redis does not respond, a
 * heartbeat is skipped.
 */
export function shareMetrics(
  store: MetricsStore,
  { prefix, role, stages = [], heartbeatMs = everyMs }: SharingOptions,
): SharingMetrics {
  const instance = `${hostname()}:${process.pid}`
  registry.setDefaultLabels({ role, instance })
  metrics.processStart.set(Math.round(performance.timeOrigin / 1000))
  metrics.processInfo.set({ version: programVersion(), stages: stages.join(' ') }, 1)
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let sharedAt = -Infinity

  async function share(): Promise<void> {
    const snapshot = JSON.stringify(await registry.getMetricsAsJSON())
    const now = Date.now()
    await Promise.all([
      store.set(metricsKey(prefix, instance), snapshot, 'PX', ttlMs),
      store.zadd(metricsIndexKey(prefix), now, instance),
      store.zremrangebyscore(metricsIndexKey(prefix), 0, now - forgetMs),
    ])
    sharedAt = performance.now()
  }

  async function heartbeat(): Promise<void> {
    const pauseMs = await share().then(
      () => heartbeatMs,
      () => retryMs,
    )
    if (stopped) return
    timer = setTimeout(() => {
      lastHeartbeat = heartbeat()
    }, pauseMs)
    timer.unref()
  }

  let lastHeartbeat = heartbeat()
  return {
    isSeen: () => performance.now() - sharedAt < ttlMs,
    async stop() {
      stopped = true
      clearTimeout(timer)
      await lastHeartbeat
      await share().catch(() => undefined)
    },
  }
}

const snapshotSchema = z.array(
  z.object({
    name: z.string().regex(/^[a-z][a-z0-9_]*$/),
    help: z.string(),
    type: z.enum(['counter', 'gauge', 'histogram', 'summary']),
    aggregator: z.literal('sum'),
    values: z.array(
      z.object({
        value: z.number(),
        labels: z.record(z.string(), z.union([z.string(), z.number()])),
        metricName: z.string().optional(),
      }),
    ),
  }),
)

export type MetricsSnapshot = z.output<typeof snapshotSchema>

/**
 * The snapshots of all processes that shared lately. A snapshot that cannot be read (of another version) is left out.
 */
export async function readSharedMetrics(
  store: SharedMetrics,
  prefix: string,
): Promise<readonly MetricsSnapshot[]> {
  return [...(await readSnapshots(store, prefix)).values()]
}

/** The same by instance. */
export async function readSnapshots(
  store: SharedMetrics,
  prefix: string,
): Promise<ReadonlyMap<string, MetricsSnapshot>> {
  const instances = await store.zrange(metricsIndexKey(prefix), '0', '-1')
  if (instances.length === 0) return new Map()
  const texts = await store.mget(instances.map((instance) => metricsKey(prefix, instance)))
  return new Map(
    texts.flatMap((text, index) =>
      text === null
        ? []
        : decodeSnapshot(text).map((snapshot) => [instances[index] ?? '', snapshot] as const),
    ),
  )
}

function decodeSnapshot(text: string): MetricsSnapshot[] {
  try {
    const parsed = snapshotSchema.safeParse(JSON.parse(text))
    return parsed.success ? [parsed.data] : []
  } catch {
    return []
  }
}
