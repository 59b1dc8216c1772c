/**
 * What can go wrong between us and the Graph API, by name. Each happens with its probability, from a seed; `force` makes
 * it happen at the next chance. Whether a call has taken effect when its answer goes wrong is part of the name's meaning.
 */
import type { Random } from '../world/random.ts'

/** Name → what happens. The time in `ms` is that of `faultMs` unless `set` gives another. */
export const faultCatalogue = {
  refuse: 'the connection is reset before the call is read; nothing happened',
  down: 'every call fails with 503, an HTML page or code 2; nothing happened',
  slow: 'the call waits before it is looked at',
  'throttle-page': 'code 80006 and a usage header that says when to come back; nothing happened',
  'throttle-app': 'code 4; nothing happened',
  'token-dead': 'code 190, subcode 460; nothing happened',
  'policy-block': 'code 368; nothing happened',
  'code-2-before-commit': 'code 2; nothing happened',
  'code-2-after-commit': 'code 2, although the call took effect',
  'code-1357046': 'code 1, subcode 1357046, although the call took effect',
  'answer-lost': 'the call took effect, then the connection is cut',
  'answer-late': 'the call took effect, the answer comes later',
  'answer-garbage': 'the call took effect, the answer is an HTML page or half of its JSON',
  'echo-early': 'the echo is delivered before the answer',
  'echo-late': 'the echo comes much later',
  'echo-twice': 'the echo comes twice',
  'echo-never': 'the echo never comes',
  'receipts-early': 'the delivery receipt comes before the answer and the echo',
} as const

export type FaultName = keyof typeof faultCatalogue

const faultMs: Readonly<Partial<Record<FaultName, number>>> = {
  slow: 3_000,
  'answer-late': 8_000,
  'echo-late': 5_000,
  'throttle-page': 60_000,
}

export interface FaultSetting {
  /** Only calls of this Page. */
  readonly pageId?: string
  /** How late is late. */
  readonly ms?: number
  /** The fault ends by itself after this time. */
  readonly forMs?: number
}

export interface GraphFaults {
  /** From now on the fault happens with this probability, 0..1. Throws RangeError on an unknown name. */
  set(name: FaultName, probability: number, setting?: FaultSetting): void
  /** The fault happens at the next `times` chances, whatever its probability. */
  force(name: FaultName, times?: number): void
  /** No fault any more. */
  clear(): void
  /** Rolls the dice, and counts. */
  happens(name: FaultName, pageId?: string): boolean
  ms(name: FaultName): number
  /** How often each has happened. */
  readonly counts: ReadonlyMap<FaultName, number>
  /** What is set now, by name. */
  current(): Readonly<Partial<Record<FaultName, number>>>
}

export function createGraphFaults({
  random,
  now,
  initial = {},
}: {
  random: Random
  now: () => number
  initial?: Readonly<Partial<Record<FaultName, number>>> | undefined
}): GraphFaults {
  const settings = new Map<FaultName, FaultSetting & { probability: number; until: number }>()
  const forced = new Map<FaultName, number>()
  const counts = new Map<FaultName, number>()
  const faults: GraphFaults = {
    counts,
    set(name, probability, setting = {}) {
      if (!isFaultName(name)) throw new RangeError(`no fault named ${String(name)}`)
      if (!(probability >= 0 && probability <= 1)) throw new RangeError(`${name}: a probability is 0 to 1`)
      const until = setting.forMs === undefined ? Infinity : now() + setting.forMs
      settings.set(name, { ...setting, probability, until })
    },
    force(name, times = 1) {
      forced.set(name, (forced.get(name) ?? 0) + times)
    },
    clear() {
      settings.clear()
      forced.clear()
    },
    happens(name, pageId) {
      if (!isForced(name) && !isChance(name, pageId)) return false
      counts.set(name, (counts.get(name) ?? 0) + 1)
      return true
    },
    ms: (name) => settings.get(name)?.ms ?? faultMs[name] ?? 0,
    current: () =>
      Object.fromEntries(
        [...settings]
          .filter(([, { probability, until }]) => probability > 0 && until > now())
          .map(([name, { probability }]) => [name, probability]),
      ),
  }
  for (const [name, probability] of Object.entries(initial)) {
    if (!isFaultName(name)) throw new RangeError(`no fault named ${name}`)
    faults.set(name, probability)
  }
  return faults

  function isForced(name: FaultName): boolean {
    const left = forced.get(name) ?? 0
    if (left <= 0) return false
    forced.set(name, left - 1)
    return true
  }

  function isChance(name: FaultName, pageId: string | undefined): boolean {
    const setting = settings.get(name)
    if (setting === undefined || setting.until <= now()) return false
    if (setting.pageId !== undefined && setting.pageId !== pageId) return false
    return random.chance(setting.probability)
  }
}

export function isFaultName(name: string): name is FaultName {
  return Object.hasOwn(faultCatalogue, name)
}
