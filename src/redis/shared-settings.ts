import { hostname } from 'node:os'
import { z } from 'zod'
import { metrics } from '../telemetry/metrics.ts'
import { metricsIndexKey } from './shared-metrics.ts'

/** Values by the name of the setting. Secrets are there as fingerprints, and a missing value as `not set`. */
export type SharedSettings = Readonly<Record<string, string>>

export const notSet = 'not set'

/** The Redis commands that sharing needs. */
export interface SettingsStore {
  set(key: string, value: string, unit: 'PX', ttlMs: number): Promise<unknown>
  del(key: string): Promise<unknown>
  zrange(key: string, start: string, stop: string): Promise<string[]>
  mget(keys: string[]): Promise<(string | null)[]>
}

/** Processes with another value than this one. */
export interface Difference {
  readonly setting: string
  readonly here: string
  /** Names of processes (host and process id) by their value. */
  readonly elsewhere: Readonly<Record<string, readonly string[]>>
}

export interface SettingsWatch {
  /** Shares and compares once; it runs by itself every few seconds. Never throws. */
  check(): Promise<void>
  stop(): Promise<void>
}

export interface SettingsWatchOptions {
  readonly prefix: string
  /** Asked each time, as a storyboard changes while its worker runs. */
  readonly settings: () => SharedSettings
  readonly onDifference: (difference: Difference) => void
  readonly onAgreement: (setting: string) => void
  readonly instance?: string
  readonly now?: () => number
}

const everyMs = 10_000
const retryMs = 1_000
/** A process that was killed is compared for this long. */
const ttlMs = 30_000
/** Workers read a changed storyboard within seconds, and a cluster copies the file to its machines within a minute. */
const storyboardMs = 90_000
/** A difference that lasts is told again. */
const againMs = 600_000

/**
 * The settings of this process are in Redis, and compared with those of the others: every few seconds, for as long as it
 * runs. A process leaves out what it does not use.
 */
export function watchSettings(
  store: SettingsStore,
  {
    prefix,
    settings,
    onDifference,
    onAgreement,
    instance = `${hostname()}:${process.pid}`,
    now = Date.now,
  }: SettingsWatchOptions,
): SettingsWatch {
  const key = settingsKey(prefix, instance)
  const known = new Map<string, { readonly since: number; toldAt: number | undefined }>()
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  let underWay = Promise.resolve()

  async function compare(): Promise<void> {
    const own = settings()
    await store.set(key, JSON.stringify(own), 'PX', ttlMs)
    const differences = differencesFrom(own, await readOthers())
    for (const setting of Object.keys(own)) {
      const difference = differences.find((each) => each.setting === setting)
      metrics.settingDiffers.set({ setting }, difference === undefined ? 0 : 1)
      if (difference === undefined) agree(setting)
      else differ(difference)
    }
  }

  async function readOthers(): Promise<ReadonlyMap<string, SharedSettings>> {
    const all = new Map(await readSharedSettings(store, prefix))
    all.delete(instance)
    return all
  }

  function differ(difference: Difference): void {
    const { setting } = difference
    const state = known.get(setting) ?? { since: now(), toldAt: undefined }
    known.set(setting, state)
    const isDue = now() - state.since >= patienceMs(difference)
    if (!isDue || (state.toldAt !== undefined && now() - state.toldAt < againMs)) return
    state.toldAt = now()
    onDifference(difference)
  }

  function agree(setting: string): void {
    if (known.get(setting)?.toldAt !== undefined) onAgreement(setting)
    known.delete(setting)
  }

  function check(): Promise<void> {
    clearTimeout(timer)
    underWay = underWay.then(compare).then(
      () => again(everyMs),
      () => again(retryMs),
    )
    return underWay
  }

  function again(ms: number): void {
    clearTimeout(timer)
    if (!stopped) timer = setTimeout(() => void check(), ms).unref()
  }

  void check()
  return {
    check,
    async stop() {
      stopped = true
      await underWay
      clearTimeout(timer)
      await store.del(key).catch(() => undefined)
    },
  }
}

/** The settings of all processes that live, by instance. One that ends removes its own. */
export async function readSharedSettings(
  store: Pick<SettingsStore, 'zrange' | 'mget'>,
  prefix: string,
): Promise<ReadonlyMap<string, SharedSettings>> {
  const names = await store.zrange(metricsIndexKey(prefix), '0', '-1')
  if (names.length === 0) return new Map()
  const texts = await store.mget(names.map((name) => settingsKey(prefix, name)))
  return new Map(names.flatMap((name, index) => decode(name, texts[index] ?? null)))
}

/** A storyboard that is changed reaches its workers one after the other. Other settings change with a restart only. */
function patienceMs({ setting, here, elsewhere }: Difference): number {
  const isSetEverywhere = here !== notSet && elsewhere[notSet] === undefined
  return setting === 'STORYBOARD' && isSetEverywhere ? storyboardMs : 0
}

function differencesFrom(
  own: SharedSettings,
  others: ReadonlyMap<string, SharedSettings>,
): readonly Difference[] {
  return Object.entries(own).flatMap(([setting, here]) => {
    const elsewhere: Record<string, string[]> = {}
    for (const [name, theirs] of others) {
      const value = theirs[setting]
      if (value !== undefined && value !== here) (elsewhere[value] ??= []).push(name)
    }
    return Object.keys(elsewhere).length === 0 ? [] : [{ setting, here, elsewhere }]
  })
}

function settingsKey(prefix: string, instance: string): string {
  return `${prefix}:settings:${instance}`
}

const schema = z.record(z.string(), z.string())

function decode(name: string, text: string | null): [string, SharedSettings][] {
  if (text === null) return []
  try {
    const parsed = schema.safeParse(JSON.parse(text))
    return parsed.success ? [[name, parsed.data]] : []
  } catch {
    return []
  }
}
