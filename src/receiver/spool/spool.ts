import { setTimeout as pause } from 'node:timers/promises'
import type { ReceivedDelivery, StoreDeliveries } from '../commit.ts'
import type { Journal } from './journal.ts'

/** Takes deliveries while Redis cannot, and hands them over when it can again. */
export interface Spool {
  /** Resolves when the deliveries are on the local disk. Rejects when they may not be. */
  store: StoreDeliveries
  /** Why it takes no delivery; undefined while it takes them. */
  notReadyBecause(): string | undefined
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
  /** False once the folder belongs to another process. */
  readonly isFolderHeld: () => boolean
  /** The first delivery is in the spool, which was empty. */
  readonly onBegin: () => void
  readonly onHandedOver: (deliveries: number) => void
  /** It is empty again. `deliveries` were handed over since it was empty the last time, or since the start. */
  readonly onDrained: (deliveries: number) => void
  readonly onFailure: (error: unknown) => void
  readonly now?: () => number
}

/** Of one group that is handed over. */
const most = { deliveries: 100, chars: 256 * 1024 }
const retryMs = 500
/** After a failure, deliveries are refused at once for this time, without another attempt to write. */
const brokenMs = 1_000

export function createSpool(options: SpoolOptions): Spool {
  const { journal, mostBytes, storeInRedis, isRedisReady, isFolderHeld, now = Date.now } = options
  const stopping = new AbortController()
  let running: Promise<void> | undefined
  let broken = { reason: '', until: -Infinity }
  let handedOver = 0
  /** Groups of the oldest file that Redis has: after a failure it need not get them again. */
  let within = { file: '', deliveries: 0 }

  async function drainOldest(): Promise<void> {
    const segment = await journal.oldest()
    if (segment === undefined) return
    if (within.file !== segment.name) within = { file: segment.name, deliveries: 0 }
    const deliveries = segment.payloads.slice(within.deliveries).map(fromPayload)
    for (const group of inGroups(deliveries)) {
      const started = performance.now()
      await storeInRedis(group)
      within.deliveries += group.length
      handedOver += group.length
      options.onHandedOver(group.length)
      // Live deliveries go first: at least half of the time belongs to them.
      await rest(Math.max(10, performance.now() - started))
      if (stopping.signal.aborted) return // what was handed over comes again after the next start, and changes nothing
    }
    await journal.remove(segment.name)
    if (journal.records > 0) return
    options.onDrained(handedOver)
    handedOver = 0
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      if (journal.records === 0 || !isRedisReady() || !isFolderHeld()) {
        await rest(retryMs)
        continue
      }
      try {
        await drainOldest()
      } catch (error) {
        options.onFailure(error)
        await rest(retryMs)
      }
    }
  }

  async function rest(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: stopping.signal }).catch(() => undefined)
  }

  function breakDown(reason: string): void {
    broken = { reason, until: now() + brokenMs }
  }

  return {
    async store(deliveries) {
      const payloads = deliveries.map(toPayload)
      const bytes = payloads.reduce((sum, { length }) => sum + length + recordBytes, 0)
      if (journal.bytes + bytes > mostBytes) {
        breakDown('the spool is full')
        throw new Error('the spool is full')
      }
      const wasEmpty = journal.records === 0
      try {
        await journal.append(payloads)
      } catch (error) {
        breakDown('the spool cannot be written')
        throw error
      }
      if (wasEmpty) options.onBegin()
    },
    notReadyBecause() {
      if (!isFolderHeld()) return 'another process has taken over the folder of the spool'
      if (journal.bytes >= mostBytes) return 'the spool is full'
      return now() < broken.until ? broken.reason : undefined
    },
    start() {
      running ??= run()
    },
    async stop() {
      stopping.abort()
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
      return journal.oldestAt === undefined ? 0 : Math.max(0, (now() - journal.oldestAt) / 1_000)
    },
  }
}

/** Length and checksum. */
const recordBytes = 8

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
