import { hostname } from 'node:os'
import { registry } from './metrics.ts'

/** What sharing needs of Redis. */
export interface MetricsStore {
  set(key: string, value: string, unit: 'PX', ttlMs: number): Promise<unknown>
}

const everyMs = 1_000
/** A process that is gone disappears from `/metrics` after this long. */
const ttlMs = 30_000

/** Key under which a process shares its metrics; the board reads all of them. */
export function metricsKey(prefix: string, instance: string): string {
  return `${prefix}:metrics:${instance}`
}

/**
 * Every second this process's metrics are in Redis, labelled with its role and instance, as prom-client's JSON. A board
 * merges them (`AggregatorRegistry.aggregate`). A Redis that does not answer costs a skipped beat.
 */
export function shareMetrics(
  store: MetricsStore,
  { prefix, role }: { prefix: string; role: string },
): { stop(): Promise<void> } {
  const instance = `${hostname()}:${process.pid}`
  registry.setDefaultLabels({ role, instance })
  let writing = Promise.resolve()
  const share = async (): Promise<void> => {
    const snapshot = JSON.stringify(await registry.getMetricsAsJSON())
    await store.set(metricsKey(prefix, instance), snapshot, 'PX', ttlMs)
  }
  const timer = setInterval(() => {
    writing = writing.then(share).catch(() => undefined)
  }, everyMs)
  timer.unref()
  return {
    async stop() {
      clearInterval(timer)
      await writing.then(share).catch(() => undefined)
    },
  }
}
