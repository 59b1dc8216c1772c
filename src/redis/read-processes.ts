/** What each receiver and worker of the installation has told of itself in its last heartbeat. */
import type { MetricsSnapshot, SharedMetrics } from './shared-metrics.ts'
import { readSnapshots } from './shared-metrics.ts'
import { readSharedSettings, type SharedSettings } from './shared-settings.ts'

export interface ProcessReading {
  /** Host and process id. */
  readonly name: string
  /** `receiver` or `worker`. */
  readonly role: string
  /** Undefined: it is older than this number. */
  readonly version: string | undefined
  readonly stages: readonly string[]
  readonly startedTs: number
  readonly settings: SharedSettings
  /** Webhook POSTs since it started, by result. */
  readonly webhooks: Readonly<Record<string, number>>
  /** Acknowledged deliveries since it started, by the longest time that each may have taken, in seconds. */
  readonly acksWithin: Readonly<Record<string, number>>
  /** Undefined: RECEIVER_SPOOL is not set. */
  readonly spool: SpoolReading | undefined
}

export interface SpoolReading {
  readonly deliveries: number
  readonly bytes: number
  readonly mostBytes: number
  readonly oldestSeconds: number
}

/** By role, then by name. A process that ended is left out at once, a killed one after half a minute. */
export async function readProcesses(store: SharedMetrics, prefix: string): Promise<ProcessReading[]> {
  const [snapshots, settings] = await Promise.all([
    readSnapshots(store, prefix),
    readSharedSettings(store, prefix),
  ])
  return [...settings]
    .flatMap(([name, own]) => {
      const snapshot = snapshots.get(name)
      return snapshot === undefined ? [] : [toReading(name, own, snapshot)]
    })
    .toSorted((a, b) => (`${a.role} ${a.name}` < `${b.role} ${b.name}` ? -1 : 1))
}

function toReading(name: string, settings: SharedSettings, snapshot: MetricsSnapshot): ProcessReading {
  const valuesOf = (metric: string) => snapshot.find((each) => each.name === metric)?.values ?? []
  const numberOf = (metric: string): number => valuesOf(metric)[0]?.value ?? 0
  const info = valuesOf('pagebeat_process_info')[0]?.labels
  const started = valuesOf('pagebeat_process_start_time_seconds')[0]
  const mostBytes = numberOf('pagebeat_spool_most_bytes')
  return {
    name,
    role: String(started?.labels['role'] ?? ''),
    version: info?.['version'] === undefined ? undefined : String(info['version']),
    stages: String(info?.['stages'] ?? '')
      .split(' ')
      .filter((stage) => stage !== ''),
    startedTs: (started?.value ?? 0) * 1_000,
    settings,
    webhooks: countBy(valuesOf('pagebeat_webhooks_total'), 'result'),
    acksWithin: countBy(
      valuesOf('pagebeat_ack_seconds').filter(({ metricName }) => metricName?.endsWith('_bucket')),
      'le',
    ),
    spool:
      mostBytes === 0
        ? undefined
        : {
            deliveries: numberOf('pagebeat_spool_deliveries'),
            bytes: numberOf('pagebeat_spool_bytes'),
            mostBytes,
            oldestSeconds: numberOf('pagebeat_spool_oldest_seconds'),
          },
  }
}

function countBy(values: MetricsSnapshot[number]['values'], label: string): Record<string, number> {
  return Object.fromEntries(values.map(({ value, labels }) => [String(labels[label]), value]))
}
