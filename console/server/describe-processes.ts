/** Receivers and workers as the API tells them, and what is wrong with them. */
import { stageNames } from '../../src/domain/stage-name.ts'
import type { ProcessReading } from '../../src/redis/read-processes.ts'
import { notSet } from '../../src/redis/shared-settings.ts'
import type { createRecentCounts } from '../../src/telemetry/recent-counts.ts'
import type { Health } from '../api/health.ts'
import { phrase, tellOf, tellTrouble } from './tell-trouble.ts'

export interface ProcessHealth {
  readonly processes: NonNullable<Health['processes']>
  readonly processTroubles: NonNullable<Health['processTroubles']>
}
type Trouble = ProcessHealth['processTroubles'][number]

/** Tells whether Redis answers. */
export const askRedis = 'redis-cli -u "$REDIS_URL" ping'

const longSeconds = 60
const nearlyFull = 0.8

export function describeProcesses(
  readings: readonly ProcessReading[],
  {
    countRecent,
    nowMs,
  }: { readonly countRecent: ReturnType<typeof createRecentCounts>; readonly nowMs: number },
): ProcessHealth {
  const processes = readings.map((reading) => {
    const { name, role, version, stages, startedTs, settings } = reading
    const storyboard = settings['STORYBOARD']
    return {
      name,
      role,
      stages: [...stages],
      since: startedTs,
      ...(version === undefined ? {} : { version }),
      ...(storyboard === undefined || storyboard === notSet ? {} : { storyboard }),
      ...(role === 'receiver' ? { receiver: describeReceiver(reading, { countRecent, nowMs }) } : {}),
    }
  })
  return {
    processes,
    processTroubles: [
      ...findMissing(processes),
      ...processes.flatMap(findInReceiver),
      ...findDifferences(readings),
    ],
  }
}

type Process = ProcessHealth['processes'][number]

function describeReceiver(
  { name, startedTs, webhooks, acksWithin, spool }: ProcessReading,
  { countRecent, nowMs }: Parameters<typeof describeProcesses>[1],
): NonNullable<Process['receiver']> {
  const results = countRecent(`${name} webhooks`, { nowMs, startedTs, counts: webhooks })
  const times = countRecent(`${name} acks`, { nowMs, startedTs, counts: acksWithin })
  const { acked = 0, unavailable = 0, busy = 0, ...refused } = results.counts
  const withinMs = percentile99Ms(times.counts)
  return {
    countedSince: results.sinceTs,
    acked,
    unavailable: unavailable + busy,
    refused: Object.values(refused).reduce((sum, count) => sum + count, 0),
    wronglySigned: refused['forbidden'] ?? 0,
    ...(withinMs === undefined ? {} : { withinMs }),
    ...(spool === undefined ? {} : { spool }),
  }
}

/** The bound of the bucket in which 99 of 100 have come. Undefined: there is none, or it is beyond the last bound. */
function percentile99Ms(within: Readonly<Record<string, number>>): number | undefined {
  const all = within['+Inf'] ?? 0
  if (all === 0) return undefined
  const bounds = Object.keys(within)
    .map(Number)
    .filter(Number.isFinite)
    .toSorted((a, b) => a - b)
  const bound = bounds.find((each) => (within[String(each)] ?? 0) >= all * 0.99)
  return bound === undefined ? undefined : bound * 1_000
}

function findMissing(processes: readonly Process[]): Trouble[] {
  const workers = processes.filter(({ role }) => role === 'worker')
  // A worker of an older version does not tell its stages.
  const isTold = workers.every(({ stages }) => stages.length > 0)
  const idle = stageNames.filter((stage) => !workers.some(({ stages }) => stages.includes(stage)))
  return [
    ...(processes.some(({ role }) => role === 'receiver')
      ? []
      : [
          {
            ...tellOf('receiver'),
            ...tellTrouble(phrase('no_receiver')),
            command: 'pagebeat receive',
          },
        ]),
    ...(idle.length === 0 || !isTold
      ? []
      : [
          {
            ...tellOf('workers'),
            ...tellTrouble(phrase('no_worker', { stages: idle.join(', ') })),
            command: `pagebeat work ${idle.join(' ')}`,
          },
        ]),
  ]
}

function findInReceiver({ name, receiver }: Process): Trouble[] {
  if (receiver === undefined) return []
  const { acked, unavailable, wronglySigned, spool } = receiver
  const of = tellOf('receiver_named', { name })
  const found: Trouble[] = []
  if (unavailable > 0)
    found.push({
      ...of,
      ...tellTrouble(phrase('not_stored', { unavailable, acked })),
      command: askRedis,
    })
  if (wronglySigned > 0 && acked === 0)
    found.push({
      ...of,
      ...tellTrouble(phrase('wrongly_signed', { count: wronglySigned })),
    })
  if (spool === undefined || spool.deliveries === 0) return found
  const percent = Math.round((spool.bytes / spool.mostBytes) * 100)
  if (spool.oldestSeconds > longSeconds || spool.bytes > spool.mostBytes * nearlyFull)
    found.push({
      ...of,
      ...tellTrouble(phrase('spool_fills', { deliveries: spool.deliveries, percent })),
      command: 'pagebeat spool status',
    })
  return found
}

/** Versions and settings that must be the same everywhere. */
function findDifferences(readings: readonly ProcessReading[]): Trouble[] {
  const names = new Set(readings.flatMap(({ settings }) => Object.keys(settings)))
  const versions = groupBy(readings, ({ version }) => version ?? 'an older version')
  return [
    ...(versions.size < 2
      ? []
      : [
          {
            ...tellOf('versions'),
            ...tellTrouble(phrase('versions_differ', { values: listed(versions) })),
          },
        ]),
    ...[...names].toSorted().flatMap((setting) => {
      const values = groupBy(readings, ({ settings }) => settings[setting])
      return values.size < 2 ? [] : [describeDifference(setting, values)]
    }),
  ]
}

function describeDifference(setting: string, values: ReadonlyMap<string, readonly string[]>): Trouble {
  const differs = phrase('setting_differs', { setting, values: listed(values) })
  const advice =
    setting !== 'STORYBOARD'
      ? 'set_equally'
      : values.has(notSet)
        ? 'storyboard_missing'
        : 'storyboard_differs'
  return { ...tellOf('setting', { setting }), ...tellTrouble(differs, phrase(advice)) }
}

function groupBy(
  readings: readonly ProcessReading[],
  valueOf: (reading: ProcessReading) => string | undefined,
): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>()
  for (const reading of readings) {
    const value = valueOf(reading)
    if (value !== undefined) groups.set(value, [...(groups.get(value) ?? []), reading.name])
  }
  return groups
}

function listed(values: ReadonlyMap<string, readonly string[]>): string {
  return [...values].map(([value, names]) => `${value} (${names.join(', ')})`).join('; ')
}
