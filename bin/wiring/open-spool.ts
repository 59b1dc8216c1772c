import type { StoreWatch } from '../../queues/store-watch.ts'
import { ConfigError } from '../../src/errors.ts'
import type { DeliveryCommit } from '../../src/receiver/commit.ts'
import { commitOrSpool } from '../../src/receiver/spool/commit-or-spool.ts'
import { FolderInUse, type FolderLock, lockFolder } from '../../src/receiver/spool/folder-lock.ts'
import { openJournal } from '../../src/receiver/spool/journal.ts'
import { createSpool } from '../../src/receiver/spool/spool.ts'
import type { Logger } from '../../src/telemetry/log.ts'
import { metrics } from '../../src/telemetry/metrics.ts'
import type { DeliveryStore } from './open-delivery-store.ts'

export interface SpoolFolder {
  readonly path: string
  readonly lock: FolderLock
}

/** Throws ConfigError where the receiver cannot have the folder for itself, or not write to it. */
export async function takeSpoolFolder(path: string): Promise<SpoolFolder> {
  try {
    return { path, lock: await lockFolder(path) }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const advice =
      error instanceof FolderInUse
        ? 'Give each receiver a folder of its own'
        : 'The user of the receiver must be able to write there'
    throw new ConfigError([`RECEIVER_SPOOL: ${reason}. ${advice}`])
  }
}

export interface OpenedSpool {
  /** Commits in Redis, or in the spool. */
  commit(inRedis: DeliveryCommit): DeliveryCommit
  /** Why neither Redis nor the spool takes a delivery; undefined when one of them does. */
  notReadyBecause(): Promise<string | undefined>
  /** The folder is closed and free. What is left in it is handed over after the next start. */
  stop(): Promise<void>
}

/** The spool of a receiver, with its log lines and metrics. It hands over what it holds, from now on. */
export async function openSpool(
  { path, lock }: SpoolFolder,
  {
    mostBytes,
    log,
    store,
    watch,
  }: {
    readonly mostBytes: number
    readonly log: Pick<Logger, 'info' | 'warn' | 'error'>
    readonly store: Pick<DeliveryStore, 'addOld'>
    readonly watch: Pick<StoreWatch, 'ask' | 'notReadyBecause'>
  },
): Promise<OpenedSpool> {
  const journal = await openJournal({
    folder: path,
    onDamage: (file) => log.error({ file }, 'the disk changed a file of the spool: its bytes are kept aside'),
  })
  const spool = createSpool({
    journal,
    mostBytes,
    storeInRedis: store.addOld,
    isRedisReady: () => watch.notReadyBecause() === undefined,
    isFolderHeld: lock.isHeld,
    onBegin: () => log.warn('deliveries go to the spool: Redis did not take them'),
    onHandedOver: (deliveries) => metrics.unspooled.inc(deliveries),
    onDrained: (deliveries) => log.info({ deliveries }, 'the spool is empty: Redis has its deliveries'),
    onFailure: (error) =>
      log.warn({ reason: reasonOf(error) }, 'the spool was not handed over: trying again'),
  })
  metrics.spoolDeliveries.read(() => spool.records)
  metrics.spoolBytes.read(() => spool.bytes)
  metrics.spoolMostBytes.read(() => mostBytes)
  metrics.spoolOldestSeconds.read(() => spool.oldestSeconds)
  if (spool.records > 0)
    log.info({ deliveries: spool.records }, 'the spool holds deliveries of the last run: handing them over')
  spool.start()
  return {
    commit: (inRedis) =>
      commitOrSpool(inRedis, {
        spool,
        onSpooled: (deliveries) => metrics.spooled.inc(deliveries),
        onRefused() {
          metrics.spoolRefused.inc()
          const reason = spool.notReadyBecause() ?? 'it was too slow'
          log.error({ reason }, 'neither Redis nor the spool took a delivery: the receiver answers 503')
        },
      }),
    async notReadyBecause() {
      const ofSpool = spool.notReadyBecause()
      if (ofSpool === undefined) return undefined
      const ofRedis = await watch.ask()
      return ofRedis === undefined ? undefined : `${ofRedis}, and ${ofSpool}`
    },
    async stop() {
      await spool.stop()
      lock.release()
    },
  }
}

/** A code of the network or the disk, else the message: neither holds a text of a customer. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return 'code' in error ? String(error.code) : error.message
}
