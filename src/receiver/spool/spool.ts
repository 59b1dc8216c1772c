import { setTimeout as pause } from 'node:timers/promises'
import type { ReceivedDelivery, StoreDeliveries } from '../commit.ts'
import type { Journal } from './journal.ts'

/** Takes deliveries while Redis cannot, and hands them over when it can again. */
export interface Spool {
  /** Resolves when the deliveries are on the local disk. Rejects when they may not be. */
  store: StoreDeliveries
  /** Why it takes no delivery; undefined while it takes them. */
  fullBecause(): string | undefined
  /** Hands over what is there, until `stop`. */
  start(): void
  stop(): Promise<void>
  readonly bytes: number
  readonly records: number
  /** Of the oldest delivery in the spool; 0 when it is empty. */
  readonly oldestSeconds: number
}

export interface SpoolOptions {
  readonly journal: Journal
  readonly mostBytes: number
  /** Stores in Redis. It may fail after it has stored: a delivery that comes twice is the same event. */
  readonly storeInRedis: StoreDeliveries
  readonly isRedisReady: () => boolean
  readonly onDrained: (deliveries: number) => void
  readonly onFailure: (error: unknown) => void
  readonly now?: () => number
}

/** Of one group that is handed over. */
const most = { deliveries: 100, chars: 256 * 1024 }
const retryMs = 500

export function createSpool({
  journal,
  mostBytes,
  storeInRedis,
  isRedisReady,
  onDrained,
  onFailure,
  now = Date.now,
}: SpoolOptions): Spool {
  let stopped = false
  let running: Promise<void> | undefined
  let oldestAt: number | undefined
  let brokenUntil = -Infinity

  async function drainOldest(): Promise<void> {
    const segment = await journal.oldest()
    if (segment === undefined) {
      oldestAt = undefined
      return
    }
    const deliveries = segment.payloads.map(fromPayload)
    oldestAt = deliveries[0]?.at
    for (const group of inGroups(deliveries)) {
      const started = performance.now()
      await storeInRedis(group)
      // Live deliveries go first: at least half of the time belongs to them.
      await pause(Math.max(10, performance.now() - started))
      if (stopped) return // what was handed over comes again after the next start, and changes nothing
    }
    await journal.remove(segment.name)
    onDrained(deliveries.length)
  }

  async function run(): Promise<void> {
    while (!stopped) {
      if (journal.records === 0 || !isRedisReady()) {
        await pause(retryMs)
        continue
      }
      try {
        await drainOldest()
      } catch (error) {
        onFailure(error)
        await pause(retryMs)
      }
    }
  }

  return {
    async store(deliveries) {
      try {
        await journal.append(deliveries.map(toPayload))
        oldestAt ??= deliveries[0]?.at
      } catch (error) {
        brokenUntil = now() + 1_000
        throw error
      }
    },
    fullBecause() {
      if (journal.bytes >= mostBytes) return 'the spool is full'
      return now() < brokenUntil ? 'the spool cannot be written' : undefined
    },
    start() {
      running ??= run()
    },
    async stop() {
      stopped = true
      await running
      await journal.close()
    },
    get bytes() {
      return journal.bytes
    },
    get records() {
      return journal.records
    },
    get oldestSeconds() {
      return journal.records === 0 || oldestAt === undefined ? 0 : (now() - oldestAt) / 1_000
    },
  }
}

function toPayload(delivery: ReceivedDelivery): Buffer {
  return Buffer.from(JSON.stringify(delivery))
}

/** The checksum was right, so these are the bytes of `toPayload`. */
function fromPayload(payload: Buffer): ReceivedDelivery {
  const delivery: ReceivedDelivery = JSON.parse(payload.toString())
  return delivery
}

function* inGroups(deliveries: readonly ReceivedDelivery[]): Generator<readonly ReceivedDelivery[]> {
  let group: ReceivedDelivery[] = []
  let chars = 0
  for (const delivery of deliveries) {
    const isFull = group.length >= most.deliveries || chars + delivery.body.length > most.chars
    if (group.length > 0 && isFull) {
      yield group
      group = []
      chars = 0
    }
    group.push(delivery)
    chars += delivery.body.length
  }
  if (group.length > 0) yield group
}
