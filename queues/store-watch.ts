import type { Redis } from 'ioredis'
import { refusalOf } from '../src/redis/refusal.ts'
import { roleOf } from '../src/redis/watch-primary.ts'
import { findVolatility, infoField } from './durability.ts'
import { type Memory, memoryOf, shares } from './room.ts'

/** Whether Redis can store a delivery now, and keep it. */
export interface StoreWatch {
  /** The reason for a no; undefined for a yes. It may be a second old, or three where no delivery comes. */
  notReadyBecause(): string | undefined
  /** The same, asked of Redis now. Those who ask at the same time share one reading. */
  ask(): Promise<string | undefined>
  /** Counts bytes on their way to Redis. With them there may be too little room for more, before Redis is asked again. */
  adding(bytes: number): void
  /** A commit failed with this error: the receiver takes no delivery until Redis responds again. */
  suspect(error: unknown): void
  /** A delivery was stored: what Redis refused before, it takes now. */
  stored(): void
  stop(): void
}

export interface StoreWatchOptions {
  /** All keys of Pagebeat begin with it. */
  readonly prefix: string
  /** Accept a Redis that may lose deliveries it has acknowledged. */
  readonly allowVolatile: boolean
  /** Why there is no connection, in words, if that is known. */
  readonly lastTrouble: () => string | undefined
  readonly onChange: (notReadyBecause: string | undefined) => void
  /** ms */
  readonly now?: () => number
}

/** How long `ask` tells of a refusal that the probe does not meet, as of a damaged queue, if no delivery is stored. */
const refusedMs = 2_000
const healthyPollMs = 1_000
/** For a receiver that has got no delivery for `quietMs`. The next one leads to a reading at once. */
const quietPollMs = 3_000
const quietMs = 10_000
const unhealthyPollMs = 200
/** After this share of the limit, Redis is asked again before the second is over. */
const askAfterShare = 0.005

/**
 * Watches the Redis of the receiver: it is reachable, responds, takes writes, is durable and has room. The receiver
 * reads the result before each delivery, so a Redis that is down, frozen, read-only or full costs no waiting.
 */
export function createStoreWatch(
  client: Redis,
  { prefix, allowVolatile, lastTrouble, onChange, now = Date.now }: StoreWatchOptions,
): StoreWatch {
  let reason: string | undefined = 'Redis has not answered yet'
  let timer: NodeJS.Timeout | undefined
  let polling: Promise<void> | undefined
  let stopped = false
  let memory: Memory | undefined
  let added = 0
  let isFull = false
  let refused: { readonly until: number; readonly reason: string } | undefined
  let addedAt = performance.now()
  const isQuiet = (): boolean => performance.now() - addedAt > quietMs

  function set(next: string | undefined): void {
    if (next === reason) return
    reason = next
    onChange(next)
  }

  function poll(): Promise<void> {
    polling ??= read()
      .then(set, (error: unknown) => set(describe(error)))
      .finally(() => {
        polling = undefined
        const calmMs = isQuiet() ? quietPollMs : healthyPollMs
        pollAfter(reason === undefined ? calmMs : unhealthyPollMs)
      })
    return polling
  }

  function pollAfter(ms: number): void {
    clearTimeout(timer)
    if (!stopped) timer = setTimeout(() => void poll(), ms)
  }

  /**
   * The push is a write that changes nothing, as the list does not exist. Redis refuses it wherever it would refuse a
   * delivery, and its AOF does not grow.
   */
  async function read(): Promise<string | undefined> {
    if (client.status !== 'ready') return describe(undefined)
    const before = added
    const [info] = await Promise.all([client.info(), client.lpushx(`${prefix}:probe`, '')])
    memory = memoryOf(info)
    added -= before
    const found = loading(info) ?? replica(info) ?? fullness()
    if (found !== undefined || allowVolatile) return found
    const volatile = await findVolatility(client, info)
    return volatile.length === 0 ? undefined : volatile.map((each) => each.reason).join('; ')
  }

  /** Deliveries are taken again at a lower share: without a gap, the receiver would go on and off all the time. */
  function fullness(): string | undefined {
    if (memory === undefined) return undefined
    const used = (memory.used + 2 * added) / memory.limit
    isFull = used > (isFull ? shares.receiverAgain : shares.receiver)
    return isFull
      ? `Redis is full (${Math.round((memory.used / memory.limit) * 100)}% of its memory)`
      : undefined
  }

  function describe(error: unknown): string {
    const refusal = refusalOf(error)
    if (refusal !== undefined) return `${refusal.meaning} (${refusal.code})`
    if (client.status === 'ready') return 'Redis does not answer'
    return lastTrouble() ?? 'Redis is not connected'
  }

  function notReadyBecause(): string | undefined {
    return reason ?? (client.status === 'ready' ? undefined : describe(undefined))
  }

  client.on('close', () => set(describe(undefined)))
  client.on('ready', () => void poll())
  void poll()
  return {
    notReadyBecause,
    async ask() {
      await poll()
      if (refused !== undefined && now() >= refused.until) refused = undefined
      return notReadyBecause() ?? refused?.reason
    },
    adding(bytes) {
      added += bytes
      if (isQuiet()) void poll()
      addedAt = performance.now()
      if (memory === undefined) return
      if (reason === undefined) set(fullness())
      if (added > askAfterShare * memory.limit) void poll()
    },
    suspect(error) {
      const refusal = refusalOf(error)
      const unmet = refusal === undefined ? describeUnmet(error) : undefined
      if (unmet !== undefined) refused = { until: now() + refusedMs, reason: unmet }
      if (reason !== undefined && refusal === undefined) return
      set(refusal === undefined ? (unmet ?? 'Redis did not answer in time') : describe(error))
      pollAfter(unhealthyPollMs)
    },
    stored() {
      refused = undefined
    },
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}

/** A refusal that the probe does not meet. Not the whole message: it may hold the key of a job. */
function describeUnmet(error: unknown): string | undefined {
  if (!(error instanceof Error) || error.name !== 'ReplyError') return undefined
  const code = /^[A-Z]+(?= )/.exec(error.message)?.[0] ?? 'ERR'
  return `Redis refused the last delivery (${code}): a queue may be damaged, and a worker mends it`
}

/** While Redis reads its AOF after a start, it reports that AOF is off. */
function loading(info: string): string | undefined {
  return infoField(info, 'loading') === '1' ? 'Redis is loading its data' : undefined
}

function replica(info: string): string | undefined {
  return roleOf(info) === 'master' ? undefined : 'Redis is a read-only replica (READONLY)'
}
