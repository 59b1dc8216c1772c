import { hostname } from 'node:os'
import { z } from 'zod'
import { metrics, registry } from '../telemetry/metrics.ts'

/** What sharing needs of Redis. */
export interface MetricsStore {
  set(key: string, value: string, unit: 'PX', ttlMs: number): Promise<unknown>
  zadd(key: string, score: number, member: string): Promise<unknown>
  zremrangebyscore(key: string, min: number, max: number): Promise<unknown>
}

/** What reading needs of it. */
export interface SharedMetrics {
  zrange(key: string, start: string, stop: string): Promise<string[]>
  mget(keys: string[]): Promise<(string | null)[]>
}

/** Each heartbeat goes to the AOF, some 20 KB a process: rare enough to be nothing, often enough for a scrape every 15 s. */
const everyMs = 5_000
const retryMs = 1_000
/** A process that is gone disappears from `/metrics` after this long. */
const ttlMs = 30_000
/** Names of the gone leave the index much later: the clocks of two machines may differ. */
const forgetMs = 3_600_000

/** Sorted set of the instances that share, by when they last did: found without a walk through all keys of Redis. */
export function metricsIndexKey(prefix: string): string {
  return `${prefix}:metrics`
}

/** Key under which a process shares its metrics; the board reads all of them. */
export function metricsKey(prefix: string, instance: string): string {
  return `${prefix}:metrics:${instance}`
}

/**
 * This process's metrics are in Redis, at once and then every few seconds, labelled with its role and instance, as
 * prom-client's JSON. A board merges them (`AggregatorRegistry.aggregate`). A Redis that does not answer costs a skipped heartbeat.
 */
export function shareMetrics(
  store: MetricsStore,
  { prefix, role, heartbeatMs = everyMs }: { prefix: string; role: string; heartbeatMs?: number },
): { stop(): Promise<void> } {
  const instance = `${hostname()}:${process.pid}`
  registry.setDefaultLabels({ role, instance })
  metrics.processStart.set(Math.round(performance.timeOrigin / 1000))
  let stopped = false
  let timer: NodeJS.Timeout | undefined

  async function share(): Promise<void> {
    const snapshot = JSON.stringify(await registry.getMetricsAsJSON())
    const now = Date.now()
    await Promise.all([
      store.set(metricsKey(prefix, instance), snapshot, 'PX', ttlMs),
      store.zadd(metricsIndexKey(prefix), now, instance),
      store.zremrangebyscore(metricsIndexKey(prefix), 0, now - forgetMs),
    ])
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

/** The snapshots of all processes that shared lately; one that is no snapshot (another version's) is left out. */
export async function readSharedMetrics(
  store: SharedMetrics,
  prefix: string,
): Promise<readonly MetricsSnapshot[]> {
  const instances = await store.zrange(metricsIndexKey(prefix), '0', '-1')
  if (instances.length === 0) return []
  const texts = await store.mget(instances.map((instance) => metricsKey(prefix, instance)))
  return texts.flatMap((text) => (text === null ? [] : decodeSnapshot(text)))
}

/** True when a process whose instance begins so has shared within the last half minute. */
export async function hasSharedLately(store: SharedMetrics, prefix: string, start: string): Promise<boolean> {
  const instances = await store.zrange(metricsIndexKey(prefix), '0', '-1')
  const ours = instances.filter((instance) => instance.startsWith(start))
  if (ours.length === 0) return false
  return (await store.mget(ours.map((instance) => metricsKey(prefix, instance)))).some(
    (text) => text !== null,
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
